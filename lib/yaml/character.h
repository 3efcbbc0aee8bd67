// The characters of a UTF-8 string, as the YAML writer classifies them.
#ifndef MESHLINT_YAML_CHARACTER_H_
#define MESHLINT_YAML_CHARACTER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace meshlint::yaml {

// The bytes of one character. "Break" and "printable" mean what YAML 1.1 says, because kustomize
// writes with a YAML 1.1 library in the tradition of libyaml.
struct Character {
  std::string_view bytes;

  bool is(std::string_view other) const { return bytes == other; }
  bool is_blank() const { return bytes[0] == ' ' || bytes[0] == '\t'; }
  // Line feed, carriage return, next line, line separator, paragraph separator.
  bool is_break() const {
    return bytes[0] == '\n' || bytes[0] == '\r' || is("\xC2\x85") || is("\xE2\x80\xA8") ||
           is("\xE2\x80\xA9");
  }
  // Needs no escape. Tabs and characters beyond the basic plane do need one.
  bool is_printable() const {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1) return bytes[0] == '\n' || (first >= 0x20 && first <= 0x7E);
    if (first == 0xC2) return static_cast<unsigned char>(bytes[1]) >= 0xA0;
    if (first == 0xEF) return !is("\xEF\xBB\xBF") && !is("\xEF\xBF\xBE") && !is("\xEF\xBF\xBF");
    return bytes.size() < 4;
  }
  std::uint32_t code() const {
    if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]);
    std::uint32_t code = static_cast<unsigned char>(bytes[0]) & (0xFF >> (bytes.size() + 1));
    for (const char c : bytes.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
    return code;
  }
};

// The number of bytes of the character that begins at `at`: at least 1, and never past the end.
inline std::size_t length_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

inline Character character_at(std::string_view text, std::size_t at) {
  return {text.substr(at, length_at(text, at))};
}

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_CHARACTER_H_
