#include "cel/compare.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "cel/frame.h"
#include "cel/opaque.h"

namespace meshlint::cel {
namespace {

using std::strong_ordering;

strong_ordering order_of(double a, double b) {
  if (a < b) return strong_ordering::less;
  return a > b ? strong_ordering::greater : strong_ordering::equal;
}

// As cel-go does: what lies outside of the integers first, then with the integer as a double.
strong_ordering order_int_double(std::int64_t a, double b) {
  constexpr double kLimit = 9223372036854775808.0;
  if (b < -kLimit) return strong_ordering::greater;
  if (b > kLimit) return strong_ordering::less;
  return order_of(static_cast<double>(a), b);
}

strong_ordering order_uint_double(std::uint64_t a, double b) {
  constexpr double kLimit = 18446744073709551616.0;
  if (b < 0) return strong_ordering::greater;
  if (b > kLimit) return strong_ordering::less;
  return order_of(static_cast<double>(a), b);
}

strong_ordering order_int_uint(std::int64_t a, std::uint64_t b) {
  if (a < 0) return strong_ordering::less;
  return static_cast<std::uint64_t>(a) <=> b;
}

strong_ordering reversed(strong_ordering order) { return 0 <=> order; }

std::optional<strong_ordering> order_numbers(const Value& a, const Value& b) {
  const auto is_nan = [](const Value& value) {
    return value.is(ValueKind::kDouble) && std::isnan(value.as_double());
  };
  if (is_nan(a) || is_nan(b)) return std::nullopt;
  if (a.kind() > b.kind()) return reversed(*order_numbers(b, a));
  if (a.is(ValueKind::kInt)) {
    if (b.is(ValueKind::kInt)) return a.as_int() <=> b.as_int();
    if (b.is(ValueKind::kUint)) return order_int_uint(a.as_int(), b.as_uint());
    return order_int_double(a.as_int(), b.as_double());
  }
  if (a.is(ValueKind::kUint)) {
    if (b.is(ValueKind::kUint)) return a.as_uint() <=> b.as_uint();
    return order_uint_double(a.as_uint(), b.as_double());
  }
  return order_of(a.as_double(), b.as_double());
}

// True if the items have the same values at the keys of their list.
bool has_same_keys(Frame& frame, std::span<const std::string_view> keys, const Value& a,
                   const Value& b) {
  if (!a.is(ValueKind::kMap) || !b.is(ValueKind::kMap)) return false;
  return std::ranges::all_of(keys, [&](std::string_view key) {
    Value left = Value::null();
    Value right = Value::null();
    frame.find(a, key, left);
    frame.find(b, key, right);
    return is_equal(frame, left, right);
  });
}

bool is_equal_unordered(Frame& frame, const Value& a, const Value& b) {
  const bool is_map = frame.list_kind(a) == NodeTypes::ListKind::kMap;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Value item = frame.item(a, i);
    bool is_found = false;
    for (std::size_t j = 0; j < b.size() && !is_found; ++j) {
      const Value other = frame.item(b, j);
      if (is_map && !has_same_keys(frame, frame.list_keys(a), item, other)) continue;
      is_found = is_equal(frame, item, other);
      if (is_map) break;
    }
    if (!is_found) return false;
  }
  return true;
}

bool is_equal_list(Frame& frame, const Value& a, const Value& b) {
  if (a.size() != b.size()) return false;
  if (frame.list_kind(a) != NodeTypes::ListKind::kAtomic) return is_equal_unordered(frame, a, b);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!is_equal(frame, frame.item(a, i), frame.item(b, i))) return false;
  }
  return true;
}

bool is_equal_map(Frame& frame, const Value& a, const Value& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    Value other;
    if (!frame.find(b, frame.key(a, i), other)) return false;
    if (!is_equal(frame, frame.entry(a, i), other)) return false;
  }
  return true;
}

}  // namespace

bool is_same_key(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) {
    const std::optional<strong_ordering> result = order_numbers(a, b);
    return result && *result == strong_ordering::equal;
  }
  if (a.kind() != b.kind()) return false;
  if (a.is(ValueKind::kBool)) return a.as_bool() == b.as_bool();
  return a.is(ValueKind::kString) && a.text() == b.text();
}

bool is_equal(Frame& frame, const Value& a, const Value& b) {
  if (!frame.charge(1)) return false;
  if (a.is_number() && b.is_number()) return is_same_key(a, b);
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
      return a.as_bool() == b.as_bool();
    case ValueKind::kString:
    case ValueKind::kBytes:
    case ValueKind::kType:
      return a.text() == b.text();
    case ValueKind::kTimestamp:
      return a.seconds() == b.seconds() && a.nanoseconds() == b.nanoseconds();
    case ValueKind::kDuration:
      return a.as_int() == b.as_int();
    case ValueKind::kList:
      return is_equal_list(frame, a, b);
    case ValueKind::kMap:
      return is_equal_map(frame, a, b);
    case ValueKind::kOptional:
      if (!a.held() || !b.held()) return a.held() == b.held();
      return is_equal(frame, *a.held(), *b.held());
    case ValueKind::kOpaque:
      return a.opaque_kind() == b.opaque_kind() && is_equal_opaque(a, b);
    default:
      return false;
  }
}

std::optional<strong_ordering> order(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return order_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case ValueKind::kBool:
    case ValueKind::kDuration:
      return a.as_int() <=> b.as_int();
    case ValueKind::kString:
    case ValueKind::kBytes:
      return a.text() <=> b.text();
    case ValueKind::kTimestamp:
      if (a.seconds() != b.seconds()) return a.seconds() <=> b.seconds();
      return a.nanoseconds() <=> b.nanoseconds();
    default:
      return std::nullopt;
  }
}

}  // namespace meshlint::cel
