// The functions of lib/cel/functions_math.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelMath, greatest_and_least) {
  expect_results({
      {"math.greatest(1, 3, 2)", "3"},
      {"math.greatest([1.5, -2.0])", "1.5"},
      {"math.greatest(5)", "5"},
      {"math.greatest(dyn(1), dyn(2u), dyn(1.5))", "2"},
      {"math.least(1, -3)", "-3"},
      {"math.least([3u, 2u])", "2"},
      {"math.least([dyn(1)].filter(x, false))", "error: argument must not be empty"},
      {"math.greatest(double('NaN'), 1.0)", "error: NaN values cannot be ordered"},
      {"math.greatest(dyn('a'), dyn(1))", "error: no such overload"},
  });
}

TEST(CelMath, rounding) {
  expect_results({
      {"math.ceil(1.2)", "2"},
      {"math.ceil(-1.2)", "-1"},
      {"math.floor(1.8)", "1"},
      {"math.floor(-1.2)", "-2"},
      {"math.round(2.5)", "3"},  // away from zero
      {"math.round(-2.5)", "-3"},
      {"math.trunc(-1.9)", "-1"},
      {"math.ceil(dyn(1))", "error: no such overload"},
      {"math.ceil(1)", "issue: no matching overload for `math.ceil` applied to (int)"},
  });
}

TEST(CelMath, kinds_of_doubles) {
  expect_results({
      {"math.isNaN(double('NaN'))", "true"},
      {"math.isNaN(1.0)", "false"},
      {"math.isInf(1.0 / 0.0)", "true"},
      {"math.isFinite(1.0)", "true"},
      {"math.isFinite(-1.0 / 0.0)", "false"},
      {"math.isNaN(dyn('a'))", "error: no such overload"},
  });
}

TEST(CelMath, roots_sizes_and_signs) {
  expect_results({
      {"math.sqrt(16)", "4"},
      {"math.sqrt(2.25)", "1.5"},
      {"math.sqrt(9u)", "3"},
      {"math.isNaN(math.sqrt(-1))", "true"},
      {"math.abs(-3)", "3"},
      {"math.abs(-1.5)", "1.5"},
      {"math.abs(3u)", "3"},
      {"math.abs(-9223372036854775808)", "error: integer overflow"},
      {"math.sign(-7)", "-1"},
      {"math.sign(0)", "0"},
      {"math.sign(0.5)", "1"},
      {"math.sign(7u)", "1"},
      {"math.isNaN(math.sign(double('NaN')))", "true"},
      {"math.sign(dyn('a'))", "error: no such overload"},
  });
}

TEST(CelMath, bits) {
  expect_results({
      {"math.bitAnd(12, 10)", "8"},
      {"math.bitOr(12u, 10u)", "14"},
      {"math.bitXor(12, 10)", "6"},
      {"math.bitNot(0)", "-1"},
      {"math.bitNot(0u)", "18446744073709551615"},
      {"math.bitShiftLeft(1, 4)", "16"},
      {"math.bitShiftLeft(1, 64)", "0"},
      {"math.bitShiftRight(-1, 60)", "15"},  // no sign bits are shifted in
      {"math.bitShiftRight(256u, 4)", "16"},
      {"math.bitShiftLeft(1, -1)", "error: negative offset"},
      {"math.bitAnd(dyn(1), dyn(1u))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
