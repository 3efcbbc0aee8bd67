#include "report/unicode.h"

#include <gtest/gtest.h>

namespace meshlint::report {
namespace {

TEST(Unicode, decode_accepts_nothing_but_utf8) {
  struct Case {
    std::string_view text;
    bool is_valid;
    char32_t value;
    std::size_t size;
  };
  for (const auto& [text, is_valid, value, size] : {
           Case{"a", true, U'a', 1},
           Case{"\xC3\xA9", true, U'\u00E9', 2},
           Case{"\xE6\xB3\xA8", true, U'注', 3},
           Case{"\xF0\x9F\x98\x80", true, U'\U0001F600', 4},
           Case{"\x80", false, U'\uFFFD', 1},              // continuation without a lead
           Case{"\xC3", false, U'\uFFFD', 1},              // cut off
           Case{"\xC0\xAF", false, U'\uFFFD', 1},          // overlong
           Case{"\xE0\x80\xAF", false, U'\uFFFD', 1},      // overlong
           Case{"\xED\xA0\x80", false, U'\uFFFD', 1},      // surrogate
           Case{"\xF4\x90\x80\x80", false, U'\uFFFD', 1},  // above U+10FFFF
           Case{"\xFF", false, U'\uFFFD', 1},
       }) {
    const CodePoint point = decode(text, 0);
    EXPECT_EQ(point.is_valid, is_valid) << text;
    EXPECT_EQ(point.value, value) << text;
    EXPECT_EQ(point.size, size) << text;
  }
}

TEST(Unicode, display_width) {
  EXPECT_EQ(display_width(U'a'), 1U);
  EXPECT_EQ(display_width(U'\u00E9'), 1U);
  EXPECT_EQ(display_width(U'\u0301'), 0U);
  EXPECT_EQ(display_width(U'注'), 2U);
  EXPECT_EQ(display_width(U'한'), 2U);
  EXPECT_EQ(display_width(U'Ａ'), 2U);  // fullwidth A
  EXPECT_EQ(display_width(U'ｱ'), 1U);   // halfwidth katakana
  EXPECT_EQ(display_width(U'\U0001F600'), 2U);
}

TEST(Unicode, valid_utf8_replaces_byte_by_byte) {
  EXPECT_EQ(valid_utf8("a\xFF\x80z注"), "a\xEF\xBF\xBD\xEF\xBF\xBDz注");
}

TEST(Unicode, printable_escapes_controls) {
  EXPECT_EQ(printable("a\nb\tc\r\x1b\x7f\xC2\x85"), "a\\nb\\tc\\r\\x1b\\x7f\\x85");
}

}  // namespace
}  // namespace meshlint::report
