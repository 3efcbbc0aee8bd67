#include "text/shown.h"

#include <algorithm>

namespace meshlint::text {
namespace {

constexpr std::size_t kLongestShown = 48;
constexpr std::string_view kGap = "...";

// The end of a path or URL that tells it from its neighbours, with the slash before it; empty for
// other texts, and for a name too long to be kept.
std::string_view file_name_in(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == text.npos || text.find_first_of(" \t\n") != text.npos) return {};
  const std::string_view name = text.substr(slash);
  return name.size() <= kLongestShown * 3 / 4 ? name : std::string_view();
}

// The first bytes of a text, without a part of a character at their end.
std::string_view head_of(std::string_view text, std::size_t size) {
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace

std::string shown(std::string_view text) {
  std::string result;
  if (text.size() <= kLongestShown) {
    result = text;
  } else {
    const std::string_view name = file_name_in(text);
    result = head_of(text, kLongestShown - name.size());
    result += kGap;
    result += name;
  }
  std::ranges::replace_if(
      result, [](unsigned char c) { return c < 0x20; }, ' ');
  return result;
}

}  // namespace meshlint::text
