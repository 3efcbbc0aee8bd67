#include "model/duration.h"

#include <fmt/core.h>

#include <array>
#include <limits>

#include "text/ascii.h"

namespace meshlint::model {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ns;
};

constexpr std::int64_t kMicrosecond = 1'000;
constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;

// A name comes before its own prefixes.
constexpr auto kUnits = std::to_array<Unit>({
    {"ns", 1},
    {"us", kMicrosecond},
    {"\u00b5s", kMicrosecond},  // Go accepts both letters that look like a mu
    {"\u03bcs", kMicrosecond},
    {"ms", kMillisecond},
    {"s", kSecond},
    {"m", 60 * kSecond},
    {"h", 3600 * kSecond},
});

using text::is_digit;

}  // namespace

std::optional<std::int64_t> duration_ms(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;

  std::int64_t total = 0;
  while (!text.empty()) {
    std::int64_t whole = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
      if (__builtin_mul_overflow(whole, 10, &whole) ||
          __builtin_add_overflow(whole, text[digits] - '0', &whole)) {
        return std::nullopt;
      }
    }
    bool has_number = digits > 0;
    text.remove_prefix(digits);

    // A fraction of the unit. Digits beyond the precision of a double don't matter.
    double fraction = 0;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      double scale = 0.1;
      std::size_t places = 0;
      for (; places < text.size() && is_digit(text[places]); ++places) {
        fraction += scale * (text[places] - '0');
        scale /= 10;
      }
      has_number = has_number || places > 0;
      text.remove_prefix(places);
    }
    if (!has_number) return std::nullopt;

    const Unit* unit = nullptr;
    for (const Unit& candidate : kUnits) {
      if (!text.starts_with(candidate.name)) continue;
      unit = &candidate;
      break;
    }
    if (unit == nullptr) return std::nullopt;
    text.remove_prefix(unit->name.size());

    std::int64_t part = 0;
    // Rounds up by half a nanosecond, because 0.1 and the like are slightly too small as doubles.
    const auto part_of_unit =
        static_cast<std::int64_t>(fraction * static_cast<double>(unit->ns) + 0.5);
    if (__builtin_mul_overflow(whole, unit->ns, &part) ||
        __builtin_add_overflow(part, part_of_unit, &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return std::nullopt;
    }
  }
  return (is_negative ? -total : total) / kMillisecond;
}

std::string duration_text(std::int64_t time_ms) {
  if (time_ms < 0) {
    if (time_ms == std::numeric_limits<std::int64_t>::min()) ++time_ms;
    return fmt::format("-{}", duration_text(-time_ms));
  }
  if (time_ms < 1000) return fmt::format("{}{}", time_ms, time_ms == 0 ? "s" : "ms");

  const std::int64_t hours = time_ms / 3'600'000;
  const std::int64_t minutes = time_ms / 60'000 % 60;
  const std::int64_t rest_ms = time_ms % 60'000;
  std::string text;
  if (hours > 0) text += fmt::format("{}h", hours);
  if (minutes > 0) text += fmt::format("{}m", minutes);
  if (rest_ms % 1000 == 0) {
    if (rest_ms > 0) text += fmt::format("{}s", rest_ms / 1000);
  } else {
    text += fmt::format("{:g}s", static_cast<double>(rest_ms) / 1000);
  }
  return text;
}

}  // namespace meshlint::model
