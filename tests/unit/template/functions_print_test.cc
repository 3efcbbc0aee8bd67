#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(PrintFunctions, print) {
  for (const auto& [expression, want] : {
           Case{"print 1 2", "1 2"},  // a space between two operands that are not strings
           Case{R"(print "a" 1 "b")", "a1b"},
           Case{"print .nothing .list", "<nil> [b a b ]"},
           Case{R"(println "a" 1)", "a 1\n"},
           Case{"print .map", "map[inner:map[zone:z1] region:eu-1]"},
       }) {
    EXPECT_EQ(value_of(print_functions(), expression), want) << expression;
  }
}

TEST(PrintFunctions, printf) {
  for (const auto& [expression, want] : {
           Case{R"(printf "%s-%d" .name 7)", "Shop_EU-7"},
           Case{R"(printf "%v|%v" .list true)", "[b a b ]|true"},
           Case{R"(printf "%5d|%-5d|%05d" 7 7 -7)", "    7|7    |-0007"},
           Case{R"(printf "%.2s" "abc")", "ab"},
           Case{R"(printf "%.1f %f" .ratio .ratio)", "0.2 0.250000"},
           Case{R"(printf "%q" "a\"b")", R"("a\"b")"},
           Case{R"(printf "%x" 255)", "ff"},
           Case{R"(printf "%t" true)", "true"},
           Case{R"(printf "100%%")", "100%"},
       }) {
    EXPECT_EQ(value_of(print_functions(), expression), want) << expression;
  }
}

TEST(PrintFunctions, printf_notes_mistakes_in_the_output) {
  for (const auto& [expression, want] : {
           Case{R"(printf "%d" .port)", "%!d(float64=8080)"},  // numbers of files are floats
           Case{R"(printf "%s" 1)", "%!s(int=1)"},
           Case{R"(printf "%d")", "%!d(MISSING)"},
           Case{R"(printf "a" 1 .name)", "a%!(EXTRA int=1, string=Shop_EU)"},
           Case{R"(printf "%")", "%!(NOVERB)"},
       }) {
    EXPECT_EQ(value_of(print_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
