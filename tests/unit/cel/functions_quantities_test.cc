// The functions of lib/cel/functions_quantities.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelQuantities, values) {
  expect_results({
      {"quantity('1.5Ki').asInteger()", "1536"},
      {"quantity('1k').asInteger()", "1000"},
      {"quantity('1e3').asInteger()", "1000"},
      {"quantity('2E-1').asApproximateFloat()", "0.2"},
      {"quantity('500m').asApproximateFloat()", "0.5"},
      {"quantity('-3').asInteger()", "-3"},
      {"quantity('500m').isInteger()", "false"},
      {"quantity('2000m').isInteger()", "true"},
      {"quantity('500m').asInteger()", "error: cannot convert value to integer"},
      {"quantity('1n').asApproximateFloat() > 0.0", "true"},
      {"quantity('0.1n').asApproximateFloat()", "1e-09"},  // rounded up
      {"quantity('99Ei') == quantity('999Ei')", "true"},   // both above the limit
      {"quantity('-1m').sign()", "-1"},
      {"quantity('0').sign()", "0"},
      {"quantity('1Gi').sign()", "1"},
  });
}

TEST(CelQuantities, what_is_a_quantity) {
  expect_results({
      {"isQuantity('200Mi')", "true"},
      {"isQuantity('.5')", "true"},
      {"isQuantity('+1')", "true"},
      {"isQuantity('200K')", "false"},
      {"isQuantity('1 Gi')", "false"},
      {"isQuantity('')", "false"},
      {"quantity('200K')", "error: `200K` is not a quantity"},
      {"quantity(dyn(1))", "error: no such overload"},
  });
}

TEST(CelQuantities, arithmetic_and_order) {
  expect_results({
      {"quantity('500m').add(quantity('1500m')).asInteger()", "2"},
      {"quantity('1').add(2).asInteger()", "3"},
      {"quantity('50k').sub(20000) == quantity('30k')", "true"},
      {"quantity('1').sub(quantity('3')).asInteger()", "-2"},
      {"quantity('1Gi').isGreaterThan(quantity('1G'))", "true"},
      {"quantity('1G').isLessThan(quantity('1Gi'))", "true"},
      {"quantity('1000m').compareTo(quantity('1'))", "0"},
      {"quantity('1').compareTo(quantity('2'))", "-1"},
      {"quantity('1000m') == quantity('1')", "true"},
      {"quantity('1').add(dyn('1'))", "error: no such overload"},
      {"dyn(1).isLessThan(quantity('1'))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
