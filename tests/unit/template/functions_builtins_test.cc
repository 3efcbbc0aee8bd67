#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(BuiltinFunctions, comparisons) {
  for (const auto& [expression, want] : {
           Case{R"(eq .name "Shop_EU")", "true"},
           Case{"eq 1 2 1", "true"},  // any of the others
           Case{"eq .nothing nil", "true"},
           Case{"ne 1 2", "true"},
           Case{R"(ne "a" "a")", "false"},
           Case{"lt 9 10", "true"},
           Case{R"(lt "9" "10")", "false"},  // strings compare by bytes
           Case{"le 2 2", "true"},
           Case{"gt 3 2", "true"},
           Case{"ge 1 2", "false"},
           Case{"not .nothing", "true"},
           Case{"not .list", "false"},
           Case{"eq .port 8080",
                "! `eq`: `8080` and `8080` have different types"},  // a float and an integer
           Case{"lt .name 1", "! `lt`: `Shop_EU` and `1` can't be compared"},
       }) {
    EXPECT_EQ(value_of(builtin_functions(), expression), want) << expression;
  }
}

TEST(BuiltinFunctions, index) {
  for (const auto& [expression, want] : {
           Case{"index .list 1", "a"},
           Case{R"(index .map "inner" "zone")", "z1"},
           Case{R"(index .map "missing")", "<no value>"},
           Case{"index .list 7", "! `index`: index 7 is outside a list of 4 items"},
           Case{"index .list -1", "! `index`: index -1 is outside a list of 4 items"},
           Case{R"(index .list "0")", "! `index`: index `0` is not an integer"},
           Case{"index .map 1", "! `index`: key `1` is not a string"},
           Case{"index .name 1", "! `index`: `Shop_EU` is neither a mapping nor a list"},
       }) {
    EXPECT_EQ(value_of(builtin_functions(), expression), want) << expression;
  }
}

TEST(BuiltinFunctions, len_and_slice) {
  for (const auto& [expression, want] : {
           Case{"len .list", "4"},
           Case{"len .map", "2"},
           Case{"len .name", "7"},
           Case{"len .port", "! `len`: `8080` has no length"},
           Case{"slice .list 1 3", "[a b]"},
           Case{"slice .name 5", "EU"},
           Case{"slice .list 3 9", "! `slice`: slice 3 to 9 is outside a length of 4"},
       }) {
    EXPECT_EQ(value_of(builtin_functions(), expression), want) << expression;
  }
}

TEST(BuiltinFunctions, not_evaluated) {
  for (const auto& [expression, want] : {
           Case{R"(html "<")", "! `html` is not evaluated"},
           Case{R"(urlquery "a b")", "! `urlquery` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(builtin_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
