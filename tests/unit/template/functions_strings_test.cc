#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(StringFunctions, upper_and_lower) {
  for (const auto& [expression, want] : {
           Case{"lower .name", "shop_eu"},
           Case{R"(upper "ab-1")", "AB-1"},
           Case{R"(title "two words")", "Two Words"},
           Case{R"(untitle "Two Words")", "two Words"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, trimming) {
  for (const auto& [expression, want] : {
           Case{R"(trim "  a b ")", "a b"},
           Case{R"(trimAll "$-" "$-5-")", "5"},
           Case{R"(trimall "$" "$5")", "5"},
           Case{R"(trimPrefix "Shop_" .name)", "EU"},
           Case{R"(trimPrefix "x" .name)", "Shop_EU"},
           Case{R"(trimSuffix "_EU" .name)", "Shop"},
           Case{R"(nospace "a b\tc")", "abc"},
           Case{"trunc 4 .name", "Shop"},
           Case{"trunc -2 .name", "EU"},
           Case{"trunc 99 .name", "Shop_EU"},
           Case{"substr 1 3 .name", "ho"},
           Case{"substr 5 -1 .name", "EU"},
           Case{"substr 5 2 .name", "! `substr`: start 5 is after end 2"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, contents) {
  for (const auto& [expression, want] : {
           Case{R"(contains "op_" .name)", "true"}, Case{R"(hasPrefix "Shop" .name)", "true"},
           Case{R"(hasSuffix "Shop" .name)", "false"}, Case{R"(replace "_" "-" .name)", "Shop-EU"},
           Case{R"(replace "" "x" "ab")", "ab"}, Case{R"(repeat 3 "ab")", "ababab"},
           Case{R"(repeat 0 "ab")", ""}, Case{R"(repeat -1 "ab")", ""},
           Case{R"(cat "a" .missing 1 "b")", "a 1 b"},  // nothing is skipped
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, quotes) {
  for (const auto& [expression, want] : {
           Case{R"(quote "a\"b" 1 .missing)", R"("a\"b" "1")"},
           Case{"squote .name 1", "'Shop_EU' '1'"},
           Case{R"(indent 2 "a\nb")", "  a\n  b"},
           Case{R"(nindent 2 "a\nb")", "\n  a\n  b"},
           Case{R"(indent -1 "a")", "a"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, lists) {
  for (const auto& [expression, want] : {
           Case{R"(join "-" .list)", "b-a-b-"},
           Case{R"(join "-" .name)", "Shop_EU"},
           Case{R"(join "-" .nothing)", ""},
           Case{R"(splitList "/" "a/b//c")", "[a b  c]"},
           Case{R"(splitList "" "ab")", "[a b]"},
           Case{R"((split "/" "a/b")._1)", "b"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, huge_results_are_too_large) {
  for (const auto& [expression, want] : {
           Case{R"(repeat 1000000000 "xxxxxxxx")", "! `repeat`: result is longer than the limit"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

TEST(StringFunctions, not_evaluated) {
  for (const auto& [expression, want] : {
           Case{R"(camelcase "a_b")", "! `camelcase` is not evaluated"},
           Case{R"(wrap 3 "a b")", "! `wrap` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(string_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
