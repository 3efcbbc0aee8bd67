#include "cel/time_zone.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

#include "text/ascii.h"

namespace meshlint::cel {
namespace {

constexpr std::string_view kZoneFiles = "/usr/share/zoneinfo/";
constexpr std::size_t kMaxFileBytes = 1 << 20;

// "+02:00", "-09:30", "02:00".
std::optional<std::int64_t> written_offset(std::string_view zone) {
  std::int64_t sign = 1;
  if (zone.starts_with('-') || zone.starts_with('+')) {
    if (zone.front() == '-') sign = -1;
    zone.remove_prefix(1);
  }
  if (zone.size() != 5 || zone[2] != ':') return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (std::from_chars(zone.data(), zone.data() + 2, hours).ptr != zone.data() + 2 ||
      std::from_chars(zone.data() + 3, zone.data() + 5, minutes).ptr != zone.data() + 5) {
    return std::nullopt;
  }
  if (hours > 23 || minutes > 59) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

bool is_zone_name(std::string_view zone) {
  if (zone.empty() || zone.front() == '/' || zone.find("..") != zone.npos) return false;
  return zone.size() < 64 && std::ranges::all_of(zone, [](char c) {
           return text::is_alphanumeric(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

// The second, 64-bit part of a compiled time zone file. After its last transition the last offset
// holds, since the rule after it is not read.
// Source: RFC 8536.
class ZoneFile {
 public:
  explicit ZoneFile(std::string bytes) : bytes_(std::move(bytes)) {}

  std::optional<std::int64_t> offset(std::int64_t at) const {
    if (!bytes_.starts_with("TZif") || bytes_.size() < kHeaderBytes || bytes_[4] < '2') {
      return std::nullopt;
    }
    const std::size_t second = kHeaderBytes + body_bytes(0, 4);
    if (second + kHeaderBytes > bytes_.size() ||
        second + kHeaderBytes + body_bytes(second, 8) > bytes_.size()) {
      return std::nullopt;
    }
    const std::size_t times = count(second, kTimes);
    const std::size_t body = second + kHeaderBytes;
    std::size_t after = 0;
    while (after < times && number(body + after * 8, 8) <= at) ++after;
    const std::size_t indexes = body + times * 8;
    const std::size_t type =
        after == 0 ? 0 : static_cast<unsigned char>(bytes_[indexes + after - 1]);
    const std::size_t types = indexes + times;
    if (type >= count(second, kTypes)) return std::nullopt;
    return static_cast<std::int32_t>(number(types + type * 6, 4));
  }

 private:
  static constexpr std::size_t kHeaderBytes = 44;
  // Places of the counts in a header.
  static constexpr std::size_t kUtc = 20;
  static constexpr std::size_t kStandard = 24;
  static constexpr std::size_t kLeaps = 28;
  static constexpr std::size_t kTimes = 32;
  static constexpr std::size_t kTypes = 36;
  static constexpr std::size_t kChars = 40;

  std::int64_t number(std::size_t at, std::size_t bytes) const {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    }
    return static_cast<std::int64_t>(value);
  }
  std::size_t count(std::size_t header, std::size_t field) const {
    return static_cast<std::size_t>(number(header + field, 4));
  }
  std::size_t body_bytes(std::size_t header, std::size_t time_bytes) const {
    return count(header, kTimes) * (time_bytes + 1) + count(header, kTypes) * 6 +
           count(header, kChars) + count(header, kLeaps) * (time_bytes + 4) +
           count(header, kStandard) + count(header, kUtc);
  }

  std::string bytes_;
};

}  // namespace

std::optional<std::int64_t> zone_offset(std::string_view zone, std::int64_t at) {
  if (zone == "UTC" || zone == "Z" || zone.empty()) return 0;
  if (const std::optional<std::int64_t> offset = written_offset(zone)) return offset;
  if (!is_zone_name(zone)) return std::nullopt;
  std::ifstream file(std::string(kZoneFiles) + std::string(zone), std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (bytes.size() > kMaxFileBytes) return std::nullopt;
  return ZoneFile(std::move(bytes)).offset(at);
}

}  // namespace meshlint::cel
