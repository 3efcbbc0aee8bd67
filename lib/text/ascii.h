// Classes of ASCII characters, whatever the locale.
#ifndef MESHLINT_TEXT_ASCII_H_
#define MESHLINT_TEXT_ASCII_H_

namespace meshlint::text {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_ASCII_H_
