// The functions of lib/cel/functions_operators.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelOperators, arithmetic) {
  expect_results({
      {"1 + 2 * 3", "7"},
      {"7 / 2", "3"},
      {"-7 / 2", "-3"},
      {"-7 % 3", "-1"},
      {"7u % 3u", "1"},
      {"7.0 / 2.0", "3.5"},
      {"1.0 / 0.0 > 1.0", "true"},
      {"-(-3)", "3"},
      {"2 - 3", "-1"},
      {"1 / 0", "error: division by zero"},
      {"1u / 0u", "error: division by zero"},
      {"1 % 0", "error: modulus by zero"},
      {"dyn(1) + dyn(1.0)", "error: no such overload"},
      {"dyn(1.0) % dyn(1.0)", "error: no such overload"},
      {"1 + 1.0", "issue: no matching overload for `_+_` applied to (int, double)"},
  });
}

TEST(CelOperators, overflow) {
  expect_results({
      {"9223372036854775807 + 1", "error: integer overflow"},
      {"-9223372036854775808 - 1", "error: integer overflow"},
      {"9223372036854775807 * 2", "error: integer overflow"},
      {"-9223372036854775808 / -1", "error: integer overflow"},
      {"-9223372036854775808 % -1", "error: integer overflow"},
      {"-(-9223372036854775808)", "error: integer overflow"},
      {"18446744073709551615u + 1u", "error: unsigned integer overflow"},
      {"1u - 2u", "error: unsigned integer overflow"},
      {"18446744073709551615u * 2u", "error: unsigned integer overflow"},
      {"duration('2562047h') + duration('2562047h')", "error: duration overflow"},
      {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error: timestamp overflow"},
  });
}

TEST(CelOperators, strings_lists_and_times) {
  expect_results({
      {"'a' + 'b'", "ab"},
      {"b'a' + b'b'", "ab"},
      {"[1] + [2]", "[1, 2]"},
      {"timestamp('2024-01-01T00:00:00Z') + duration('36h')", "2024-01-02T12:00:00Z"},
      {"duration('1h') + timestamp('2024-01-01T00:00:00Z')", "2024-01-01T01:00:00Z"},
      {"timestamp('2024-01-02T00:00:00Z') - timestamp('2024-01-01T00:00:00Z')", "86400s"},
      {"timestamp('2024-01-01T00:00:00Z') - duration('1s')", "2023-12-31T23:59:59Z"},
      {"duration('1m') - duration('90s')", "-30s"},
      {"timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')",
       "error: duration overflow"},
      {"dyn('a') - dyn('b')", "error: no such overload"},
  });
}

TEST(CelOperators, equality) {
  expect_results({
      {"dyn(1) == dyn(1.0)", "true"},
      {"dyn(1u) == dyn(1)", "true"},
      {"dyn(1) == dyn('1')", "false"},
      {"double('NaN') == double('NaN')", "false"},
      {"[1, 2] == [2, 1]", "false"},
      {"{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"},
      {"'a' != 'b'", "true"},
      {"dyn(null) == dyn(false)", "false"},
      {"duration('60s') == duration('1m')", "true"},
  });
}

TEST(CelOperators, order) {
  expect_results({
      {"1 < 2u", "true"},
      {"-1 < 0u", "true"},
      {"1 < 1.5", "true"},
      {"9007199254740993 > 9007199254740992.0", "false"},  // compared as doubles
      {"'a' < 'b'", "true"},
      {"'a' <= 'a'", "true"},
      {"false < true", "true"},
      {"b'\\x01' < b'\\x02'", "true"},
      {"duration('1m') > duration('59s')", "true"},
      {"timestamp(1) >= timestamp(0)", "true"},
      {"double('NaN') < 1.0", "error: NaN values cannot be ordered"},
      {"dyn('a') < dyn(1)", "error: no such overload"},
      {"dyn(null) < dyn(null)", "error: no such overload"},
  });
}

TEST(CelOperators, membership_and_negation) {
  expect_results({
      {"2 in [1, 2]", "true"},
      {"3 in [1, 2]", "false"},
      {"'a' in {'a': 1}", "true"},
      {"'b' in {'a': 1}", "false"},
      {"dyn(1.0) in [1]", "true"},
      {"dyn('a') in dyn('abc')", "error: no such overload"},
      {"!true", "false"},
      {"!dyn(1)", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
