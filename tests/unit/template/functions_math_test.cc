#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(MathFunctions, arithmetic) {
  for (const auto& [expression, want] : {
           Case{"add 1 2 3", "6"},
           Case{R"(add "4" 1)", "5"},  // strings are converted
           Case{"add .port 1", "8081"},
           Case{R"(add "x" 1)", "1"},  // and 0 if that fails
           Case{"add1 1", "2"},
           Case{"sub 1 3", "-2"},
           Case{"mul 2 3 4", "24"},
           Case{"div 7 2", "3"},
           Case{"mod 7 4", "3"},
           Case{"max 1 5 3", "5"},
           Case{"biggest 1 5 3", "5"},
           Case{"min 4 -2 3", "-2"},
           Case{"floor 1.7", "1"},
           Case{"ceil 1.2", "2"},
           Case{"add 9223372036854775807 1", "-9223372036854775808"},  // wraps as in Go
           Case{"div -9223372036854775808 -1", "-9223372036854775808"},
           Case{"div 1 0", "! `div`: division by zero"},
           Case{"mod 1 0", "! `mod`: division by zero"},
       }) {
    EXPECT_EQ(value_of(math_functions(), expression), want) << expression;
  }
}

TEST(MathFunctions, ranges) {
  for (const auto& [expression, want] : {
           Case{"until 3", "[0 1 2]"},
           Case{"until -2", "[0 -1]"},
           Case{"untilStep 1 8 3", "[1 4 7]"},
           Case{"untilStep 3 0 -1", "[3 2 1]"},
           Case{"untilStep 0 3 0", "[]"},
           Case{"until 1000000", "! `until`: list is longer than 100000 items"},
       }) {
    EXPECT_EQ(value_of(math_functions(), expression), want) << expression;
  }
}

TEST(MathFunctions, not_evaluated) {
  for (const auto& [expression, want] : {
           Case{"addf 1.5 2", "! `addf` is not evaluated"},
           Case{"seq 3", "! `seq` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(math_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
