#include "cel/numbers.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <system_error>

namespace meshlint::cel {
namespace {

std::optional<Literal> read_double(const std::string& digits) {
  double value = 0;
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec == std::errc()) return value;
  if (result.ec != std::errc::result_out_of_range) return std::nullopt;
  value = std::strtod(digits.c_str(), nullptr);
  return std::isfinite(value) ? std::optional<Literal>(value) : std::nullopt;
}

template <typename Integer>
std::optional<Literal> read_integer(const std::string& digits, int base) {
  Integer value = 0;
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, value, base);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

std::optional<Literal> read_number(std::string_view text, TokenKind kind, bool is_negative) {
  std::string digits = is_negative ? "-" : "";
  if (kind == TokenKind::kDouble) return read_double(digits.append(text));
  if (kind == TokenKind::kUint) text.remove_suffix(1);
  const bool is_hex = text.starts_with("0x");
  if (is_hex) text.remove_prefix(2);
  digits += text;
  const int base = is_hex ? 16 : 10;
  return kind == TokenKind::kUint ? read_integer<std::uint64_t>(digits, base)
                                  : read_integer<std::int64_t>(digits, base);
}

}  // namespace meshlint::cel
