// Operators: comparison, arithmetic, membership.

#include <array>
#include <limits>

#include "cel/compare.h"
#include "cel/function.h"
#include "cel/order.h"
#include "cel/text_forms.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

bool are(Arguments arguments, ValueKind left, ValueKind right) {
  return arguments[0].is(left) && arguments[1].is(right);
}
bool are(Arguments arguments, ValueKind both) { return are(arguments, both, both); }

template <typename Accept>
Value compare_with(Arguments arguments, Accept accept) {
  const auto result = order(arguments[0], arguments[1]);
  if (result) return Value::boolean(accept(*result));
  if (arguments[0].is_number() && arguments[1].is_number()) {
    return Value::error("NaN values cannot be ordered");
  }
  return no_overload();
}

Value less(Frame&, Arguments arguments) {
  return compare_with(arguments, [](auto result) { return result < 0; });
}
Value less_or_equal(Frame&, Arguments arguments) {
  return compare_with(arguments, [](auto result) { return result <= 0; });
}
Value greater(Frame&, Arguments arguments) {
  return compare_with(arguments, [](auto result) { return result > 0; });
}
Value greater_or_equal(Frame&, Arguments arguments) {
  return compare_with(arguments, [](auto result) { return result >= 0; });
}
Value equal(Frame& frame, Arguments arguments) {
  return Value::boolean(is_equal(frame, arguments[0], arguments[1]));
}
Value not_equal(Frame& frame, Arguments arguments) {
  return Value::boolean(!is_equal(frame, arguments[0], arguments[1]));
}

Value in(Frame& frame, Arguments arguments) {
  const Value& all = arguments[1];
  if (all.is(ValueKind::kMap)) {
    Value found;
    return Value::boolean(frame.find(all, arguments[0], found));
  }
  if (!all.is(ValueKind::kList)) return no_overload();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_equal(frame, arguments[0], frame.item(all, i))) return Value::boolean(true);
    if (frame.is_exhausted()) return Frame::exhausted();
  }
  return Value::boolean(false);
}

Value negate(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kBool)) return no_overload();
  return Value::boolean(!arguments[0].as_bool());
}

Value overflow(const Value& left) {
  switch (left.kind()) {
    case ValueKind::kUint:
      return Value::error("unsigned integer overflow");
    case ValueKind::kDuration:
      return Value::error("duration overflow");
    default:
      return Value::error("integer overflow");
  }
}

Value minus(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kDouble)) return Value::real(-value.as_double());
  if (!value.is(ValueKind::kInt)) return no_overload();
  if (value.as_int() == std::numeric_limits<std::int64_t>::min()) return overflow(value);
  return Value::integer(-value.as_int());
}

Value concatenated(Frame& frame, const Value& left, const Value& right) {
  if (!frame.charge((left.text().size() + right.text().size()) / 10)) return Frame::exhausted();
  std::string text(left.text());
  text += right.text();
  return left.is(ValueKind::kString) ? frame.string(text) : frame.bytes(text);
}

// X + Y if the schema calls X a set or a map: the items of X keep their positions.
// Source: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/
//         custom-resource-definitions/#type-checking
Value merged_lists(Frame& frame, const Value& left, const Value& right) {
  const bool is_map = frame.list_kind(left) == NodeTypes::ListKind::kMap;
  Value* const items = frame.allocate(left.size() + right.size());
  if (!items) return Frame::exhausted();
  std::size_t count = 0;
  for (std::size_t i = 0; i < left.size(); ++i) items[count++] = frame.item(left, i);
  for (std::size_t i = 0; i < right.size(); ++i) {
    const Value item = frame.item(right, i);
    const auto is_same = [&](const Value& other) {
      if (!is_map) return is_equal(frame, item, other);
      for (const std::string_view key : frame.list_keys(left)) {
        Value a = Value::null();
        Value b = Value::null();
        if (!item.is(ValueKind::kMap) || !other.is(ValueKind::kMap)) return false;
        frame.find(item, key, a);
        frame.find(other, key, b);
        if (!is_equal(frame, a, b)) return false;
      }
      return true;
    };
    std::size_t at = 0;
    while (at < left.size() && !is_same(items[at])) ++at;
    if (at < left.size()) {
      if (is_map) items[at] = item;
    } else {
      items[count++] = item;
    }
    if (frame.is_exhausted()) return Frame::exhausted();
  }
  return Value::list({items, count});
}

Value joined_lists(Frame& frame, const Value& left, const Value& right) {
  if (frame.list_kind(left) != NodeTypes::ListKind::kAtomic) {
    return merged_lists(frame, left, right);
  }
  const std::size_t size = left.size() + right.size();
  Value* const items = frame.allocate(size);
  if (!items) return Frame::exhausted();
  for (std::size_t i = 0; i < left.size(); ++i) items[i] = frame.item(left, i);
  for (std::size_t i = 0; i < right.size(); ++i) items[left.size() + i] = frame.item(right, i);
  return Value::list({items, size});
}

// The sum of a timestamp and nanoseconds.
Value moved(const Value& timestamp, std::int64_t nanoseconds) {
  constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
  return checked_timestamp(timestamp.seconds() + nanoseconds / kNanosPerSecond,
                           timestamp.nanoseconds() + nanoseconds % kNanosPerSecond);
}

Value add(Frame& frame, Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (are(arguments, ValueKind::kTimestamp, ValueKind::kDuration)) {
    return moved(left, right.as_int());
  }
  if (are(arguments, ValueKind::kDuration, ValueKind::kTimestamp)) {
    return moved(right, left.as_int());
  }
  if (left.kind() != right.kind()) return no_overload();
  std::int64_t sum = 0;
  std::uint64_t unsigned_sum = 0;
  switch (left.kind()) {
    case ValueKind::kInt:
      if (__builtin_add_overflow(left.as_int(), right.as_int(), &sum)) return overflow(left);
      return Value::integer(sum);
    case ValueKind::kUint:
      if (__builtin_add_overflow(left.as_uint(), right.as_uint(), &unsigned_sum)) {
        return overflow(left);
      }
      return Value::unsigned_integer(unsigned_sum);
    case ValueKind::kDouble:
      return Value::real(left.as_double() + right.as_double());
    case ValueKind::kDuration:
      if (__builtin_add_overflow(left.as_int(), right.as_int(), &sum)) return overflow(left);
      return Value::duration(sum);
    case ValueKind::kString:
    case ValueKind::kBytes:
      return concatenated(frame, left, right);
    case ValueKind::kList:
      return joined_lists(frame, left, right);
    default:
      return no_overload();
  }
}

Value timestamp_difference(const Value& left, const Value& right) {
  std::int64_t nanoseconds = 0;
  if (__builtin_mul_overflow(left.seconds() - right.seconds(), std::int64_t{1'000'000'000},
                             &nanoseconds) ||
      __builtin_add_overflow(nanoseconds,
                             std::int64_t{left.nanoseconds()} - std::int64_t{right.nanoseconds()},
                             &nanoseconds)) {
    return Value::error("duration overflow");
  }
  return Value::duration(nanoseconds);
}

Value subtract(Frame&, Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (are(arguments, ValueKind::kTimestamp)) return timestamp_difference(left, right);
  if (are(arguments, ValueKind::kTimestamp, ValueKind::kDuration)) {
    if (right.as_int() == std::numeric_limits<std::int64_t>::min()) return overflow(right);
    return moved(left, -right.as_int());
  }
  if (left.kind() != right.kind()) return no_overload();
  std::int64_t difference = 0;
  std::uint64_t unsigned_difference = 0;
  switch (left.kind()) {
    case ValueKind::kInt:
    case ValueKind::kDuration:
      if (__builtin_sub_overflow(left.as_int(), right.as_int(), &difference)) {
        return overflow(left);
      }
      return left.is(ValueKind::kInt) ? Value::integer(difference) : Value::duration(difference);
    case ValueKind::kUint:
      if (__builtin_sub_overflow(left.as_uint(), right.as_uint(), &unsigned_difference)) {
        return overflow(left);
      }
      return Value::unsigned_integer(unsigned_difference);
    case ValueKind::kDouble:
      return Value::real(left.as_double() - right.as_double());
    default:
      return no_overload();
  }
}

Value multiply(Frame&, Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (left.kind() != right.kind()) return no_overload();
  std::int64_t product = 0;
  std::uint64_t unsigned_product = 0;
  switch (left.kind()) {
    case ValueKind::kInt:
      if (__builtin_mul_overflow(left.as_int(), right.as_int(), &product)) return overflow(left);
      return Value::integer(product);
    case ValueKind::kUint:
      if (__builtin_mul_overflow(left.as_uint(), right.as_uint(), &unsigned_product)) {
        return overflow(left);
      }
      return Value::unsigned_integer(unsigned_product);
    case ValueKind::kDouble:
      return Value::real(left.as_double() * right.as_double());
    default:
      return no_overload();
  }
}

bool is_zero(const Value& value) { return value.as_uint() == 0; }
bool is_min_by_minus_one(const Value& left, const Value& right) {
  return left.as_int() == std::numeric_limits<std::int64_t>::min() && right.as_int() == -1;
}

Value divide(Frame&, Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (left.kind() != right.kind()) return no_overload();
  if (left.is(ValueKind::kDouble)) return Value::real(left.as_double() / right.as_double());
  if (left.is(ValueKind::kInt) || left.is(ValueKind::kUint)) {
    if (is_zero(right)) return Value::error("division by zero");
    if (left.is(ValueKind::kUint)) return Value::unsigned_integer(left.as_uint() / right.as_uint());
    if (is_min_by_minus_one(left, right)) return overflow(left);
    return Value::integer(left.as_int() / right.as_int());
  }
  return no_overload();
}

Value remainder(Frame&, Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (left.kind() != right.kind()) return no_overload();
  if (left.is(ValueKind::kInt) || left.is(ValueKind::kUint)) {
    if (is_zero(right)) return Value::error("modulus by zero");
    if (left.is(ValueKind::kUint)) return Value::unsigned_integer(left.as_uint() % right.as_uint());
    if (is_min_by_minus_one(left, right)) return overflow(left);
    return Value::integer(left.as_int() % right.as_int());
  }
  return no_overload();
}

constexpr std::string_view kOrdered =
    "(bool, bool) bool | (int, int) bool | (uint, uint) bool | (double, double) bool | "
    "(int, uint) bool | (uint, int) bool | (int, double) bool | (double, int) bool | "
    "(uint, double) bool | (double, uint) bool | (string, string) bool | (bytes, bytes) bool | "
    "(timestamp, timestamp) bool | (duration, duration) bool";
constexpr std::string_view kNumbers =
    "(int, int) int | (uint, uint) uint | (double, double) double";

constexpr auto kFunctions = std::to_array<Function>({
    {"_<_", Library::kStandard, kOrdered, less},
    {"_<=_", Library::kStandard, kOrdered, less_or_equal},
    {"_>_", Library::kStandard, kOrdered, greater},
    {"_>=_", Library::kStandard, kOrdered, greater_or_equal},
    {"_==_", Library::kStandard, "(A, A) bool", equal},
    {"_!=_", Library::kStandard, "(A, A) bool", not_equal},
    {"@in", Library::kStandard, "(A, list(A)) bool | (A, map(A, B)) bool", in},
    {"!_", Library::kStandard, "(bool) bool", negate},
    {"-_", Library::kStandard, "(int) int | (double) double", minus},
    {"_+_", Library::kStandard,
     "(int, int) int | (uint, uint) uint | (double, double) double | (string, string) string | "
     "(bytes, bytes) bytes | (list(A), list(A)) list(A) | (duration, duration) duration | "
     "(timestamp, duration) timestamp | (duration, timestamp) timestamp",
     add},
    {"_-_", Library::kStandard,
     "(int, int) int | (uint, uint) uint | (double, double) double | "
     "(duration, duration) duration | (timestamp, duration) timestamp | "
     "(timestamp, timestamp) duration",
     subtract},
    {"_*_", Library::kStandard, kNumbers, multiply},
    {"_/_", Library::kStandard, kNumbers, divide},
    {"_%_", Library::kStandard, "(int, int) int | (uint, uint) uint", remainder},
});

}  // namespace

std::span<const Function> operator_functions() { return kFunctions; }

}  // namespace meshlint::cel
