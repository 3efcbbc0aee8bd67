#include "render/lookup.h"

#include <algorithm>

namespace meshlint::render {
namespace {

constexpr std::size_t kLongestShown = 48;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

yaml::Node field_of(yaml::Node map, std::string_view name) {
  yaml::Node result;
  for (const auto [key, value] : map.entries()) {
    if (std::ranges::equal(key.text(), name, {}, lower, lower)) result = value;
  }
  return result;
}

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

}  // namespace meshlint::render
