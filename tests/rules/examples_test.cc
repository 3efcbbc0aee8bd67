// Lints the examples of every rule page: a bad one must give exactly the findings marked in it, a
// good one none. The page's rule runs alone.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/registry.h"
#include "meshlint/meshlint.h"
#include "text/problem.h"

namespace meshlint {
namespace {

constexpr std::string_view kFileMark = "# file: ";
constexpr std::string_view kConfigMark = "# config: ";
constexpr std::string_view kFindingMark = "# finding";

// A place that an example marks, or that a finding has.
using Mark = std::pair<std::string, std::uint32_t>;  // path, line

struct Example {
  std::string config;
  std::vector<Input> inputs;
  std::multiset<Mark> marks;
};

Example parse_example(std::string_view text) {
  Example example;
  std::string path = "example.yaml";
  std::string bytes;
  std::uint32_t line_number = 0;
  const auto end_file = [&] {
    if (bytes.find_first_not_of(" \n") != std::string::npos) {
      example.inputs.push_back({.path = path, .text = bytes});
    }
    bytes.clear();
    line_number = 0;
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kFileMark)) {
      end_file();
      path = line.substr(kFileMark.size());
      continue;
    }
    if (line.starts_with(kConfigMark)) {
      example.config = line.substr(kConfigMark.size());
      continue;
    }
    ++line_number;
    bytes += line;
    bytes += '\n';
    if (line.ends_with(kFindingMark)) example.marks.emplace(path, line_number);
  }
  end_file();
  return example;
}

class RuleExamples : public testing::TestWithParam<std::string> {
 protected:
  static std::vector<Finding> lint(const Example& example, const std::string& rule) {
    Result<Config> config = parse_config(example.config, "the example's configuration");
    if (!config) {
      ADD_FAILURE() << config.error().message;
      return {};
    }
    config->select = {rule};
    config->jobs = 1;
    const Result<Linter> linter = Linter::create(*std::move(config));
    if (!linter) {
      ADD_FAILURE() << linter.error().message;
      return {};
    }
    return linter->check(example.inputs).findings;
  }

  static void expect_marks(std::string_view text, const std::string& rule) {
    const Example example = parse_example(text);
    std::multiset<Mark> found;
    std::string told;
    for (const Finding& finding : lint(example, rule)) {
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
    EXPECT_NE(text.find(kFindingMark), text.npos) << "nothing is marked in\n" << text;
    expect_marks(text, GetParam());
  }
}

TEST_P(RuleExamples, good_ones_give_nothing) {
  for (const std::string_view text : check::all()[*check::find(GetParam())].page.good) {
    EXPECT_EQ(text.find(kFindingMark), text.npos) << "a finding is marked in\n" << text;
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
