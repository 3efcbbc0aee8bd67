#include "kustomize/structured_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "unit/yaml/parsed.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

std::optional<std::string> changed(const std::string& text, std::vector<std::string> steps) {
  yaml::Arena arena;
  const yaml::Record scalar = yaml::string_record(arena, text, {});
  return with_value_in_text(arena, yaml::Node(&scalar), steps, [&](yaml::Node) {
    return std::optional(yaml::string_record(arena, "new", {}));
  });
}

TEST(StructuredText, yaml_keeps_comments_and_quotes) {
  EXPECT_EQ(changed("# head\nb: 'x'  # why\na:\n    - y\n", {"b"}),
            "# head\nb: 'new' # why\na:\n- y");
  EXPECT_EQ(changed("a: [x, y]\nb: 1\n", {"a", "1"}), "a: [x, new]\nb: 1");
}

TEST(StructuredText, json_keeps_its_layout) {
  EXPECT_EQ(changed("{\"b\": 1, \"a\": \"x\"}", {"a"}), "{\"a\":\"new\",\"b\":1}");
  EXPECT_EQ(changed("{\n\"a\": \"x\"}", {"a"}), "{\n  \"a\": \"new\"\n}");
}

TEST(StructuredText, nothing_without_such_a_value) {
  EXPECT_EQ(changed("a: 1\n", {"b"}), std::nullopt);
  EXPECT_EQ(changed("plain text", {"b"}), std::nullopt);
  EXPECT_EQ(changed("a: [", {"a"}), std::nullopt);
  EXPECT_EQ(changed("a: 1\n---\na: 2\n", {"a"}), std::nullopt);
}

}  // namespace
}  // namespace meshlint::kustomize
