#include "cel/order.h"

#include <cmath>
#include <cstdint>

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
