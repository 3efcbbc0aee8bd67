#include "text/source.h"

#include <gtest/gtest.h>

#include "text/edit_distance.h"

namespace meshlint::text {
namespace {

TEST(LineIndex, columns_count_code_points) {
  // A byte order mark, a tab, two Japanese letters and one beyond the basic plane.
  const LineIndex index(
      "\xEF\xBB\xBF"
      "a\r\n\t\xE6\x97\xA5\xE6\x9C\xAC\xF0\x9F\x98\x80x\n");
  EXPECT_EQ(index.at(3).column, 1U);
  EXPECT_EQ(index.at(4).column, 2U);
  const LineColumn x = index.at(3 + 3 + 1 + 6 + 4);
  EXPECT_EQ(x.line, 2U);
  EXPECT_EQ(x.column, 5U);
  EXPECT_EQ(x.utf16_column, 6U);
  EXPECT_EQ(index.line(1), "a");
  EXPECT_EQ(index.line(3), "");
  EXPECT_EQ(index.at(1000).line, 3U);
}

TEST(EditDistance, counts_swaps_once_and_ignores_case) {
  EXPECT_EQ(edit_distance("retires", "retries", 3), 1U);
  EXPECT_EQ(edit_distance("Timeout", "timeout", 3), 0U);
  EXPECT_EQ(edit_distance("abc", "xyz", 2), 3U);
  EXPECT_EQ(edit_distance(std::string(100000, 'a'), std::string(100000, 'b'), 3), 4U);
}

TEST(NearestName, stays_silent_when_unsure) {
  constexpr std::string_view kNames[] = {"retries", "route", "rewrite"};
  EXPECT_EQ(nearest_name("retires", kNames), "retries");
  EXPECT_EQ(nearest_name("completely", kNames), "");
  constexpr std::string_view kTwins[] = {"abcd1", "abcd2"};
  EXPECT_EQ(nearest_name("abcd3", kTwins), "");
}

}  // namespace
}  // namespace meshlint::text
