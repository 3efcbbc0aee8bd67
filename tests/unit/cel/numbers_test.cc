#include "cel/numbers.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace meshlint::cel {
namespace {

// The number if it is of type T.
template <typename T>
std::optional<T> number(std::string_view text, TokenKind kind, bool is_negative) {
  const std::optional<Literal> literal = read_number(text, kind, is_negative);
  const T* const found = literal ? std::get_if<T>(&*literal) : nullptr;
  return found ? std::optional(*found) : std::nullopt;
}

TEST(CelNumbers, integers) {
  EXPECT_EQ(number<std::int64_t>("12", TokenKind::kInt, false), 12);
  EXPECT_EQ(number<std::int64_t>("0x1F", TokenKind::kInt, true), -31);
  EXPECT_EQ(number<std::int64_t>("9223372036854775808", TokenKind::kInt, true), INT64_MIN);
  EXPECT_EQ(number<std::int64_t>("9223372036854775808", TokenKind::kInt, false), std::nullopt);
  EXPECT_EQ(number<std::uint64_t>("0xFFFFFFFFFFFFFFFFu", TokenKind::kUint, false), UINT64_MAX);
  EXPECT_EQ(number<std::uint64_t>("7u", TokenKind::kUint, true), std::nullopt);
}

TEST(CelNumbers, doubles) {
  EXPECT_EQ(number<double>("1.5e3", TokenKind::kDouble, false), 1500.0);
  EXPECT_EQ(number<double>("1e-999", TokenKind::kDouble, false), 0.0);  // too small is zero
  EXPECT_EQ(number<double>("1e999", TokenKind::kDouble, false), std::nullopt);
}

}  // namespace
}  // namespace meshlint::cel
