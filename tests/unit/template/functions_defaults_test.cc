#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(DefaultFunctions, values) {
  for (const auto& [expression, want] : {
           Case{R"(.missing | default "none")", "none"},
           Case{R"(default "none" .name)", "Shop_EU"},
           Case{"default 5 0", "5"},  // 0 is empty
           Case{R"(default "a" .nothing)", "a"},
           Case{R"(default "a" false)", "a"},
           Case{"empty .list", "false"},
           Case{R"(empty "")", "true"},
           Case{"empty .missing", "true"},
           Case{R"(coalesce .missing "" .name "x")", "Shop_EU"},
           Case{R"(coalesce .missing "")", "<no value>"},
           Case{R"(ternary "a" "b" true)", "a"},
           Case{R"(ternary "a" "b" false)", "b"},
           Case{R"(.name | ternary "a" "b")", "a"},
           Case{"all .name 1 true", "true"},
           Case{"all .name 0", "false"},
           Case{R"(any 0 "" .name)", "true"},
           Case{R"(any 0 "")", "false"},
       }) {
    EXPECT_EQ(value_of(default_functions(), expression), want) << expression;
  }
}

TEST(DefaultFunctions, fail_ends_the_template) {
  for (const auto& [expression, want] : {
           Case{R"(fail "no zone")", "! `fail`: no zone"},
       }) {
    EXPECT_EQ(value_of(default_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
