#include "kustomize/field_steps.h"

#include <gtest/gtest.h>

#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

using Steps = std::vector<std::string>;

TEST(FieldSteps, steps_of_a_path) {
  EXPECT_EQ(field_steps("spec.http.0.route"), (Steps{"spec", "http", "0", "route"}));
  EXPECT_EQ(field_steps("a\\.b.c"), (Steps{"a.b", "c"}));
  EXPECT_EQ(field_steps("a.[name=x.y].b"), (Steps{"a", "[name=x.y]", "b"}));
  EXPECT_EQ(field_steps("metadata.annotations.[a.b/c]"),
            (Steps{"metadata", "annotations", "a.b/c"}));
}

TEST(FieldSteps, value_at_the_steps) {
  const yaml::Parsed parsed(
      "spec:\n"
      "  hosts: [a, b]\n"
      "  http:\n"
      "  - {name: cart, port: 80}\n"
      "  - {name: user, port: 81}\n"
      "  - {name: user, port: 82}\n");
  for (const auto& [path, want] : {
           std::pair("spec.hosts.1", "b"),
           std::pair("spec.hosts.-", "b"),
           std::pair("spec.hosts.[=a]", "a"),
           std::pair("spec.http.[name=user].port", "81"),  // the first of several
           std::pair("spec.http.[name=use].port", ""),     // not a part of the name
           std::pair("spec.hosts.2", ""),
           std::pair("spec.hosts.0.x", ""),
           std::pair("spec.http.name", ""),
       }) {
    EXPECT_EQ(value_at(parsed.root(), field_steps(path)).text(), want) << "path: " << path;
  }
  EXPECT_EQ(value_at(parsed.root(), {}), parsed.root());
}

TEST(FieldSteps, indexes_and_items) {
  EXPECT_EQ(index_of("12"), 12U);
  EXPECT_EQ(index_of("1a"), std::nullopt);
  EXPECT_EQ(index_of("-1"), std::nullopt);
  EXPECT_EQ(index_of(""), std::nullopt);
  EXPECT_EQ(item_step("[a=b=c]")->field, "a");
  EXPECT_EQ(item_step("[a=b=c]")->value, "b=c");
  EXPECT_FALSE(item_step("[a]"));
  EXPECT_FALSE(item_step("a=b"));
}

TEST(FieldSteps, parts_between_delimiters) {
  EXPECT_EQ(split("a::b::", "::"), (Steps{"a", "b", ""}));
  EXPECT_EQ(split("", ","), Steps{""});
}

}  // namespace
}  // namespace meshlint::kustomize
