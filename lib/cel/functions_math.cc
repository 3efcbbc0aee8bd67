// cel-go's math extensions.
// Source: https://pkg.go.dev/github.com/google/cel-go/ext#Math

#include <array>
#include <cmath>
#include <vector>

#include "cel/function.h"
#include "cel/order.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

Value extreme(Frame& frame, Arguments arguments, bool is_greatest) {
  std::vector<Value> items(arguments.begin(), arguments.end());
  if (arguments.size() == 1 && arguments[0].is(ValueKind::kList)) {
    items.clear();
    for (std::size_t i = 0; i < arguments[0].size() && frame.charge(1); ++i) {
      items.push_back(frame.item(arguments[0], i));
    }
    if (items.empty()) return Value::error("argument must not be empty");
  }
  Value best = items.front();
  for (const Value& item : items) {
    if (!item.is_number()) return no_overload();
    const auto result = order(item, best);
    if (!result) return Value::error("NaN values cannot be ordered");
    if (is_greatest ? *result > 0 : *result < 0) best = item;
  }
  return best;
}

Value greatest(Frame& frame, Arguments arguments) { return extreme(frame, arguments, true); }
Value least(Frame& frame, Arguments arguments) { return extreme(frame, arguments, false); }

template <typename Apply>
Value on_double(Arguments arguments, Apply apply) {
  if (!arguments[0].is(ValueKind::kDouble)) return no_overload();
  return Value::real(apply(arguments[0].as_double()));
}
template <typename Test>
Value test_double(Arguments arguments, Test test) {
  if (!arguments[0].is(ValueKind::kDouble)) return no_overload();
  return Value::boolean(test(arguments[0].as_double()));
}

Value ceil(Frame&, Arguments arguments) {
  return on_double(arguments, [](double x) { return std::ceil(x); });
}
Value floor(Frame&, Arguments arguments) {
  return on_double(arguments, [](double x) { return std::floor(x); });
}
Value round(Frame&, Arguments arguments) {
  return on_double(arguments, [](double x) { return std::round(x); });
}
Value trunc(Frame&, Arguments arguments) {
  return on_double(arguments, [](double x) { return std::trunc(x); });
}
Value is_nan(Frame&, Arguments arguments) {
  return test_double(arguments, [](double x) { return std::isnan(x); });
}
Value is_inf(Frame&, Arguments arguments) {
  return test_double(arguments, [](double x) { return std::isinf(x); });
}
Value is_finite(Frame&, Arguments arguments) {
  return test_double(arguments, [](double x) { return std::isfinite(x); });
}

Value sqrt(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kDouble)) return Value::real(std::sqrt(value.as_double()));
  if (value.is(ValueKind::kInt)) return Value::real(std::sqrt(static_cast<double>(value.as_int())));
  if (!value.is(ValueKind::kUint)) return no_overload();
  return Value::real(std::sqrt(static_cast<double>(value.as_uint())));
}

Value abs(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kUint)) return value;
  if (value.is(ValueKind::kDouble)) return Value::real(std::abs(value.as_double()));
  if (!value.is(ValueKind::kInt)) return no_overload();
  if (value.as_int() == INT64_MIN) return Value::error("integer overflow");
  return Value::integer(std::abs(value.as_int()));
}

Value sign(Frame&, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.is(ValueKind::kUint)) return Value::unsigned_integer(value.as_uint() > 0 ? 1 : 0);
  if (value.is(ValueKind::kInt)) {
    return Value::integer(value.as_int() > 0 ? 1 : (value.as_int() < 0 ? -1 : 0));
  }
  if (!value.is(ValueKind::kDouble)) return no_overload();
  const double number = value.as_double();
  if (std::isnan(number)) return value;
  return Value::real(number > 0 ? 1.0 : (number < 0 ? -1.0 : 0.0));
}

// A bitwise operation. The result has the type of the operands.
template <typename Apply>
Value bits(Arguments arguments, Apply apply) {
  const Value& left = arguments[0];
  const Value& right = arguments.back();
  if (left.kind() != right.kind()) return no_overload();
  const std::uint64_t result = apply(left.as_uint(), right.as_uint());
  if (left.is(ValueKind::kUint)) return Value::unsigned_integer(result);
  if (!left.is(ValueKind::kInt)) return no_overload();
  return Value::integer(static_cast<std::int64_t>(result));
}

Value bit_and(Frame&, Arguments arguments) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a & b; });
}
Value bit_or(Frame&, Arguments arguments) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a | b; });
}
Value bit_xor(Frame&, Arguments arguments) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t b) { return a ^ b; });
}
Value bit_not(Frame&, Arguments arguments) {
  return bits(arguments, [](std::uint64_t a, std::uint64_t) { return ~a; });
}

// Shifts signed numbers like unsigned ones.
Value shifted(Arguments arguments, bool is_left) {
  const Value& value = arguments[0];
  if (!arguments[1].is(ValueKind::kInt)) return no_overload();
  if (!value.is(ValueKind::kInt) && !value.is(ValueKind::kUint)) return no_overload();
  const std::int64_t count = arguments[1].as_int();
  if (count < 0) return Value::error("negative offset");
  std::uint64_t result = 0;
  if (count < 64) result = is_left ? value.as_uint() << count : value.as_uint() >> count;
  if (value.is(ValueKind::kUint)) return Value::unsigned_integer(result);
  return Value::integer(static_cast<std::int64_t>(result));
}

Value shift_left(Frame&, Arguments arguments) { return shifted(arguments, true); }
Value shift_right(Frame&, Arguments arguments) { return shifted(arguments, false); }

constexpr std::string_view kExtremes =
    "(int) int | (uint) uint | (double) double | (list(int)) int | (list(uint)) uint | "
    "(list(double)) double | (list(dyn)) dyn | (int, int, ...) int | (uint, uint, ...) uint | "
    "(double, double, ...) double | (dyn, dyn, ...) dyn";
constexpr std::string_view kDouble = "(double) double";
constexpr std::string_view kTest = "(double) bool";
constexpr std::string_view kBits = "(int, int) int | (uint, uint) uint";
constexpr std::string_view kShift = "(int, int) int | (uint, int) uint";
constexpr std::string_view kNumber = "(int) int | (uint) uint | (double) double";

constexpr auto kFunctions = std::to_array<Function>({
    {"math.greatest", Library::kMath, kExtremes, greatest},
    {"math.least", Library::kMath, kExtremes, least},
    {"math.ceil", Library::kMath, kDouble, ceil},
    {"math.floor", Library::kMath, kDouble, floor},
    {"math.round", Library::kMath, kDouble, round},
    {"math.trunc", Library::kMath, kDouble, trunc},
    {"math.isNaN", Library::kMath, kTest, is_nan},
    {"math.isInf", Library::kMath, kTest, is_inf},
    {"math.isFinite", Library::kMath, kTest, is_finite},
    {"math.sqrt", Library::kMath, "(int) double | (uint) double | (double) double", sqrt},
    {"math.abs", Library::kMath, kNumber, abs},
    {"math.sign", Library::kMath, kNumber, sign},
    {"math.bitAnd", Library::kMath, kBits, bit_and},
    {"math.bitOr", Library::kMath, kBits, bit_or},
    {"math.bitXor", Library::kMath, kBits, bit_xor},
    {"math.bitNot", Library::kMath, "(int) int | (uint) uint", bit_not},
    {"math.bitShiftLeft", Library::kMath, kShift, shift_left},
    {"math.bitShiftRight", Library::kMath, kShift, shift_right},
});

}  // namespace

std::span<const Function> math_functions() { return kFunctions; }

}  // namespace meshlint::cel
