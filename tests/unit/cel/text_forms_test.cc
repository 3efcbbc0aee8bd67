#include "cel/text_forms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string_view>

#include "cel/memory.h"

namespace meshlint::cel {
namespace {

TEST(CelTextForms, timestamps_and_durations) {
  Memory memory;
  EXPECT_EQ(timestamp_text(parse_timestamp(memory, "2024-02-29T12:00:00.50Z")),
            "2024-02-29T12:00:00.5Z");
  EXPECT_EQ(timestamp_text(parse_timestamp(memory, "2024-01-01T00:00:00-01:30")),
            "2024-01-01T01:30:00Z");
  EXPECT_EQ(parse_timestamp(memory, "yesterday").text(), "`yesterday` is not a timestamp");
  EXPECT_EQ(parse_duration(memory, "1h2m3.5s").as_int(), 3'723'500'000'000);
  EXPECT_EQ(parse_duration(memory, "-1us").as_int(), -1'000);
  EXPECT_EQ(parse_duration(memory, "1 day").text(), "`1 day` is not a duration");
  EXPECT_EQ(parse_duration(memory, "9999999h").text(), "duration `9999999h` overflows");
  EXPECT_EQ(duration_text(60'001'000'000), "60.001s");
  EXPECT_EQ(duration_text(INT64_MIN), "-9223372036.854775808s");
}

TEST(CelTextForms, doubles_as_go_prints_them) {
  struct Case {
    double value;
    std::string_view want;
  };
  for (const auto& [value, want] : {
           Case{0.1, "0.1"},
           Case{100000, "100000"},
           Case{1000000, "1e+06"},
           Case{0.0001, "0.0001"},
           Case{0.00001, "1e-05"},
           Case{-0.0, "-0"},
           Case{NAN, "NaN"},
           Case{INFINITY, "+Inf"},
       }) {
    EXPECT_EQ(double_text(value), want);
  }
}

TEST(CelTextForms, one_line_and_trimmed) {
  EXPECT_EQ(one_line("  a\n\t b  c \n"), "a b c");
  EXPECT_EQ(one_line(" \n "), "");
  EXPECT_EQ(trimmed(" \ta b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
}

TEST(CelTextForms, integers_of_numbers) {
  EXPECT_EQ(whole_number(Value::real(3.0)), 3);
  EXPECT_EQ(whole_number(Value::real(3.5)), std::nullopt);
  EXPECT_EQ(whole_number(Value::real(1e19)), std::nullopt);
  EXPECT_EQ(whole_number(Value::unsigned_integer(UINT64_MAX)), std::nullopt);
  EXPECT_EQ(whole_number(Value::string("3")), std::nullopt);
}

TEST(CelTextForms, base64) {
  Memory memory;
  EXPECT_EQ(decode_base64(memory, "aGk=").text(), "hi");
  EXPECT_EQ(decode_base64(memory, "aG\nk").text(), "hi");
  EXPECT_EQ(decode_base64(memory, "a").text(), "not a base64 string");
}

}  // namespace
}  // namespace meshlint::cel
