#include "cel/text_forms.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "cel/memory.h"
#include "schema/format.h"

namespace meshlint::cel {
namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

int number_of(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
// Longer names first where one begins another.
constexpr auto kUnits = std::to_array<Unit>({
    {"ns", 1},
    {"us", 1'000},
    {"\u00b5s", 1'000},
    {"\u03bcs", 1'000},
    {"ms", 1'000'000},
    {"s", kNanosPerSecond},
    {"m", 60 * kNanosPerSecond},
    {"h", 3600 * kNanosPerSecond},
});

// Takes "12.5s" off the front; nothing if it does not fit 64 bits.
std::optional<std::uint64_t> take_duration_part(std::string_view& text) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;
  std::uint64_t whole = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!text.empty() && is_digit(text.front())) {
    if (whole > kLimit / 10) return std::nullopt;
    whole = whole * 10 + static_cast<std::uint64_t>(text.front() - '0');
    text.remove_prefix(1);
  }
  double fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    double scale = 0.1;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), scale /= 10) {
      fraction += (text.front() - '0') * scale;
    }
  }
  const auto unit = std::ranges::find_if(
      kUnits, [text](const Unit& candidate) { return text.starts_with(candidate.name); });
  if (unit == kUnits.end()) return std::nullopt;
  text.remove_prefix(unit->name.size());
  const auto scale = static_cast<std::uint64_t>(unit->nanoseconds);
  if (whole > kLimit / scale) return std::nullopt;
  const auto small =
      static_cast<std::uint64_t>(std::llround(fraction * static_cast<double>(unit->nanoseconds)));
  const std::uint64_t total = whole * scale + small;
  return total > kLimit ? std::nullopt : std::optional(total);
}

}  // namespace

Value checked_timestamp(std::int64_t seconds, std::int64_t nanoseconds) {
  seconds += nanoseconds / kNanosPerSecond;
  nanoseconds %= kNanosPerSecond;
  if (nanoseconds < 0) {
    nanoseconds += kNanosPerSecond;
    --seconds;
  }
  constexpr std::int64_t kFirst = -62135596800;
  constexpr std::int64_t kLast = 253402300799;
  if (seconds < kFirst || seconds > kLast) return Value::error("timestamp overflow");
  return Value::timestamp(seconds, static_cast<std::uint32_t>(nanoseconds));
}

Value parse_timestamp(Memory& memory, std::string_view text) {
  if (!schema::has_format(text, schema::Format::kDateTime)) {
    return memory.error("`{}` is not a timestamp", text.substr(0, 64));
  }
  using namespace std::chrono;
  const year_month_day date(year(number_of(text.substr(0, 4))),
                            month(static_cast<unsigned>(number_of(text.substr(5, 2)))),
                            day(static_cast<unsigned>(number_of(text.substr(8, 2)))));
  std::int64_t at = sys_days(date).time_since_epoch().count() * std::int64_t{86400};
  at += number_of(text.substr(11, 2)) * 3600 + number_of(text.substr(14, 2)) * 60 +
        number_of(text.substr(17, 2));
  std::string_view rest = text.substr(19);
  std::int64_t nanoseconds = 0;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    std::int64_t scale = kNanosPerSecond / 10;
    for (; rest.front() >= '0' && rest.front() <= '9'; rest.remove_prefix(1), scale /= 10) {
      nanoseconds += (rest.front() - '0') * scale;
    }
  }
  if (rest.size() == 6) {
    const int offset = number_of(rest.substr(1, 2)) * 3600 + number_of(rest.substr(4, 2)) * 60;
    at += rest.front() == '+' ? -offset : offset;
  }
  return checked_timestamp(at, nanoseconds);
}

Value parse_duration(Memory& memory, std::string_view text) {
  const std::string_view written = text.substr(0, 64);
  const bool is_negative = text.starts_with('-');
  if (!schema::has_format(text, schema::Format::kDuration)) {
    return memory.error("`{}` is not a duration", written);
  }
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return Value::duration(0);
  std::uint64_t total = 0;
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 63;
  while (!text.empty()) {
    const std::optional<std::uint64_t> part = take_duration_part(text);
    if (!part || total + *part > kLimit) return memory.error("duration `{}` overflows", written);
    total += *part;
  }
  if (is_negative) return Value::duration(static_cast<std::int64_t>(-total));
  if (total == kLimit) return memory.error("duration `{}` overflows", written);
  return Value::duration(static_cast<std::int64_t>(total));
}

Value decode_base64(Memory& memory, std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    std::uint32_t digit = 64;
    if (c >= 'A' && c <= 'Z') digit = static_cast<std::uint32_t>(c - 'A');
    if (c >= 'a' && c <= 'z') digit = static_cast<std::uint32_t>(c - 'a') + 26;
    if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0') + 52;
    if (c == '+') digit = 62;
    if (c == '/') digit = 63;
    if (c == '\n' || c == '\r') continue;
    if (digit == 64) return Value::error("not a base64 string");
    bits = bits << 6 | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFFU);
  }
  if (count == 6) return Value::error("not a base64 string");
  return memory.bytes(bytes);
}

std::string timestamp_text(const Value& timestamp) {
  using namespace std::chrono;
  const sys_seconds at{seconds(timestamp.seconds())};
  const sys_days date = floor<days>(at);
  const year_month_day ymd(date);
  const hh_mm_ss time(at - date);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                  time.hours().count(), time.minutes().count(), time.seconds().count());
  if (timestamp.nanoseconds() != 0) {
    text += fmt::format(".{:09}", timestamp.nanoseconds());
    while (text.ends_with('0')) text.pop_back();
  }
  return text + 'Z';
}

std::string duration_text(std::int64_t nanoseconds) {
  const std::uint64_t size = nanoseconds < 0 ? 0 - static_cast<std::uint64_t>(nanoseconds)
                                             : static_cast<std::uint64_t>(nanoseconds);
  std::string text = fmt::format("{}{}", nanoseconds < 0 ? "-" : "", size / kNanosPerSecond);
  if (size % kNanosPerSecond != 0) {
    text += fmt::format(".{:09}", size % kNanosPerSecond);
    while (text.ends_with('0')) text.pop_back();
  }
  return text + 's';
}

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 64> buffer{};
  const auto print = [&](std::chars_format format) {
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format).ptr;
    return std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  };
  const std::string_view scientific = print(std::chars_format::scientific);
  std::string_view exponent_text = scientific.substr(scientific.find('e') + 1);
  if (exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  const int exponent = number_of(exponent_text);
  // Where Go's %g changes its form if no precision is asked for.
  if (value != 0 && (exponent < -4 || exponent >= 6)) return std::string(scientific);
  return std::string(print(std::chars_format::fixed));
}

std::string key_text(const Value& key) {
  switch (key.kind()) {
    case ValueKind::kBool:
      return key.as_bool() ? "true" : "false";
    case ValueKind::kInt:
      return std::to_string(key.as_int());
    case ValueKind::kUint:
      return std::to_string(key.as_uint());
    case ValueKind::kDouble:
      return double_text(key.as_double());
    case ValueKind::kString:
      return std::string(key.text());
    default:
      return std::string(type_name(key));
  }
}

std::optional<std::int64_t> whole_number(const Value& value) {
  constexpr double kLimit = 9223372036854775808.0;
  switch (value.kind()) {
    case ValueKind::kInt:
      return value.as_int();
    case ValueKind::kUint:
      if (value.as_uint() > INT64_MAX) return std::nullopt;
      return static_cast<std::int64_t>(value.as_uint());
    case ValueKind::kDouble:
      if (!(value.as_double() >= -kLimit && value.as_double() < kLimit)) return std::nullopt;
      if (std::trunc(value.as_double()) != value.as_double()) return std::nullopt;
      return static_cast<std::int64_t>(value.as_double());
    default:
      return std::nullopt;
  }
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  const std::size_t end = text.find_last_not_of(kBlanks);
  return end == text.npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_blank) result += c;
    if (is_blank && !result.empty() && !result.ends_with(' ')) result += ' ';
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

}  // namespace meshlint::cel
