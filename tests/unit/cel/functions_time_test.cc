// The functions of lib/cel/functions_time.cc.
#include <gtest/gtest.h>

#include "unit/cel/expressions.h"

namespace meshlint::cel {
namespace {

TEST(CelTime, timestamps) {
  expect_results({
      {"timestamp('2024-02-29T12:30:45.5Z')", "2024-02-29T12:30:45.5Z"},
      {"timestamp('2024-02-29T12:00:00+02:00')", "2024-02-29T10:00:00Z"},
      {"timestamp(0)", "1970-01-01T00:00:00Z"},
      {"timestamp(-62135596801)", "error: timestamp overflow"},
      {"timestamp('2023-02-29T12:00:00Z')", "error: `2023-02-29T12:00:00Z` is not a timestamp"},
      {"timestamp('2024-02-29')", "error: `2024-02-29` is not a timestamp"},
      {"timestamp(dyn(true))", "error: no such overload"},
  });
}

TEST(CelTime, durations) {
  expect_results({
      {"duration('1h30m')", "5400s"},
      {"duration('1.5s')", "1.5s"},
      {"duration('-10ms')", "-0.01s"},
      {"duration('0')", "0s"},
      {"duration('2h').getHours()", "2"},
      {"duration('90m').getHours()", "1"},
      {"duration('90s').getMinutes()", "1"},
      {"duration('90s').getSeconds()", "90"},
      {"duration('1234ms').getMilliseconds()", "234"},  // below a second only
      {"duration('1 h')", "error: `1 h` is not a duration"},
      {"duration('1d')", "error: `1d` is not a duration"},
      {"duration('10000000h')", "error: duration `10000000h` overflows"},
      {"duration(dyn(true))", "error: no such overload"},
  });
}

TEST(CelTime, parts_of_timestamps) {
  expect_results({
      {"timestamp('2024-02-29T12:30:45.678Z').getFullYear()", "2024"},
      {"timestamp('2024-02-29T12:30:45.678Z').getMonth()", "1"},        // from 0
      {"timestamp('2024-02-29T12:30:45.678Z').getDate()", "29"},        // from 1
      {"timestamp('2024-02-29T12:30:45.678Z').getDayOfMonth()", "28"},  // from 0
      {"timestamp('2024-02-29T12:30:45.678Z').getDayOfYear()", "59"},
      {"timestamp('2024-02-29T12:30:45.678Z').getDayOfWeek()", "4"},  // Sunday is 0
      {"timestamp('2024-02-29T12:30:45.678Z').getHours()", "12"},
      {"timestamp('2024-02-29T12:30:45.678Z').getMinutes()", "30"},
      {"timestamp('2024-02-29T12:30:45.678Z').getSeconds()", "45"},
      {"timestamp('2024-02-29T12:30:45.678Z').getMilliseconds()", "678"},
      {"dyn('x').getFullYear()", "error: no such overload"},
  });
}

TEST(CelTime, zones) {
  expect_results({
      {"timestamp('2024-01-01T00:30:00Z').getHours('-01:00')", "23"},
      {"timestamp('2024-01-01T00:30:00Z').getFullYear('-01:00')", "2023"},
      {"timestamp('2024-01-01T00:30:00Z').getMinutes('05:45')", "15"},
      {"timestamp('2024-01-01T00:30:00Z').getHours('UTC')", "0"},
      {"timestamp('2024-01-01T00:30:00Z').getHours('Mars/Olympus')",
       "error: unknown time zone Mars/Olympus"},
  });
}

}  // namespace
}  // namespace meshlint::cel
