#include "schema/merge.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace meshlint::schema {
namespace {

using draft::Draft;

// A draft of the kind Route with these fields, all strings; "name!" is required.
Draft route(const std::vector<std::string>& fields, const std::string& api = "v1") {
  Draft draft;
  draft::Type text{.kind = TypeKind::kString};
  const draft::TypeId string = draft.add(text);
  draft::Type root{.kind = TypeKind::kObject};
  for (std::string name : fields) {
    const bool is_required = name.ends_with('!');
    if (is_required) name.pop_back();
    root.fields.push_back({.name = name, .type = string, .is_required = is_required});
  }
  const draft::TypeId id = draft.add(root);
  draft.kinds.push_back({.name = "Route",
                         .group = "example.com",
                         .plural = "routes",
                         .versions = {{.name = api, .root = id}}});
  return draft;
}

// "name since..until type" of each field of the newest root, sorted as merged.
std::vector<std::string> fields_of(const Draft& draft) {
  std::vector<std::string> lines;
  const draft::Type& root = draft.types[draft.kinds.front().versions.front().root];
  for (const draft::Field& field : root.fields) {
    std::string line = field.name;
    if (field.when.since != Version{}) line += " since " + to_string(field.when.since);
    if (field.when.until != Version{}) line += " until " + to_string(field.when.until);
    if (field.is_required) line += " required";
    if (field.required_when.since != Version{}) {
      line += " since " + to_string(field.required_when.since);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

using Lines = std::vector<std::string>;
constexpr Version kFirst{1, 21, 0};
constexpr Version kSecond{1, 22, 0};
constexpr Version kThird{1, 23, 0};

TEST(Merge, what_was_always_there_has_no_window) {
  const Draft all = merge({{kFirst, route({"host"})}, {kSecond, route({"host"})}});
  EXPECT_EQ(fields_of(all), Lines{"host"});
  ASSERT_EQ(all.kinds.size(), 1U);
  EXPECT_TRUE(all.kinds[0].versions[0].when.is_always());
}

TEST(Merge, a_field_counts_from_its_first_version) {
  const Draft all = merge({{kFirst, route({"host"})}, {kSecond, route({"host", "port"})}});
  EXPECT_EQ(fields_of(all), (Lines{"host", "port since 1.22"}));
}

TEST(Merge, a_removed_field_ends_at_the_first_version_without) {
  const Draft all = merge({{kFirst, route({"host", "port"})},
                           {kSecond, route({"host", "port"})},
                           {kThird, route({"host"})}});
  EXPECT_EQ(fields_of(all), (Lines{"host", "port until 1.23"}));
}

TEST(Merge, a_field_that_becomes_required) {
  const Draft all = merge({{kFirst, route({"host"})}, {kSecond, route({"host!"})}});
  const Draft before = project(all, kFirst);
  const Draft after = project(all, kSecond);
  EXPECT_EQ(fields_of(before), Lines{"host"});
  EXPECT_EQ(fields_of(after), Lines{"host required"});
}

TEST(Merge, an_api_version_has_a_window) {
  Draft both = route({"host"}, "v1");
  both.kinds[0].versions.push_back({.name = "v1beta1", .root = both.kinds[0].versions[0].root});
  const Draft all = merge({{kFirst, route({"host"}, "v1beta1")}, {kSecond, both}});
  ASSERT_EQ(all.kinds.size(), 1U);
  ASSERT_EQ(all.kinds[0].versions.size(), 2U);
  EXPECT_EQ(all.kinds[0].versions[0].name, "v1");  // the newest first
  EXPECT_EQ(all.kinds[0].versions[0].when.since, kSecond);
  EXPECT_TRUE(all.kinds[0].versions[1].when.is_always());
}

TEST(Merge, projecting_is_the_other_direction) {
  const std::vector<std::pair<Version, Draft>> versions = {
      {kFirst, route({"gateway", "host"})},
      {kSecond, route({"host!", "port"})},
      {kThird, route({"gateway", "port"})},
  };
  const Draft all = merge(versions);
  for (const auto& [version, draft] : versions) {
    EXPECT_EQ(fields_of(project(all, version)), fields_of(draft)) << to_string(version);
  }
}

TEST(Merge, order_of_api_versions) {
  EXPECT_TRUE(is_newer_api("v2", "v1"));
  EXPECT_TRUE(is_newer_api("v10", "v2"));
  EXPECT_TRUE(is_newer_api("v1", "v1beta1"));
  EXPECT_TRUE(is_newer_api("v1beta2", "v1beta1"));
  EXPECT_TRUE(is_newer_api("v1beta1", "v1alpha3"));
  EXPECT_TRUE(is_newer_api("v1alpha1", "stable"));
  EXPECT_FALSE(is_newer_api("v1", "v1"));
}

}  // namespace
}  // namespace meshlint::schema
