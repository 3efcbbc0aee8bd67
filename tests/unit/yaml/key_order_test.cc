#include "yaml/key_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace meshlint::yaml {
namespace {

TEST(KeyOrder, numbers_compare_by_value_and_letters_come_last) {
  const std::vector<std::string> sorted = {
      "",
      "-a",  // a sign comes before a digit
      "1",        "2", "10", "A", "a", "a.b", "a/b", "a0", "a2", "a10", "a10b",
      "ab",  // a letter comes after a digit
      "b",
      "\xC3\xA9",  // e with an acute accent
  };
  KeyOrder is_before;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) {
      EXPECT_EQ(is_before(sorted[i], sorted[j]), i < j) << sorted[i] << " and " << sorted[j];
    }
  }
}

TEST(KeyOrder, fewer_digits_come_first_among_equal_numbers) {
  KeyOrder is_before;
  EXPECT_TRUE(is_before("a1", "a01"));
  EXPECT_FALSE(is_before("a01", "a1"));
}

}  // namespace
}  // namespace meshlint::yaml
