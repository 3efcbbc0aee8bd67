#include "yaml/key_order.h"

#include <algorithm>

#include "yaml/character.h"

namespace meshlint::yaml {

bool KeyOrder::operator()(std::string_view a, std::string_view b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  auto at = static_cast<std::size_t>(in_a - a.begin());
  // Back to the first byte of the characters that differ.
  while (at > 0 && at < a.size() && (a[at] & 0xC0) == 0x80) --at;
  if (at == a.size() || at == b.size()) return a.size() < b.size();
  const std::uint32_t char_a = character_at(a, at).code();
  const std::uint32_t char_b = character_at(b, at).code();
  const bool is_letter_a = is_letter(a, at);
  const bool is_letter_b = is_letter(b, at);
  if (is_letter_a && is_letter_b) return char_a < char_b;
  if (is_letter_a || is_letter_b) return is_letter_b;
  // A 0 inside of a number is a digit like any other, a leading one isn't.
  std::int64_t value_a = 0;
  if (char_a == '0' || char_b == '0') {
    for (std::size_t i = at; i > 0;) {
      --i;
      while (i > 0 && (a[i] & 0xC0) == 0x80) --i;
      if (!is_digit(a, i)) break;
      if (a[i] != '0') value_a = 1;
    }
  }
  std::int64_t value_b = value_a;
  const std::size_t digits_a = read_number(a, at, value_a);
  const std::size_t digits_b = read_number(b, at, value_b);
  if (value_a != value_b) return value_a < value_b;
  if (digits_a != digits_b) return digits_a < digits_b;
  return char_a < char_b;
}

bool KeyOrder::is_letter(std::string_view text, std::size_t at) {
  const char c = text[at];
  if ((c & 0x80) == 0) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (!letter_) letter_.emplace("\\p{L}");
  return RE2::FullMatch(character_at(text, at).bytes, *letter_);
}

bool KeyOrder::is_digit(std::string_view text, std::size_t at) {
  const char c = text[at];
  if ((c & 0x80) == 0) return c >= '0' && c <= '9';
  if (!digit_) digit_.emplace("\\p{Nd}");
  return RE2::FullMatch(character_at(text, at).bytes, *digit_);
}

// Appends the digits that begin there to `value` and returns their count. A number that is too
// long wraps around, as it does in kustomize.
std::size_t KeyOrder::read_number(std::string_view text, std::size_t at, std::int64_t& value) {
  std::size_t count = 0;
  auto sum = static_cast<std::uint64_t>(value);
  for (; at < text.size() && is_digit(text, at); at += length_at(text, at)) {
    sum = sum * 10 + character_at(text, at).code() - '0';
    ++count;
  }
  value = static_cast<std::int64_t>(sum);
  return count;
}

}  // namespace meshlint::yaml
