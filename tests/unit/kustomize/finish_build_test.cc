#include "kustomize/finish_build.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kustomize/problems.h"
#include "text/problem.h"

namespace meshlint::kustomize {
namespace {

text::Problem problem_at(std::uint32_t begin, std::string message) {
  return text::make_problem(kustomize::kInvalidPatch, {0, begin, begin + 1}, std::move(message),
                            {});
}

TEST(FinishBuild, reports_are_sorted_and_unique) {
  Build build;
  build.problems = {problem_at(9, "b"), problem_at(5, "c"), problem_at(9, "a"), problem_at(9, "b")};
  build.unresolved = {{{0, 7, 8}, "x", "not fetched"},
                      {{0, 3, 4}, "y", "not fetched"},
                      {{0, 7, 8}, "x", "not fetched"}};
  build.files = {"b.yaml", "a.yaml", "b.yaml"};
  build.directories = {"", "base", ""};
  sort_reports(build);
  std::vector<std::string> messages;
  for (const text::Problem& problem : build.problems) messages.push_back(problem.message);
  EXPECT_EQ(messages, (std::vector<std::string>{"c", "a", "b"}));
  ASSERT_EQ(build.unresolved.size(), 2U);
  EXPECT_EQ(build.unresolved[0].what, "y");
  EXPECT_EQ(build.files, (std::vector<std::string>{"a.yaml", "b.yaml"}));
  EXPECT_EQ(build.directories, (std::vector<std::string>{"", "base"}));
}

}  // namespace
}  // namespace meshlint::kustomize
