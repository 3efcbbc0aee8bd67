// The annotations of schemas/ against upstream's list of them, with the kinds and versions that it
// has. Skipped where the shared folder is absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "schema/facts.h"
#include "schema/version.h"

namespace meshlint::schema {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

bool is_deprecated(Field field, Version version) {
  return std::ranges::any_of(field.type().facets(), [&](Facet facet) {
    return facet.kind() == FacetKind::kDeprecated && facet.when().contains(version);
  });
}

TEST(Annotations, are_those_of_upstream) {
  const std::filesystem::path path =
      std::filesystem::path(MESHLINT_SHARED_DIR) / "reference/istio-annotations.tsv";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no " << path;
  const Product& istio = *find_product("istio");
  std::ifstream stream(path);
  std::string line;
  std::getline(stream, line);  // the heads of the columns
  std::vector<std::vector<std::string>> rows;
  Version listed;  // the newest version that the list has
  while (std::getline(stream, line)) {
    rows.push_back(split(line, '\t'));
    listed = std::max(listed, *parse_version(rows.back().at(6)));
  }
  std::size_t count = 0;
  for (const std::vector<std::string>& row : rows) {
    const std::string& name = row.at(0);
    if (!name.substr(0, name.find('/')).ends_with("istio.io")) continue;
    const Version first = *parse_version(row.at(5));
    const Version last = *parse_version(row.at(6));
    Version oldest = istio.newest;
    for (const std::string& kind : split(row.at(3), ',')) {
      const Type type = find_type("annotations.istio.io", kind);
      ASSERT_TRUE(type) << kind;
      const Field field = type.field(name, {});
      ASSERT_TRUE(field) << kind << ' ' << name;
      const Version since = std::max(field.when().since, istio.oldest);
      oldest = std::min(oldest, since);
      EXPECT_TRUE(field.when().contains(last)) << name;
      EXPECT_EQ(last < listed, field.when().until != Version{}) << name;
      EXPECT_EQ(
          !row.at(4).empty() && row.at(4) != "ProxyConfig YAML" && row.at(4) != "interface list",
          field.type().has_rules())
          << name;
      EXPECT_EQ(row.at(2) == "yes", is_deprecated(field, last)) << name;
      ++count;
    }
    EXPECT_EQ(oldest, first) << name;
  }
  EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace meshlint::schema
