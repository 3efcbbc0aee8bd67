// The functions of lib/cel/functions_conversions.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelConversions, sizes_and_types) {
  expect_results({
      {"size('t\u00e4st')", "4"},  // code points
      {"size(b't\u00e4st')", "5"},
      {"[1, 2].size()", "2"},
      {"{'a': 1}.size()", "1"},
      {"size(dyn(1))", "error: no such overload"},
      {"size(1)", "issue: no matching overload for `size` applied to (int)"},
      {"type(1)", "int"},
      {"type(1u) == uint", "true"},
      {"type(null)", "null_type"},
      {"type([]) == list", "true"},
      {"type(duration('1s'))", "google.protobuf.Duration"},
      {"type(type(1))", "type"},
      {"type(dyn(1.5))", "double"},
  });
}

TEST(CelConversions, to_numbers) {
  expect_results({
      {"int('-12')", "-12"},
      {"int('+12')", "12"},
      {"int(3.9)", "3"},
      {"int(-3.9)", "-3"},
      {"int(7u)", "7"},
      {"int(timestamp('1970-01-01T00:01:00Z'))", "60"},
      {"int('1.5')", "error: type conversion error from 'string' to 'int'"},
      {"int('')", "error: type conversion error from 'string' to 'int'"},
      {"int(18446744073709551615u)", "error: integer overflow"},
      {"int(1e19)", "error: integer overflow"},
      {"int(double('NaN'))", "error: integer overflow"},
      {"int(dyn(true))", "error: no such overload"},
      {"uint('12')", "12"},
      {"uint(3.9)", "3"},
      {"uint(-1)", "error: unsigned integer overflow"},
      {"uint(-0.5)", "error: unsigned integer overflow"},
      {"uint('-1')", "error: type conversion error from 'string' to 'uint'"},
      {"double('1.5e3')", "1500"},
      {"double(3)", "3"},
      {"double('a')", "error: type conversion error from 'string' to 'double'"},
  });
}

TEST(CelConversions, to_bools) {
  expect_results({
      {"bool('true')", "true"},
      {"bool('F')", "false"},
      {"bool('1')", "true"},
      {"bool('yes')", "error: type conversion error from 'string' to 'bool'"},
      {"bool(dyn(1))", "error: no such overload"},
  });
}

TEST(CelConversions, to_strings_and_bytes) {
  expect_results({
      {"string(-1)", "-1"},
      {"string(1.5)", "1.5"},
      {"string(1e20)", "1e+20"},
      {"string(true)", "true"},
      {"string(b'ab')", "ab"},
      {"string(b'\\xff')", "error: invalid UTF-8 in bytes, cannot convert to string"},
      {"string(duration('1m'))", "60s"},
      {"string(timestamp(0))", "1970-01-01T00:00:00Z"},
      {"string(ip('::1'))", "::1"},
      {"string(dyn([1]))", "error: no such overload"},
      {"bytes('t\u00e4st').size()", "5"},
      {"bytes(dyn(1))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
