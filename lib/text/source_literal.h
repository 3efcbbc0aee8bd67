// A text as C++ source writes it, for the programs that generate constants.
#ifndef MESHLINT_TEXT_SOURCE_LITERAL_H_
#define MESHLINT_TEXT_SOURCE_LITERAL_H_

#include <fmt/core.h>

#include <string>
#include <string_view>

namespace meshlint::text {

// A literal in quotes, on one line for each line of the text.
inline std::string source_literal(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      result += "\\n\"\n\"";
    } else if (c == '"' || c == '\\' || byte < 0x20 || byte >= 0x7f) {
      result += fmt::format("\\{:03o}", byte);
    } else {
      result += c;
    }
  }
  return result + '"';
}

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_SOURCE_LITERAL_H_
