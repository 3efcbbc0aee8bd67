#include "cel/unicode.h"

#include <algorithm>

namespace meshlint::cel {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The length of a code point by its first byte; 0 for an invalid one.
std::size_t announced_length(char c) {
  const auto lead = static_cast<unsigned char>(c);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

// Decodes one code point; U+FFFD with `length` 1 if it is invalid.
std::uint32_t decode(std::string_view text, std::size_t& length) {
  const std::size_t announced = announced_length(text.front());
  length = 1;
  if (announced == 1) return static_cast<unsigned char>(text.front());
  if (announced == 0 || announced > text.size()) return kReplacement;
  std::uint32_t code = static_cast<unsigned char>(text.front()) & (0x7FU >> announced);
  for (std::size_t i = 1; i < announced; ++i) {
    if (!is_continuation(text[i])) return kReplacement;
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[announced] || !is_scalar_value(code)) return kReplacement;
  length = announced;
  return code;
}

}  // namespace

bool is_scalar_value(std::uint32_t code) {
  return code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
}

std::size_t code_point_length(std::string_view text) {
  std::size_t length = 0;
  if (!text.empty()) decode(text, length);
  return length;
}

std::uint32_t code_point(std::string_view text) {
  std::size_t length = 0;
  return text.empty() ? kReplacement : decode(text, length);
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !is_continuation(c); }));
}

std::size_t byte_offset(std::string_view text, std::uint64_t index) {
  std::size_t offset = 0;
  for (; index > 0; --index) {
    if (offset >= text.size()) return std::string_view::npos;
    ++offset;
    while (offset < text.size() && is_continuation(text[offset])) ++offset;
  }
  return offset;
}

bool is_valid_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t length = 0;
    const std::uint32_t code = decode(bytes, length);
    if (code == kReplacement && length == 1) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

void append_utf8(std::string& to, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { to += static_cast<char>(bits); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      byte(0xE0 | code >> 12);
    } else {
      byte(0xF0 | code >> 18);
      byte(0x80 | (code >> 12 & 0x3F));
    }
    byte(0x80 | (code >> 6 & 0x3F));
  }
  byte(0x80 | (code & 0x3F));
}

bool is_space(std::uint32_t code) {
  return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 ||
         code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace meshlint::cel
