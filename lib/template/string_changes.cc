#include "template/string_changes.h"

#include <cstddef>

namespace meshlint::templates {

std::string lowered(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string raised(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string_view trimmed(std::string_view text, std::string_view cutset) {
  const std::size_t first = text.find_first_not_of(cutset);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(cutset) - first + 1);
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(text);
  std::string result;
  while (true) {
    const std::size_t at = text.find(from);
    result += text.substr(0, at);
    if (at == text.npos) return result;
    result += to;
    text.remove_prefix(at + from.size());
  }
}

}  // namespace meshlint::templates
