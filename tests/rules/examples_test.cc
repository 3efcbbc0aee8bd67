// Lints the examples of every rule page: a bad one must give exactly the findings marked in it, a
// good one none. The page's rule runs alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "argocd/problems.h"
#include "cel/problems.h"
#include "check/problems.h"
#include "check/registry.h"
#include "kustomize/problems.h"
#include "meshlint/meshlint.h"
#include "schema/problems.h"
#include "text/problem.h"
#include "yaml/problems.h"

namespace meshlint {
namespace {

std::vector<std::string> ids() {
  std::vector<std::string> result;
  for (const RuleInfo& rule : all_rules()) result.push_back(rule.id);
  return result;
}

class RuleExamples : public testing::TestWithParam<std::string> {
 protected:
  static RuleInfo rule() {
    const std::vector<RuleInfo> rules = all_rules();
    return *std::ranges::find(rules, GetParam(), &RuleInfo::id);
  }

  static void expect_marks(std::string_view text) {
    const Result<std::vector<std::string>> mistakes = check_example(rule(), text, {});
    ASSERT_TRUE(mistakes) << mistakes.error().message;
    for (const std::string& mistake : *mistakes) ADD_FAILURE() << mistake << "\nin\n" << text;
  }
};

TEST_P(RuleExamples, bad_ones_give_what_is_marked) {
  for (const std::string& text : rule().bad) {
    EXPECT_FALSE(parse_example(text).marks.empty()) << "nothing is marked in\n" << text;
    expect_marks(text);
    const Result<Outcome> outcome = lint_example(parse_example(text), GetParam(), {});
    ASSERT_TRUE(outcome) << outcome.error().message;
    for (const Finding& finding : outcome->findings) {
      EXPECT_LT(finding.message.size(), 140U) << finding.message;
      EXPECT_FALSE(finding.message.ends_with('.')) << finding.message;
    }
  }
}

TEST_P(RuleExamples, good_ones_give_nothing) {
  for (const std::string& text : rule().good) {
    EXPECT_TRUE(parse_example(text).marks.empty()) << "a finding is marked in\n" << text;
    expect_marks(text);
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& rule) {
  std::string name = rule.param;
  std::ranges::replace_if(
      name, [](char c) { return c == '/' || c == '-'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Page, RuleExamples, testing::ValuesIn(ids()), test_name);

// The build holds the pages to the kinds; this holds the kinds to the pages.
TEST(Rules, every_kind_of_problem_has_a_page) {
  const std::initializer_list<std::span<const text::ProblemKind>> stages = {
      yaml::kProblemKinds,      schema::kProblemKinds, cel::kProblemKinds,
      kustomize::kProblemKinds, argocd::kProblemKinds, check::kProblemKinds};
  for (const std::span<const text::ProblemKind> kinds : stages) {
    EXPECT_FALSE(kinds.empty());
    for (const text::ProblemKind kind : kinds) EXPECT_TRUE(check::rule_of(kind)) << kind.rule;
  }
}

TEST(Rules, ids_are_sorted_and_unique) {
  const std::vector<std::string> names = ids();
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

}  // namespace
}  // namespace meshlint
