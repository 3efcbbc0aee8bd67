// The functions of lib/cel/functions_optionals.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelOptionals, values) {
  expect_results({
      {"optional.of(1).value()", "1"},
      {"optional.of(1).hasValue()", "true"},
      {"optional.none().hasValue()", "false"},
      {"optional.none().value()", "error: optional.none() dereference"},
      {"optional.of(1) == optional.of(1)", "true"},
      {"optional.of(1) == optional.none()", "false"},
      {"dyn(1).hasValue()", "error: no such overload"},
      {"dyn(1).value()", "error: no such overload"},
  });
}

TEST(CelOptionals, zero_values) {
  expect_results({
      {"optional.ofNonZeroValue(0).hasValue()", "false"},
      {"optional.ofNonZeroValue('').hasValue()", "false"},
      {"optional.ofNonZeroValue(0.0).hasValue()", "false"},
      {"optional.ofNonZeroValue(false).hasValue()", "false"},
      {"optional.ofNonZeroValue(null).hasValue()", "false"},
      {"optional.ofNonZeroValue([]).hasValue()", "false"},
      {"optional.ofNonZeroValue({}).hasValue()", "false"},
      {"optional.ofNonZeroValue(duration('0s')).hasValue()", "false"},
      {"optional.ofNonZeroValue('a').value()", "a"},
      {"optional.ofNonZeroValue([0]).hasValue()", "true"},
  });
}

TEST(CelOptionals, alternatives) {
  expect_results({
      {"optional.none().or(optional.of(2)).value()", "2"},
      {"optional.of(1).or(optional.of(2)).value()", "1"},
      {"optional.none().orValue(3)", "3"},
      {"optional.of(1).orValue(3)", "1"},
      {"optional.of(1).orValue(1 / 0)", "1"},  // not evaluated
      {"optional.none().orValue(1 / 0)", "error: division by zero"},
      {"dyn(1).orValue(2)", "error: no such overload"},
  });
}

TEST(CelOptionals, of_lists) {
  expect_results({
      {"optional.unwrap([optional.of(1), optional.none(), optional.of(2)])", "[1, 2]"},
      {"[optional.of(1), optional.none()].unwrapOpt()", "[1]"},
      {"dyn([1]).unwrapOpt()", "error: no such overload"},
      {"[3, 4].first().value()", "3"},
      {"[3, 4].last().value()", "4"},
      {"[].first().hasValue()", "false"},
      {"[].last().hasValue()", "false"},
      {"dyn(1).first()", "error: no such overload"},
  });
}

TEST(CelOptionals, syntax) {
  expect_results({
      {"{'a': 1}.?a.value()", "1"},
      {"{'a': 1}.?b.hasValue()", "false"},
      {"{'a': {'b': 2}}.?a.b.value()", "2"},
      {"[1, 2][?1].value()", "2"},
      {"[1, 2][?2].hasValue()", "false"},
      {"[?optional.of(1), ?optional.none(), 3]", "[1, 3]"},
      {"{?'a': optional.of(1), ?'b': optional.none()}", "{a: 1}"},
      {"optional.of(2).optMap(x, x * 10).value()", "20"},
      {"optional.none().optMap(x, x * 10).hasValue()", "false"},
      {"optional.of(2).optFlatMap(x, optional.of(x + 1)).value()", "3"},
      {"[?1]", "issue: expected an optional, found int"},
  });
}

}  // namespace
}  // namespace meshlint::cel
