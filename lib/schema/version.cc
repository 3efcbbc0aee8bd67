#include "schema/version.h"

#include <charconv>

namespace meshlint::schema {

std::optional<Version> parse_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  Version version;
  std::uint16_t* const parts[] = {&version.major, &version.minor, &version.patch};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  int count = 0;
  for (std::uint16_t* const part : parts) {
    const auto [after, error] = std::from_chars(at, end, *part);
    if (error != std::errc()) break;
    ++count;
    at = after;
    if (at == end || *at != '.') break;
    ++at;
  }
  if (count < 2) return std::nullopt;
  if (at != end && *at != '-' && *at != '+') return std::nullopt;
  return version;
}

std::string to_string(const Version& version) {
  std::string result = std::to_string(version.major) + '.' + std::to_string(version.minor);
  if (version.patch != 0) result += '.' + std::to_string(version.patch);
  return result;
}

}  // namespace meshlint::schema
