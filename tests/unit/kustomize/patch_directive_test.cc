#include "kustomize/patch_directive.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

TEST(PatchDirective, of_a_mapping) {
  for (const auto& [text, want] : {
           std::pair("{$patch: delete}", Directive::kDelete),
           std::pair("{$patch: replace, a: 1}", Directive::kReplace),
           std::pair("{$patch: merge}", Directive::kMerge),
           std::pair("{a: 1}", Directive::kMerge),
       }) {
    const yaml::Parsed parsed(text);
    std::vector<text::Problem> problems;
    EXPECT_EQ(directive_of(parsed.root(), problems), want) << text;
    EXPECT_TRUE(problems.empty()) << text;
  }
}

TEST(PatchDirective, an_unknown_one_merges_and_is_reported) {
  const yaml::Parsed parsed("{$patch: remove}");
  std::vector<text::Problem> problems;
  EXPECT_EQ(directive_of(parsed.root(), problems), Directive::kMerge);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].message, "unknown `$patch: remove`; write delete, replace or merge");
}

TEST(PatchDirective, of_a_list) {
  const auto taken = [](const std::string& text, Directive want) {
    const yaml::Parsed parsed(text);
    std::vector<yaml::Node> items(parsed.root().begin(), parsed.root().end());
    std::vector<text::Problem> problems;
    EXPECT_EQ(take_directive(items, problems), want) << text;
    return items.size();
  };
  EXPECT_EQ(taken("[{a: 1}, {$patch: replace}]", Directive::kReplace), 1U);
  // Items without content go together with the directive.
  EXPECT_EQ(taken("[{$patch: replace}, {}, null, {a: 1}]", Directive::kReplace), 1U);
  // A directive with other fields is for its own item.
  EXPECT_EQ(taken("[{$patch: delete, name: a}, {}]", Directive::kMerge), 2U);
}

}  // namespace
}  // namespace meshlint::kustomize
