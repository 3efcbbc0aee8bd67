// The functions of lib/cel/functions_lists.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelLists, order_and_sums) {
  expect_results({
      {"[1, 2, 2].isSorted()", "true"},
      {"['b', 'a'].isSorted()", "false"},
      {"[].isSorted()", "true"},
      {"[dyn(1), dyn('a')].isSorted()", "error: no such overload"},
      {"[1, 2, 3].sum()", "6"},
      {"[1.5, 2.5].sum()", "4"},
      {"[duration('1m'), duration('1s')].sum()", "61s"},
      {"[1u, 2u].sum()", "3"},
      {"[9223372036854775807, 1].sum()", "error: integer overflow"},
      {"[18446744073709551615u, 1u].sum()", "error: unsigned integer overflow"},
      {"self == null && [1].filter(x, x > 1).sum() == 0", "true"},
      {"[3, 1, 2].min()", "1"},
      {"['a', 'c', 'b'].max()", "c"},
      {"[1].filter(x, x > 1).min()", "error: min called on empty list"},
      {"[1].filter(x, x > 1).max()", "error: max called on empty list"},
      {"[dyn(1), dyn('a')].max()", "error: no such overload"},
  });
}

TEST(CelLists, search) {
  expect_results({
      {"['a', 'b', 'b'].indexOf('b')", "1"},
      {"['a', 'b', 'b'].lastIndexOf('b')", "2"},
      {"['a'].indexOf('b')", "-1"},
      {"[1, 2].includes(2)", "true"},
      {"[1, 2].includes(3)", "false"},
      {"'a'.includes('a')", "true"},  // a single value is compared as it is
      {"'a'.includes('b')", "false"},
  });
}

TEST(CelLists, sets) {
  expect_results({
      {"sets.contains([1, 2, 3], [3, 1])", "true"},
      {"sets.contains([1, 2], [3])", "false"},
      {"sets.contains([1], [])", "true"},
      {"sets.equivalent([1, 2, 2], [2, 1])", "true"},
      {"sets.equivalent([1], [1, 2])", "false"},
      {"sets.equivalent([1], [1.0])",
       "issue: no matching overload for `sets.equivalent` applied to "
       "(list(int), list(double))"},
      {"sets.equivalent([dyn(1)], [dyn(1.0)])", "true"},
      {"sets.intersects([1, 2], [2, 3])", "true"},
      {"sets.intersects([1], [])", "false"},
      {"sets.intersects(dyn(1), [1])", "error: no such overload"},
  });
}

TEST(CelLists, slices_and_flat_lists) {
  expect_results({
      {"[1, 2, 3, 4].slice(1, 3)", "[2, 3]"},
      {"[1].slice(1, 1)", "[]"},
      {"[1, 2].slice(0, 3)", "error: cannot slice(0, 3), list is length 2"},
      {"[1, 2].slice(-1, 1)", "error: cannot slice(-1, 1), list is length 2"},
      {"[1, 2].slice(2, 1)", "error: cannot slice(2, 1), list is length 2"},
      {"[[1], [2, 3]].flatten()", "[1, 2, 3]"},
      {"[dyn([1]), [dyn(2), dyn([3])]].flatten()", "[1, 2, [3]]"},
      {"[[[1]], [[2]]].flatten(2)", "[1, 2]"},
      {"[[1]].flatten(0)", "[[1]]"},
      {"[[1]].flatten(-1)", "error: level must be non-negative"},
      {"lists.range(4)", "[0, 1, 2, 3]"},
      {"lists.range(0)", "[]"},
      {"lists.range(-1)", "[]"},
  });
}

TEST(CelLists, distinct_sorted_and_reversed) {
  expect_results({
      {"[1, 2, 1, 3, 2].distinct()", "[1, 2, 3]"},
      {"[dyn(1), dyn(1.0), dyn(1u)].distinct()", "[1]"},  // equal numbers of any type
      {"[[1], [1]].distinct()", "[[1]]"},
      {"[3, 1, 2].sort()", "[1, 2, 3]"},
      {"['b', 'a'].sort()", "[a, b]"},
      {"[dyn(1), dyn('a')].sort()", "error: list elements must have the same, comparable type"},
      {"[[1], [2]].sort()", "error: list elements must have the same, comparable type"},
      {"[2, 3, 1].sortBy(x, -x)", "[3, 2, 1]"},
      {"[1, 2, 3].reverse()", "[3, 2, 1]"},
      {"[].reverse()", "[]"},
  });
}

}  // namespace
}  // namespace meshlint::cel
