// Timestamps, durations and time zones.

#include <array>
#include <chrono>

#include "cel/function.h"
#include "cel/text_forms.h"
#include "cel/time_zone.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

Value timestamp_of(Frame& frame, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kTimestamp)) return value;
  if (value.is(ValueKind::kInt)) return checked_timestamp(value.as_int(), 0);
  return value.is(ValueKind::kString) ? parse_timestamp(frame, value.text()) : no_overload();
}

Value duration_of(Frame& frame, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kDuration)) return value;
  if (value.is(ValueKind::kInt)) return Value::duration(value.as_int());
  return value.is(ValueKind::kString) ? parse_duration(frame, value.text()) : no_overload();
}

struct Clock {
  std::chrono::sys_days date;
  std::int64_t second_of_day;
};

// Calls part(clock) with the local time of the timestamp in the zone of the second argument.
template <typename Part>
Value part_of(Frame& frame, Arguments arguments, Part part) {
  if (!arguments[0].is(ValueKind::kTimestamp)) return no_overload();
  std::int64_t seconds = arguments[0].seconds();
  if (arguments.size() == 2) {
    if (!arguments[1].is(ValueKind::kString)) return no_overload();
    const std::optional<std::int64_t> offset = zone_offset(arguments[1].text(), seconds);
    if (!offset) return frame.error("unknown time zone {}", arguments[1].text().substr(0, 64));
    seconds += *offset;
  }
  const std::chrono::sys_seconds at{std::chrono::seconds(seconds)};
  const auto date = std::chrono::floor<std::chrono::days>(at);
  return Value::integer(part(Clock{date, (at - date).count()}));
}

template <typename Part>
Value date_part(Frame& frame, Arguments arguments, Part part) {
  return part_of(frame, arguments, [part](const Clock& clock) -> std::int64_t {
    return part(std::chrono::year_month_day(clock.date));
  });
}

Value full_year(Frame& frame, Arguments arguments) {
  return date_part(frame, arguments,
                   [](const auto& date) { return static_cast<int>(date.year()); });
}
Value month(Frame& frame, Arguments arguments) {
  return date_part(frame, arguments,
                   [](const auto& date) { return static_cast<unsigned>(date.month()) - 1; });
}
Value date(Frame& frame, Arguments arguments) {
  return date_part(frame, arguments,
                   [](const auto& date) { return static_cast<unsigned>(date.day()); });
}
Value day_of_month(Frame& frame, Arguments arguments) {
  return date_part(frame, arguments,
                   [](const auto& date) { return static_cast<unsigned>(date.day()) - 1; });
}
Value day_of_year(Frame& frame, Arguments arguments) {
  return part_of(frame, arguments, [](const Clock& clock) -> std::int64_t {
    const std::chrono::year_month_day date(clock.date);
    return (clock.date - std::chrono::sys_days(date.year() / 1 / 1)).count();
  });
}
Value day_of_week(Frame& frame, Arguments arguments) {
  return part_of(frame, arguments, [](const Clock& clock) -> std::int64_t {
    return std::chrono::weekday(clock.date).c_encoding();
  });
}

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

Value hours(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kDuration)) {
    return Value::integer(arguments[0].as_int() / (3600 * kNanosPerSecond));
  }
  return part_of(frame, arguments, [](const Clock& clock) { return clock.second_of_day / 3600; });
}
Value minutes(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kDuration)) {
    return Value::integer(arguments[0].as_int() / (60 * kNanosPerSecond));
  }
  return part_of(frame, arguments,
                 [](const Clock& clock) { return clock.second_of_day / 60 % 60; });
}
Value seconds(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kDuration)) {
    return Value::integer(arguments[0].as_int() / kNanosPerSecond);
  }
  return part_of(frame, arguments, [](const Clock& clock) { return clock.second_of_day % 60; });
}
// Of a duration, only the part below a second, as in the language definition.
Value milliseconds(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kDuration)) {
    return Value::integer(arguments[0].as_int() % kNanosPerSecond / 1'000'000);
  }
  const std::int64_t value = arguments[0].is(ValueKind::kTimestamp)
                                 ? std::int64_t{arguments[0].nanoseconds()} / 1'000'000
                                 : 0;
  return part_of(frame, arguments, [value](const Clock&) { return value; });
}

constexpr std::string_view kOfTimestamp = "timestamp.() int | timestamp.(string) int";
constexpr std::string_view kOfBoth = "timestamp.() int | timestamp.(string) int | duration.() int";

constexpr auto kFunctions = std::to_array<Function>({
    {"timestamp", Library::kStandard,
     "(timestamp) timestamp | (string) timestamp | (int) timestamp", timestamp_of},
    {"duration", Library::kStandard, "(duration) duration | (string) duration | (int) duration",
     duration_of},
    {"getFullYear", Library::kStandard, kOfTimestamp, full_year},
    {"getMonth", Library::kStandard, kOfTimestamp, month},
    {"getDate", Library::kStandard, kOfTimestamp, date},
    {"getDayOfMonth", Library::kStandard, kOfTimestamp, day_of_month},
    {"getDayOfYear", Library::kStandard, kOfTimestamp, day_of_year},
    {"getDayOfWeek", Library::kStandard, kOfTimestamp, day_of_week},
    {"getHours", Library::kStandard, kOfBoth, hours},
    {"getMinutes", Library::kStandard, kOfBoth, minutes},
    {"getSeconds", Library::kStandard, kOfBoth, seconds},
    {"getMilliseconds", Library::kStandard, kOfBoth, milliseconds},
});

}  // namespace

std::span<const Function> time_functions() { return kFunctions; }

}  // namespace meshlint::cel
