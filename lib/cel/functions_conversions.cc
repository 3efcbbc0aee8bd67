// size, type and conversions between types.

#include <array>
#include <charconv>
#include <cmath>

#include "cel/format_text.h"
#include "cel/function.h"
#include "cel/text_forms.h"
#include "cel/unicode.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

Value size(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  const auto number = [](std::size_t count) {
    return Value::integer(static_cast<std::int64_t>(count));
  };
  switch (value.kind()) {
    case ValueKind::kString:
      return number(count_code_points(value.text()));
    case ValueKind::kBytes:
      return number(value.text().size());
    case ValueKind::kList:
    case ValueKind::kMap:
      return number(value.size());
    default:
      return no_overload();
  }
}

Value type(Frame&, Arguments arguments) { return Value::type(type_name(arguments[0])); }

Value dyn(Frame&, Arguments arguments) { return arguments[0]; }

Value bool_of(Frame& frame, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kBool)) return value;
  if (!value.is(ValueKind::kString)) return no_overload();
  constexpr auto kTrue = std::to_array<std::string_view>({"1", "t", "T", "TRUE", "true", "True"});
  constexpr auto kFalse =
      std::to_array<std::string_view>({"0", "f", "F", "FALSE", "false", "False"});
  for (const std::string_view text : kTrue) {
    if (text == value.text()) return Value::boolean(true);
  }
  for (const std::string_view text : kFalse) {
    if (text == value.text()) return Value::boolean(false);
  }
  return frame.error("type conversion error from 'string' to 'bool'");
}

// The number that the whole string is, or nothing. Go accepts a leading plus, from_chars doesn't.
template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

Value not_convertible(Frame& frame, const Value& value, std::string_view to) {
  return frame.error("type conversion error from '{}' to '{}'", type_name(value), to);
}

Value int_of(Frame& frame, Arguments arguments) {
  constexpr double kLimit = 9223372036854775808.0;
  const Value& value = arguments[0];
  switch (value.kind()) {
    case ValueKind::kInt:
      return value;
    case ValueKind::kUint:
      if (value.as_uint() > INT64_MAX) return Value::error("integer overflow");
      return Value::integer(static_cast<std::int64_t>(value.as_uint()));
    case ValueKind::kDouble:
      if (!(value.as_double() > -kLimit && value.as_double() < kLimit)) {
        return Value::error("integer overflow");
      }
      return Value::integer(static_cast<std::int64_t>(value.as_double()));
    case ValueKind::kString:
      if (const auto number = number_of<std::int64_t>(value.text())) {
        return Value::integer(*number);
      }
      return not_convertible(frame, value, "int");
    case ValueKind::kTimestamp:
      return Value::integer(value.seconds());
    case ValueKind::kDuration:
      return Value::integer(value.as_int());
    default:
      return no_overload();
  }
}

Value uint_of(Frame& frame, Arguments arguments) {
  constexpr double kLimit = 18446744073709551616.0;
  const Value& value = arguments[0];
  switch (value.kind()) {
    case ValueKind::kUint:
      return value;
    case ValueKind::kInt:
      if (value.as_int() < 0) return Value::error("unsigned integer overflow");
      return Value::unsigned_integer(static_cast<std::uint64_t>(value.as_int()));
    case ValueKind::kDouble:
      if (!(value.as_double() >= 0 && value.as_double() < kLimit)) {
        return Value::error("unsigned integer overflow");
      }
      return Value::unsigned_integer(static_cast<std::uint64_t>(value.as_double()));
    case ValueKind::kString:
      if (const auto number = number_of<std::uint64_t>(value.text())) {
        return Value::unsigned_integer(*number);
      }
      return not_convertible(frame, value, "uint");
    default:
      return no_overload();
  }
}

Value double_of(Frame& frame, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case ValueKind::kDouble:
      return value;
    case ValueKind::kInt:
      return Value::real(static_cast<double>(value.as_int()));
    case ValueKind::kUint:
      return Value::real(static_cast<double>(value.as_uint()));
    case ValueKind::kString:
      if (const auto number = number_of<double>(value.text())) return Value::real(*number);
      return not_convertible(frame, value, "double");
    default:
      return no_overload();
  }
}

Value string_of(Frame& frame, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case ValueKind::kString:
      return value;
    case ValueKind::kBytes:
      if (!is_valid_utf8(value.text())) {
        return Value::error("invalid UTF-8 in bytes, cannot convert to string");
      }
      return Value::string(value.text());
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kUint:
    case ValueKind::kDouble:
      return frame.string(key_text(value));
    case ValueKind::kTimestamp:
      return frame.string(timestamp_text(value));
    case ValueKind::kDuration:
      return frame.string(duration_text(value.as_int()));
    case ValueKind::kOpaque: {
      const std::string text = opaque_text(value);
      return text.empty() ? no_overload() : frame.string(text);
    }
    default:
      return no_overload();
  }
}

Value bytes_of(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kBytes)) return value;
  return value.is(ValueKind::kString) ? Value::bytes(value.text()) : no_overload();
}

constexpr auto kFunctions = std::to_array<Function>({
    {"size", Library::kStandard,
     "(string) int | (bytes) int | (list(A)) int | (map(A, B)) int | string.() int | "
     "bytes.() int | list(A).() int | map(A, B).() int",
     size},
    {"type", Library::kStandard, "(A) type(A)", type},
    {"dyn", Library::kStandard, "(A) dyn", dyn},
    {"bool", Library::kStandard, "(bool) bool | (string) bool", bool_of},
    {"int", Library::kStandard,
     "(int) int | (uint) int | (double) int | (string) int | (timestamp) int | (duration) int",
     int_of},
    {"uint", Library::kStandard, "(uint) uint | (int) uint | (double) uint | (string) uint",
     uint_of},
    {"double", Library::kStandard,
     "(double) double | (int) double | (uint) double | (string) double", double_of},
    {"string", Library::kStandard,
     "(string) string | (bool) string | (int) string | (uint) string | (double) string | "
     "(bytes) string | (timestamp) string | (duration) string",
     string_of},
    {"string", Library::kNetwork, "(net.IP) string | (net.CIDR) string", string_of},
    {"bytes", Library::kStandard, "(bytes) bytes | (string) bytes", bytes_of},
});

}  // namespace

std::span<const Function> conversion_functions() { return kFunctions; }

}  // namespace meshlint::cel
