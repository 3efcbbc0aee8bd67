#include "text/shown.h"

#include <algorithm>

namespace meshlint::text {
namespace {

constexpr std::size_t kLongestShown = 48;

}  // namespace

std::string shown(std::string_view text) {
  std::string result(text.substr(0, kLongestShown));
  // Not in the middle of a character.
  if (text.size() > kLongestShown) {
    while (!result.empty() && (static_cast<unsigned char>(result.back()) & 0xC0) == 0x80) {
      result.pop_back();
    }
    if (!result.empty() && static_cast<unsigned char>(result.back()) >= 0xC0) result.pop_back();
    result += "...";
  }
  std::ranges::replace_if(
      result, [](unsigned char c) { return c < 0x20; }, ' ');
  return result;
}

}  // namespace meshlint::text
