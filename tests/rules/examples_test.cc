// Lints the examples of every rule page: a bad one must give exactly the findings marked in it, a
// good one none. The page's rule runs alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/registry.h"
#include "meshlint/meshlint.h"
#include "rules/example.h"
#include "text/problem.h"

namespace meshlint {
namespace {

using rules::Example;
using rules::Mark;

class RuleExamples : public testing::TestWithParam<std::string> {
 protected:
  static void expect_marks(std::string_view text, const std::string& rule) {
    const Example example = rules::parse_example(text);
    const Result<Outcome> outcome = rules::lint(example, rule);
    ASSERT_TRUE(outcome) << outcome.error().message;
    std::multiset<Mark> found;
    std::string told;
    for (const Finding& finding : outcome->findings) {
      found.emplace(finding.place.path, finding.place.line);
      told += finding.place.path + ':' + std::to_string(finding.place.line) + ": " +
              finding.message + '\n';
      EXPECT_LT(finding.message.size(), 140U) << finding.message;
      EXPECT_FALSE(finding.message.ends_with('.')) << finding.message;
    }
    EXPECT_EQ(found, example.marks) << "in the example\n" << text << "\nit says\n" << told;
  }
};

TEST_P(RuleExamples, bad_ones_give_what_is_marked) {
  for (const std::string_view text : check::all()[*check::find(GetParam())].page.bad) {
    EXPECT_NE(text.find(rules::kFindingMark), text.npos) << "nothing is marked in\n" << text;
    expect_marks(text, GetParam());
  }
}

TEST_P(RuleExamples, good_ones_give_nothing) {
  for (const std::string_view text : check::all()[*check::find(GetParam())].page.good) {
    EXPECT_EQ(text.find(rules::kFindingMark), text.npos) << "a finding is marked in\n" << text;
    expect_marks(text, GetParam());
  }
}

std::vector<std::string> ids() {
  std::vector<std::string> result;
  for (const check::Rule& rule : check::all()) result.emplace_back(rule.page.id);
  return result;
}

std::string test_name(const testing::TestParamInfo<std::string>& rule) {
  std::string name = rule.param;
  std::ranges::replace_if(
      name, [](char c) { return c == '/' || c == '-'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Page, RuleExamples, testing::ValuesIn(ids()), test_name);

TEST(Rules, every_kind_of_problem_has_a_page) {
  for (std::size_t i = 0; i < text::kProblemNames.size(); ++i) {
    EXPECT_TRUE(check::rule_of(static_cast<text::ProblemKind>(i))) << text::kProblemNames[i];
  }
}

TEST(Rules, ids_are_sorted_and_unique) {
  const std::vector<std::string> names = ids();
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

}  // namespace
}  // namespace meshlint
