#include "template/functions.h"

#include <gtest/gtest.h>

#include "unit/template/rendering.h"

namespace meshlint::templates {
namespace {

TEST(ConversionFunctions, numbers) {
  for (const auto& [expression, want] : {
           Case{R"(int "12")", "12"},
           Case{"int64 .ratio", "0"},
           Case{"int .port", "8080"},
           Case{R"(atoi "7")", "7"},
           Case{R"(int "x")", "0"},
           Case{"int true", "1"},
           Case{"int 1e300", "0"},  // out of range
           Case{R"(float64 "1.5")", "1.5"},
           Case{"float64 1000000", "1e+06"},
       }) {
    EXPECT_EQ(value_of(conversion_functions(), expression), want) << expression;
  }
}

TEST(ConversionFunctions, strings) {
  for (const auto& [expression, want] : {
           Case{"toString 12", "12"},
           Case{"toString .list", "[b a b ]"},
           Case{"toStrings .list", "[b a b ]"},
           Case{"toString .nothing", "<nil>"},
       }) {
    EXPECT_EQ(value_of(conversion_functions(), expression), want) << expression;
  }
}

TEST(ConversionFunctions, kinds) {
  for (const auto& [expression, want] : {
           Case{"kindOf .map", "map"},
           Case{"kindOf .list", "slice"},
           Case{"kindOf .port", "float64"},
           Case{"kindOf 1", "int"},
           Case{"kindOf .nothing", "invalid"},
           Case{R"(kindIs "string" .name)", "true"},
           Case{R"(kindIs "map" .list)", "false"},
           Case{"typeOf .name", "! `typeOf` is not evaluated"},
       }) {
    EXPECT_EQ(value_of(conversion_functions(), expression), want) << expression;
  }
}

}  // namespace
}  // namespace meshlint::templates
