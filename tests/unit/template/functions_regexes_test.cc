#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(RegexFunctions, expressions) {
  for (const auto& [expression, want] : {
           Case{R"(regexMatch "^S.*U$" .name)", "true"},
           Case{R"(regexMatch "^x" .name)", "false"},
           Case{R"(regexFind "[A-Z]+$" .name)", "EU"},
           Case{R"(regexFind "x+" .name)", ""},
           Case{"regexReplaceAll \"([a-z])-([0-9])\" \"eu-1\" \"${2}${1}\"", "e1u"},
           Case{R"(regexReplaceAll "o" "foo" "0")", "f00"},
           Case{"regexReplaceAll \"(o)\" \"foo\" \"<$1>\"", "f<o><o>"},
           Case{R"(regexReplaceAll "o" "foo" "\\")", R"(f\\)"},  // a backslash stays one
           Case{R"(mustRegexMatch "a" "b")", "false"},
       }) {
    EXPECT_EQ(value_of(regex_functions(), expression), want) << expression;
  }
}

TEST(RegexFunctions, problems) {
  for (const auto& [expression, want] : {
           Case{R"(regexMatch "(" .name)", "! `regexMatch`: `(` is not a regular expression"},
           Case{"regexReplaceAll \"(o)\" \"foo\" \"$name\"",
                "! `regexReplaceAll`: replacement `$name` is not evaluated"},
           Case{"regexReplaceAll \"(o)\" \"foo\" \"$1x\"",
                "! `regexReplaceAll`: replacement `$1x` is not evaluated"},  // Go reads a group
                                                                             // named 1x
           Case{R"(regexSplit "a" "b" 1)", "! `regexSplit` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(regex_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
