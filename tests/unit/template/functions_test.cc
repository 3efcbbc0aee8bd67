#include "template/functions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "template/string_changes.h"
#include "template/values.h"
#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

yaml::Node one(FunctionCall& call) { return call.integer(1); }
yaml::Node two(FunctionCall& call) { return call.integer(2); }

constexpr auto kOnes = std::to_array<Function>({{"a", one}, {"b", one}});
constexpr auto kTwos = std::to_array<Function>({{"b", two}, {"c", two}});

TEST(Functions, the_first_library_with_the_name_wins) {
  const std::array<Library, 2> libraries = {kOnes, kTwos};
  EXPECT_EQ(find_function(libraries, "a"), &kOnes[0]);
  EXPECT_EQ(find_function(libraries, "b"), &kOnes[1]);
  EXPECT_EQ(find_function(libraries, "c"), &kTwos[1]);
  EXPECT_EQ(find_function(libraries, "d"), nullptr);
  EXPECT_EQ(find_function({}, "a"), nullptr);

  Rendering rendering("{}", {kTwos, kOnes});
  EXPECT_EQ(rendering.shown("{{ a }}{{ b }}{{ c }}"), "122");
}

TEST(Functions, no_name_is_in_two_standard_libraries) {
  std::set<std::string_view> names;
  for (const Library library : standard_libraries()) {
    EXPECT_TRUE(std::ranges::is_sorted(library, {}, &Function::name));
    for (const Function& function : library) {
      EXPECT_TRUE(names.insert(function.name).second) << function.name;
    }
  }
  EXPECT_FALSE(names.contains("env"));  // Argo CD and Helm don't offer it
}

// None of these has a result that files determine, or is implemented.
TEST(Functions, dates_keys_and_random_values_are_not_evaluated) {
  for (const Library library :
       {crypto_functions(), date_functions(), semver_functions(), url_functions()}) {
    for (const Function& function : library) {
      const std::string text = "{{ " + std::string(function.name) + " }}";
      const RenderedText rendered = Rendering("{}").render(text);
      ASSERT_TRUE(rendered.problem) << text;
      EXPECT_EQ(rendered.problem->kind, TemplateProblem::Kind::kUndecidable) << text;
    }
  }
}

TEST(FunctionCall, spends_the_budget_and_keeps_the_first_failure) {
  yaml::Arena arena;
  TemplateBudget budget{.bytes = 1000, .steps = 1};
  FunctionCall call({}, arena, budget);
  EXPECT_EQ(call.text("abc").text(), "abc");
  EXPECT_LT(budget.bytes, 1000U);
  EXPECT_FALSE(call.text(std::string(1000, 'x')));
  EXPECT_EQ(call.kind(), TemplateProblem::Kind::kTooLarge);
  const std::string message = call.message();
  call.fail("later");
  EXPECT_EQ(call.message(), message);
}

TEST(Functions, string_changes) {
  EXPECT_EQ(lowered("Größe-A"), "größe-a");
  EXPECT_EQ(raised("a1b"), "A1B");
  EXPECT_EQ(trimmed("--a-b--", "-"), "a-b");
  EXPECT_EQ(trimmed("--", "-"), "");
  EXPECT_EQ(replaced("aXbX", "X", "yy"), "ayybyy");
}

}  // namespace
}  // namespace meshlint::templates
