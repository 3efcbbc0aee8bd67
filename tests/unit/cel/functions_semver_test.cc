// The functions of lib/cel/functions_semver.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelSemver, parts) {
  expect_results({
      {"semver('1.20.3').major()", "1"},
      {"semver('1.20.3').minor()", "20"},
      {"semver('1.20.3-rc.1+build.5').patch()", "3"},
      {"dyn('1.2.3').major()", "error: no such overload"},
  });
}

TEST(CelSemver, what_is_a_version) {
  expect_results({
      {"isSemver('1.2.3')", "true"},
      {"isSemver('1.2.3-alpha.1+5')", "true"},
      {"isSemver('1.2')", "false"},
      {"isSemver('v1.2.3')", "false"},
      {"isSemver('01.2.3')", "false"},
      {"isSemver('1.2.3-01')", "false"},
      {"isSemver('1.2.3-')", "false"},
      {"isSemver('99999999999999999999.0.0')", "false"},
      {"isSemver('v1.2', true)", "true"},
      {"isSemver('01.02', true)", "true"},
      {"isSemver('1.', true)", "false"},
      {"isSemver('x', true)", "false"},
      {"semver('1.2')", "error: `1.2` is not a semantic version"},
      {"semver('v01.2', true).compareTo(semver('1.2.0'))", "0"},
      {"semver(dyn(1))", "error: no such overload"},
  });
}

TEST(CelSemver, order) {
  expect_results({
      {"semver('1.2.3').isLessThan(semver('1.10.0'))", "true"},
      {"semver('1.2.3-alpha.1').isLessThan(semver('1.2.3'))", "true"},
      {"semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.10'))", "true"},
      {"semver('1.0.0-alpha').isLessThan(semver('1.0.0-alpha.1'))", "true"},
      {"semver('1.0.0-1').isLessThan(semver('1.0.0-alpha'))", "true"},  // numbers before words
      {"semver('2.0.0').isGreaterThan(semver('1.9.9'))", "true"},
      {"semver('1.2.3+a').compareTo(semver('1.2.3+b'))", "0"},  // the build doesn't count
      {"semver('1.2.3').compareTo(semver('1.2.4'))", "-1"},
      {"semver('1.2.3+a') == semver('1.2.3')", "true"},
      {"semver('1.2.3').isLessThan(dyn(1))", "error: no such overload"},
  });
}

}  // namespace
}  // namespace meshlint::cel
