// The functions of lib/cel/functions_format.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelFormat, strings) {
  expect_results({
      {"'%s'.format(['a'])", "a"},
      {"'%s %s'.format([1, 2u])", "1 2"},
      {"'%s'.format([1.5])", "1.5"},
      {"'%s'.format([[1, [2]]])", "[1, [2]]"},
      {"'%s'.format([{'b': 1, 'a': true}])", "{a: true, b: 1}"},  // sorted by key
      {"'%s'.format([null])", "null"},
      {"'%s'.format([b'ab'])", "ab"},
      {"'%s'.format([duration('90s')])", "90s"},
      {"'%s'.format([timestamp('2024-02-29T12:00:00Z')])", "2024-02-29T12:00:00Z"},
      {"'%s'.format([type(1)])", "int"},
      {"'%s'.format([1.0 / 0.0])", "Infinity"},
      {"'100%%'.format([])", "100%"},
  });
}

TEST(CelFormat, numbers) {
  expect_results({
      {"'%d'.format([-5])", "-5"},
      {"'%d'.format([5u])", "5"},
      {"'%.2f'.format([3.14159])", "3.14"},
      {"'%f'.format([1])", "1.000000"},
      {"'%.0f'.format([2.6])", "3"},
      {"'%.1e'.format([1234.5])", "1.2e+03"},
      {"'%f'.format([-1.0 / 0.0])", "-Infinity"},
      {"'%e'.format([double('NaN')])", "NaN"},
      {"'%b'.format([5])", "101"},
      {"'%b'.format([true])", "1"},
      {"'%o'.format([8])", "10"},
      {"'%x'.format([255])", "ff"},
      {"'%X'.format([255u])", "FF"},
      {"'%x'.format(['hi'])", "6869"},
      {"'%X'.format([b'\\xff'])", "FF"},
      {"'%x'.format([-255])", "-ff"},
  });
}

TEST(CelFormat, errors) {
  expect_results({
      {"'%s %s'.format(['a'])", "error: index 1 out of range"},
      {"'%d'.format(['a'])", "error: could not format string with %d"},
      {"'%f'.format([true])", "error: could not format bool with %f"},
      {"'%b'.format(['a'])", "error: could not format string with %b"},
      {"'%q'.format([1])", "error: could not format int with %q"},
      {"'%s'.format([optional.none()])", "error: could not format optional_type with %s"},
      {"'%s'.format(dyn('a'))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
