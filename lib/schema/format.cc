#include "schema/format.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>

#include "text/ascii.h"

namespace meshlint::schema {
namespace {

using text::is_digit;
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
using text::is_hex;

// Removes leading digits, and returns how many there were.
std::size_t skip_digits(std::string_view& text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(digits);
  return digits;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// "12", "12.5", "12." or ".5".
bool skip_decimal(std::string_view& text) {
  std::size_t digits = skip_digits(text);
  if (skip(text, '.')) digits += skip_digits(text);
  return digits > 0;
}

bool is_duration(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return true;
  if (text.empty()) return false;
  while (!text.empty()) {
    if (!skip_decimal(text)) return false;
    constexpr auto kUnits =
        std::to_array<std::string_view>({"ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h"});
    const auto unit =
        std::ranges::find_if(kUnits, [text](std::string_view u) { return text.starts_with(u); });
    if (unit == kUnits.end()) return false;
    text.remove_prefix(unit->size());
  }
  return true;
}

// The standard alphabet with padding; line breaks are skipped by every reader.
bool is_base64(std::string_view text) {
  std::size_t count = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    ++count;
    if (c == '=') {
      ++padding;
    } else if (padding > 0 || !(is_letter(c) || is_digit(c) || c == '+' || c == '/')) {
      return false;
    }
  }
  return count % 4 == 0 && padding <= 2;
}

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
bool is_quantity(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (!skip_decimal(text)) return false;
  if (text.empty()) return true;
  constexpr auto kSuffixes = std::to_array<std::string_view>(
      {"n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"});
  if (std::ranges::find(kSuffixes, text) != kSuffixes.end()) return true;
  if (!skip(text, 'e') && !skip(text, 'E')) return false;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return skip_digits(text) > 0 && text.empty();
}

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// "2024-02-29".
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::string_view year = text.substr(0, 4);
  const std::string_view month = text.substr(5, 2);
  const std::string_view day = text.substr(8, 2);
  for (const std::string_view part : {year, month, day}) {
    if (!std::ranges::all_of(part, is_digit)) return false;
  }
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int y = number_of(year);
  const int m = number_of(month);
  const int d = number_of(day);
  if (m < 1 || m > 12) return false;
  const bool is_leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
  const int last = kDays[static_cast<std::size_t>(m - 1)] + (m == 2 && is_leap ? 1 : 0);
  return d >= 1 && d <= last;
}

// "2024-02-29T12:00:00.5Z" or with an offset.
bool is_date_time(std::string_view text) {
  if (text.size() < 20 || !is_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't')) {
    return false;
  }
  const auto is_time = [](std::string_view time, std::size_t parts) {
    constexpr std::array<int, 3> kBelow = {24, 60, 60};
    for (std::size_t i = 0; i < parts; ++i) {
      const std::string_view part = time.substr(i * 3, 2);
      if (!std::ranges::all_of(part, is_digit) || number_of(part) >= kBelow[i]) return false;
      if (i + 1 < parts && time[i * 3 + 2] != ':') return false;
    }
    return true;
  };
  if (!is_time(text.substr(11, 8), 3)) return false;
  std::string_view rest = text.substr(19);
  if (skip(rest, '.') && skip_digits(rest) == 0) return false;
  if (rest == "Z" || rest == "z") return true;
  return rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && is_time(rest.substr(1), 2);
}

bool is_ip(std::string_view text, int family) {
  if (text.size() > 64) return false;
  std::array<unsigned char, 16> bytes{};
  return inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

bool is_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return false;
  const std::string_view bits = text.substr(slash + 1);
  if (bits.empty() || bits.size() > 3 || !std::ranges::all_of(bits, is_digit)) return false;
  if (bits.size() > 1 && bits[0] == '0') return false;
  const std::string_view address = text.substr(0, slash);
  return (is_ip(address, AF_INET) && number_of(bits) <= 32) ||
         (is_ip(address, AF_INET6) && number_of(bits) <= 128);
}

// Six or eight bytes with colons, dashes, or dots between pairs.
bool is_mac(std::string_view text) {
  const auto is_grouped = [text](char separator, std::size_t group) {
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool is_separator = i % (group + 1) == group;
      if (is_separator ? text[i] != separator : !is_hex(text[i])) return false;
      if (!is_separator) ++digits;
    }
    return (digits == 12 || digits == 16) && (text.size() + 1) % (group + 1) == 0;
  };
  return is_grouped(':', 2) || is_grouped('-', 2) || is_grouped('.', 4);
}

bool is_uuid(std::string_view text) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool may_be_dash = digits == 8 || digits == 12 || digits == 16 || digits == 20;
    if (text[i] == '-' && may_be_dash && i > 0 && text[i - 1] != '-') continue;
    if (!is_hex(text[i])) return false;
    ++digits;
  }
  return digits == 32;
}

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  while (!text.empty()) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view label = text.substr(0, dot);
    text.remove_prefix(std::min(dot + 1, text.size()));
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') {
      return false;
    }
    const bool is_plain = std::ranges::all_of(label, [](char c) {
      return is_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!is_plain) return false;
  }
  return true;
}

bool is_uri(std::string_view text) {
  const bool has_control = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
  if (text.empty() || has_control) return false;
  if (text.starts_with('/')) return true;
  const std::size_t colon = text.find(':');
  return colon != text.npos && colon > 0 && is_letter(text.front()) &&
         std::ranges::all_of(text.substr(0, colon), [](char c) {
           return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
         });
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return at != text.npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t\n") == text.npos;
}

// A unit of time in words. The last name is a prefix: "min" of "minutes".
struct TimeUnit {
  std::array<std::string_view, 3> names;
  std::int64_t nanoseconds;
};

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr auto kTimeUnits = std::to_array<TimeUnit>({
    {{"ns", "ns", "nano"}, 1},
    {{"us", "\u00b5s", "micro"}, 1000},
    {{"ms", "ms", "milli"}, 1'000'000},
    {{"s", "s", "sec"}, kSecond},
    {{"m", "m", "min"}, 60 * kSecond},
    {{"h", "hr", "hour"}, 3600 * kSecond},
    {{"d", "d", "day"}, 24 * 3600 * kSecond},
    {{"w", "wk", "week"}, 7 * 24 * 3600 * kSecond},
});

struct FormatFacts {
  std::string_view name;
  Format format;
  std::string_view noun;
  std::string_view example;
};

constexpr auto kFormats = std::to_array<FormatFacts>({
    {"int32", Format::kInt32, "a number of 32 bits", ""},
    {"int64", Format::kInt64, "a number of 64 bits", ""},
    {"byte", Format::kByte, "base64", "encode it with base64"},
    {"duration", Format::kDuration, "a duration", "write it like \"10s\", \"250ms\" or \"1h30m\""},
    {"spoken-duration", Format::kSpokenDuration, "a duration",
     "write it like \"10s\" or \"3 days\""},
    {"quantity", Format::kQuantity, "a quantity", "write it like \"500m\", \"1.5\" or \"2Gi\""},
    {"date-time", Format::kDateTime, "a time", "write it like \"2026-01-31T12:00:00Z\""},
    {"datetime", Format::kDateTime, "a time", "write it like \"2026-01-31T12:00:00Z\""},
    {"date", Format::kDate, "a date", "write it like \"2026-01-31\""},
    {"uri", Format::kUri, "a URI", "write it with its scheme, or as a path from /"},
    {"email", Format::kEmail, "an e-mail address", "write it like \"mesh@example.com\""},
    {"hostname", Format::kHostname, "a host name", "use letters, digits, dashes and dots"},
    {"ipv4", Format::kIpv4, "an IPv4 address", "write it like \"10.0.0.1\""},
    {"ipv6", Format::kIpv6, "an IPv6 address", "write it like \"fd00::1\""},
    {"cidr", Format::kCidr, "a range of addresses", "write it like \"10.0.0.0/8\""},
    {"mac", Format::kMac, "a MAC address", "write it like \"00:1a:2b:3c:4d:5e\""},
    {"uuid", Format::kUuid, "a UUID", "write 32 hexadecimal digits in groups of 8-4-4-4-12"},
});

const FormatFacts* facts_of(Format format) {
  const auto found = std::ranges::find(kFormats, format, &FormatFacts::format);
  return found != kFormats.end() ? &*found : nullptr;
}

}  // namespace

Format parse_format(std::string_view name) {
  if (name.empty()) return Format::kNone;
  const auto found = std::ranges::find(kFormats, name, &FormatFacts::name);
  return found != kFormats.end() ? found->format : Format::kOther;
}

bool has_format(std::string_view text, Format format) {
  switch (format) {
    case Format::kByte:
      return is_base64(text);
    case Format::kDuration:
      return is_duration(text);
    case Format::kSpokenDuration:
      return is_duration(text) || spoken_duration(text);
    case Format::kQuantity:
      return is_quantity(text);
    case Format::kDateTime:
      return is_date_time(text);
    case Format::kDate:
      return is_date(text);
    case Format::kUri:
      return is_uri(text);
    case Format::kEmail:
      return is_email(text);
    case Format::kHostname:
      return is_hostname(text);
    case Format::kIpv4:
      return is_ip(text, AF_INET);
    case Format::kIpv6:
      return is_ip(text, AF_INET6);
    case Format::kCidr:
      return is_cidr(text);
    case Format::kMac:
      return is_mac(text);
    case Format::kUuid:
      return is_uuid(text);
    default:
      return true;
  }
}

std::optional<std::int64_t> spoken_duration(std::string_view text) {
  std::int64_t total = 0;
  bool has_unit = false;
  while (true) {
    text.remove_prefix(std::min(text.find_first_of("0123456789"), text.size()));
    if (text.empty()) break;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const auto is_of_unit = [](char c) { return is_letter(c) || c == '\xc2' || c == '\xb5'; };
    const auto unit_end = std::ranges::find_if_not(text, is_of_unit);
    std::string unit(text.begin(), unit_end);
    text.remove_prefix(unit.size());
    std::ranges::transform(unit, unit.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (const TimeUnit& known : kTimeUnits) {
      if (std::ranges::find(known.names, unit) == known.names.end() &&
          !unit.starts_with(known.names.back())) {
        continue;
      }
      std::int64_t part = 0;
      if (__builtin_mul_overflow(count, known.nanoseconds, &part) ||
          __builtin_add_overflow(total, part, &total)) {
        return std::nullopt;
      }
      has_unit = true;
      break;
    }
  }
  return has_unit ? std::optional(total) : std::nullopt;
}

std::string_view noun_of(Format format) {
  const FormatFacts* const facts = facts_of(format);
  return facts ? facts->noun : std::string_view();
}

std::string_view example_of(Format format) {
  const FormatFacts* const facts = facts_of(format);
  return facts ? facts->example : std::string_view();
}

}  // namespace meshlint::schema
