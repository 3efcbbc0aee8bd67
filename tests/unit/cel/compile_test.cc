#include "cel/compile.h"

#include <gtest/gtest.h>

#include <string>

#include "cel/parser.h"

namespace meshlint::cel {
namespace {

Compiled compiled(std::string_view expression, Libraries libraries) {
  Environment environment;
  environment.libraries = libraries;
  environment.variables = {{"self"}, {"name", TypeTable::simple(TypeKind::kString)}};
  return compile(expression, environment);
}

struct Mistake {
  std::string_view expression;
  std::uint32_t begin;
  std::string_view message;
};

TEST(CelCompile, says_what_is_wrong_and_where) {
  for (const auto& [expression, begin, message] : {
           Mistake{"", 0, "expression is empty"},
           Mistake{"self.", 5, "unexpected end of the expression"},
           Mistake{"(self", 5, "`)` is missing at the end"},
           Mistake{"self = 1", 5, "unexpected character `=`"},
           Mistake{"'a", 0, "string has no closing quote"},
           Mistake{"'\\d'", 1, "invalid escape `\\d`"},
           Mistake{"self.if && while", 11, "`while` is a reserved word"},
           Mistake{"99999999999999999999", 0, "`99999999999999999999` doesn't fit in 64 bits"},
           Mistake{"has(self)", 4, "the argument of has() is not a field, as in has(self.name)"},
           Mistake{"self.all(1, true)", 9, "the argument is not the name of a new variable"},
           Mistake{"slef.a", 0, "unknown name `slef`; did you mean `self`?"},
           Mistake{"name.startWith('a')", 5,
                   "unknown method `startWith`; did you mean `startsWith`?"},
           Mistake{"name + 1", 5, "no matching overload for `_+_` applied to (string, int)"},
           Mistake{"name.size(1)", 5, "no matching overload for `size` applied to string.(int)"},
           Mistake{"name == null", 5, "no matching overload for `_==_` applied to (string, null)"},
           Mistake{"name.first", 5, "a value of type string has no fields"},
           Mistake{"name || true", 0, "expected a bool, found string"},
           Mistake{"[1, 'a']", 4, "literal mixes int and string; its items need one type"},
           Mistake{"(1).all(x, true)", 1, "expected a list or a map, found int"},
       }) {
    const Compiled result = compiled(expression, all_libraries());
    ASSERT_FALSE(result.issues.empty()) << expression;
    EXPECT_EQ(result.issues.front().message, message) << expression;
    EXPECT_EQ(result.issues.front().begin, begin) << expression;
  }
}

TEST(CelCompile, what_is_formatted_may_be_of_any_types) {
  const auto issues = [](std::string_view expression) {
    return compiled(expression, all_libraries()).issues.size();
  };
  EXPECT_EQ(issues("'%s: %d'.format([name, 3]) == name"), 0U);
  EXPECT_EQ(issues("'%s: %d'.format([name, [1, 'a'].size()]) == name"), 0U);
  EXPECT_EQ(issues("'%s: %d'.format([name, 3]) in [name, 3]"), 1U);
}

TEST(CelCompile, libraries_by_version) {
  const Libraries v1_28 = kubernetes_libraries({1, 28, 0});
  const Libraries v1_36 = kubernetes_libraries({1, 36, 0});
  const std::string_view expression = "ip('10.0.0.1').family() == 4";
  EXPECT_TRUE(compiled(expression, v1_36).issues.empty());
  const Compiled early = compiled(expression, v1_28);
  ASSERT_FALSE(early.issues.empty());
  EXPECT_EQ(early.issues.front().message, "`ip` is not available in this Kubernetes version");
  EXPECT_FALSE(compiled("self.?a", kubernetes_libraries({1, 27, 0})).issues.empty());
  EXPECT_TRUE(compiled("self.?a", v1_28).issues.empty());
}

TEST(CelCompile, folds_constants) {
  EXPECT_EQ(compiled("1 + 2 * 3", all_libraries()).program.steps.size(), 1U);
  EXPECT_EQ(compiled("self.kind in ['a', 'b' + 'c']", all_libraries()).program.steps.size(), 4U);
  // Errors stay where they are: they only show if they are reached.
  EXPECT_GT(compiled("1 / 0", all_libraries()).program.steps.size(), 1U);
}

TEST(CelCompile, bounds) {
  const std::string deep(10'000, '(');
  EXPECT_FALSE(compiled(deep, all_libraries()).issues.empty());
  std::string chain = "self";
  for (int i = 0; i < 1000; ++i) chain += ".a";
  EXPECT_FALSE(compiled(chain, all_libraries()).issues.empty());
  std::string terms = "true";
  for (int i = 0; i < 10'000; ++i) terms += " && true";
  EXPECT_TRUE(compiled(terms, all_libraries()).issues.empty());
  const std::string long_text = "'" + std::string(kMaxSourceCodePoints, 'a') + "'";
  EXPECT_FALSE(compiled(long_text, all_libraries()).issues.empty());
}

TEST(CelCompile, tells_which_variables_are_used) {
  const Compiled result = compiled("self.all(name, name > 1)", all_libraries());
  ASSERT_TRUE(result.issues.empty());
  EXPECT_EQ(result.uses, (std::vector<bool>{true, false}));
}

}  // namespace
}  // namespace meshlint::cel
