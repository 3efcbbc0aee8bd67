// text.format([...]).
// Source: https://pkg.go.dev/github.com/google/cel-go/ext#Strings

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "cel/format_text.h"
#include "cel/function.h"
#include "cel/text_forms.h"

namespace meshlint::cel {
namespace {

constexpr int kDefaultPrecision = 6;
constexpr int kMaxPrecision = 1000;

// format() has its own words for infinity.
std::string special_double(double value) {
  if (std::isnan(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

// The letter and the precision of "%.3f".
struct Clause {
  char letter = '\0';
  int precision = kDefaultPrecision;
};

std::string in_base(const Value& value, char letter) {
  if (value.is(ValueKind::kUint)) {
    if (letter == 'b') return fmt::format("{:b}", value.as_uint());
    if (letter == 'o') return fmt::format("{:o}", value.as_uint());
    return fmt::format(fmt::runtime(letter == 'x' ? "{:x}" : "{:X}"), value.as_uint());
  }
  if (letter == 'b') return fmt::format("{:b}", value.as_int());
  if (letter == 'o') return fmt::format("{:o}", value.as_int());
  return fmt::format(fmt::runtime(letter == 'x' ? "{:x}" : "{:X}"), value.as_int());
}

std::string hex_bytes(std::string_view bytes, bool is_upper) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += is_upper ? fmt::format("{:02X}", byte) : fmt::format("{:02x}", byte);
  }
  return text;
}

// Appends the value in the form of the clause; false if its type has no such form.
bool append_clause(Frame& frame, const Clause& clause, const Value& value, std::string& to) {
  const bool is_integer = value.is(ValueKind::kInt) || value.is(ValueKind::kUint);
  switch (clause.letter) {
    case 's':
      return append_text(frame, value, to);
    case 'd':
      if (is_integer) {
        to += key_text(value);
      } else if (value.is(ValueKind::kDouble)) {
        const bool is_special = !std::isfinite(value.as_double());
        to += is_special ? special_double(value.as_double()) : double_text(value.as_double());
      } else {
        return false;
      }
      return true;
    case 'f':
    case 'e': {
      double number = 0;
      if (value.is(ValueKind::kDouble)) {
        number = value.as_double();
      } else if (value.is(ValueKind::kInt)) {
        number = static_cast<double>(value.as_int());
      } else if (value.is(ValueKind::kUint)) {
        number = static_cast<double>(value.as_uint());
      } else {
        return false;
      }
      if (!std::isfinite(number)) {
        to += special_double(number);
      } else if (clause.letter == 'f') {
        to += fmt::format("{:.{}f}", number, clause.precision);
      } else {
        to += fmt::format("{:.{}e}", number, clause.precision);
      }
      return true;
    }
    case 'b':
      if (value.is(ValueKind::kBool)) {
        to += value.as_bool() ? '1' : '0';
        return true;
      }
      [[fallthrough]];
    case 'o':
      if (!is_integer) return false;
      to += in_base(value, clause.letter);
      return true;
    case 'x':
    case 'X':
      if (is_integer) {
        to += in_base(value, clause.letter);
      } else if (value.is(ValueKind::kString) || value.is(ValueKind::kBytes)) {
        to += hex_bytes(value.text(), clause.letter == 'X');
      } else {
        return false;
      }
      return true;
    default:
      return false;
  }
}

// Removes ".3f" or "s" from the front.
Clause take_clause(std::string_view& text) {
  Clause clause;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    clause.precision = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      clause.precision = std::min(clause.precision * 10 + (text.front() - '0'), kMaxPrecision);
      text.remove_prefix(1);
    }
  }
  if (text.empty()) return clause;
  clause.letter = text.front();
  text.remove_prefix(1);
  return clause;
}

Value format(Frame& frame, std::span<const Value> arguments) {
  if (!arguments[0].is(ValueKind::kString) || !arguments[1].is(ValueKind::kList)) {
    return no_overload();
  }
  std::string_view text = arguments[0].text();
  const Value& values = arguments[1];
  std::string result;
  std::size_t next = 0;
  while (!text.empty()) {
    const std::size_t percent = text.find('%');
    result += text.substr(0, percent);
    if (percent == text.npos) break;
    text.remove_prefix(percent + 1);
    if (text.starts_with('%')) {
      result += '%';
      text.remove_prefix(1);
      continue;
    }
    const Clause clause = take_clause(text);
    if (next >= values.size()) return frame.error("index {} out of range", next);
    const Value value = frame.item(values, next++);
    const std::size_t before = result.size();
    if (!append_clause(frame, clause, value, result)) {
      return frame.error("could not format {} with %{}", type_name(value), clause.letter);
    }
    if (!frame.charge(1 + (result.size() - before) / 10)) return Frame::exhausted();
  }
  return frame.string(result);
}

bool append_list(Frame& frame, const Value& list, std::string& to) {
  to += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) to += ", ";
    if (!append_text(frame, frame.item(list, i), to)) return false;
  }
  to += ']';
  return true;
}

// Sorted by key, so that one map has one text.
bool append_map(Frame& frame, const Value& map, std::string& to) {
  std::vector<std::pair<std::string, Value>> entries;
  for (std::size_t i = 0; i < map.size(); ++i) {
    std::string key;
    if (!append_text(frame, frame.key(map, i), key)) return false;
    entries.emplace_back(std::move(key), frame.entry(map, i));
  }
  std::ranges::sort(entries, {}, &std::pair<std::string, Value>::first);
  to += '{';
  for (const auto& [key, value] : entries) {
    if (!to.ends_with('{')) to += ", ";
    to += key;
    to += ": ";
    if (!append_text(frame, value, to)) return false;
  }
  to += '}';
  return true;
}

constexpr auto kFunctions = std::to_array<Function>({
    {"format", Library::kStringFormat, "string.(list(dyn)) string", format},
});

}  // namespace

bool append_text(Frame& frame, const Value& value, std::string& to) {
  if (!frame.charge(1)) return false;
  switch (value.kind()) {
    case ValueKind::kNull:
      to += "null";
      return true;
    case ValueKind::kDouble:
      to += std::isfinite(value.as_double()) ? double_text(value.as_double())
                                             : special_double(value.as_double());
      return true;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kUint:
    case ValueKind::kString:
      to += key_text(value);
      return true;
    case ValueKind::kBytes:
    case ValueKind::kType:
      to += value.text();
      return true;
    case ValueKind::kTimestamp:
      to += timestamp_text(value);
      return true;
    case ValueKind::kDuration:
      to += duration_text(value.as_int());
      return true;
    case ValueKind::kList:
      return append_list(frame, value, to);
    case ValueKind::kMap:
      return append_map(frame, value, to);
    case ValueKind::kOpaque: {
      const std::string text = opaque_text(value);
      to += text;
      return !text.empty();
    }
    default:
      return false;
  }
}

std::span<const Function> format_functions() { return kFunctions; }

}  // namespace meshlint::cel
