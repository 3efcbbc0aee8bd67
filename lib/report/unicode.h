// What reports need to know of Unicode: where a code point ends, how wide a
// terminal shows it, and what must never reach a terminal or a JSON file.
#ifndef MESHLINT_REPORT_UNICODE_H_
#define MESHLINT_REPORT_UNICODE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace meshlint::report {

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// One code point of a text. Where the bytes are no UTF-8, `size` is 1.
struct CodePoint {
  char32_t value = U'\uFFFD';
  std::size_t size = 1;
  bool is_valid = false;
};

// Decodes the code point that begins at byte `at`, which is inside of `text`.
// Overlong forms, surrogates and values above U+10FFFF are not valid.
CodePoint decode(std::string_view text, std::size_t at);

// Columns that a terminal gives a code point: 0 for combining marks, 2 for wide
// East Asian characters and most emoji, else 1.
std::size_t display_width(char32_t value);

// True for what would move the cursor, recolour the terminal or turn the order of
// the text around: C0 and C1 controls, and the bidirectional controls.
bool is_control(char32_t value);

// The text with every byte that is no UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

// The text on one line and safe to print: controls as `\n` or `\x1b`, bytes that are
// no UTF-8 as U+FFFD.
std::string printable(std::string_view text);

}  // namespace meshlint::report

#endif  // MESHLINT_REPORT_UNICODE_H_
