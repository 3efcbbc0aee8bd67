// Kubernetes' quantities: "500m", "1Gi", "1e3".
// Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "cel/function.h"
#include "cel/opaque.h"
#include "schema/format.h"
#include "text/ascii.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;
using Amount = Quantity::Amount;

constexpr Amount kNanosPerOne = 1'000'000'000;
// The greatest magnitude that Kubernetes keeps; it reduces greater ones to this.
constexpr Amount kLimit = Amount{std::numeric_limits<std::int64_t>::max()} * kNanosPerOne;

struct Suffix {
  std::string_view text;
  int decimal_exponent;
  int binary_exponent;
};
constexpr auto kSuffixes = std::to_array<Suffix>({
    {"n", -9, 0},
    {"u", -6, 0},
    {"m", -3, 0},
    {"", 0, 0},
    {"k", 3, 0},
    {"M", 6, 0},
    {"G", 9, 0},
    {"T", 12, 0},
    {"P", 15, 0},
    {"E", 18, 0},
    {"Ki", 0, 10},
    {"Mi", 0, 20},
    {"Gi", 0, 30},
    {"Ti", 0, 40},
    {"Pi", 0, 50},
    {"Ei", 0, 60},
});

using text::is_digit;

// `digits` times ten to the power of `exponent`, in billionths, rounded up; at most kLimit.
Amount scaled(Amount digits, int exponent, int binary_exponent) {
  exponent += 9;
  for (; binary_exponent > 0 && digits <= kLimit; --binary_exponent) digits *= 2;
  for (; exponent > 0 && digits != 0 && digits <= kLimit; --exponent) digits *= 10;
  bool is_inexact = false;
  for (; exponent < 0 && digits != 0; ++exponent) {
    is_inexact = is_inexact || digits % 10 != 0;
    digits /= 10;
  }
  if (is_inexact) ++digits;
  return digits < kLimit ? digits : kLimit;
}

std::optional<Quantity> parse(std::string_view text) {
  if (!schema::has_format(text, schema::Format::kQuantity)) return std::nullopt;
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  // Digits beyond those of the greatest quantity can't change the result.
  constexpr Amount kEnough = kLimit;
  Amount digits = 0;
  int exponent = 0;
  bool is_fraction = false;
  for (; !text.empty() && (is_digit(text.front()) || text.front() == '.'); text.remove_prefix(1)) {
    if (text.front() == '.') {
      is_fraction = true;
    } else if (digits < kEnough) {
      digits = digits * 10 + (text.front() - '0');
      if (is_fraction) --exponent;
    } else if (!is_fraction) {
      ++exponent;
    }
    constexpr int kFarBeyond = 1000;
    if (exponent > kFarBeyond || exponent < -kFarBeyond) return std::nullopt;
  }
  int binary_exponent = 0;
  bool has_suffix = false;
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.text != text) continue;
    exponent += suffix.decimal_exponent;
    binary_exponent = suffix.binary_exponent;
    has_suffix = true;
  }
  if (!has_suffix) {
    // "e3", "E-3": the format was checked, so there are digits.
    text.remove_prefix(1);
    const bool is_down = text.starts_with('-');
    if (is_down || text.starts_with('+')) text.remove_prefix(1);
    int written = 0;
    for (const char c : text) written = std::min(written * 10 + (c - '0'), 10'000);
    exponent += is_down ? -written : written;
  }
  const Amount amount = scaled(digits, exponent, binary_exponent);
  return Quantity{is_negative ? -amount : amount};
}

bool is_quantity(const Value& value) { return value.is_opaque(OpaqueKind::kQuantity); }
Amount amount_of(const Value& value) { return value.as<Quantity>().nanos; }

Value quantity(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  const std::optional<Quantity> parsed = parse(arguments[0].text());
  if (parsed) return frame.opaque(OpaqueKind::kQuantity, *parsed);
  return frame.error("`{}` is not a quantity", arguments[0].text().substr(0, 64));
}

Value is_quantity_text(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return no_overload();
  return Value::boolean(parse(arguments[0].text()).has_value());
}

Value is_integer(Frame&, Arguments arguments) {
  if (!is_quantity(arguments[0])) return no_overload();
  return Value::boolean(amount_of(arguments[0]) % kNanosPerOne == 0);
}

Value as_integer(Frame&, Arguments arguments) {
  if (!is_quantity(arguments[0])) return no_overload();
  const Amount amount = amount_of(arguments[0]);
  if (amount % kNanosPerOne != 0) return Value::error("cannot convert value to integer");
  return Value::integer(static_cast<std::int64_t>(amount / kNanosPerOne));
}

Value as_float(Frame&, Arguments arguments) {
  if (!is_quantity(arguments[0])) return no_overload();
  return Value::real(static_cast<double>(amount_of(arguments[0])) / 1e9);
}

int sign_of(Amount amount) { return amount > 0 ? 1 : (amount < 0 ? -1 : 0); }

Value sign(Frame&, Arguments arguments) {
  if (!is_quantity(arguments[0])) return no_overload();
  return Value::integer(sign_of(amount_of(arguments[0])));
}

// The right operand may be an int.
std::optional<Amount> right_operand(const Value& value) {
  if (is_quantity(value)) return amount_of(value);
  if (value.is(ValueKind::kInt)) return Amount{value.as_int()} * kNanosPerOne;
  return std::nullopt;
}

// Keeps repeated additions far from the limits of the type.
Amount clamped(Amount amount) {
  constexpr Amount kFar = kLimit * 1'000'000;
  return amount > kFar ? kFar : (amount < -kFar ? -kFar : amount);
}

Value add(Frame& frame, Arguments arguments) {
  const std::optional<Amount> right = right_operand(arguments[1]);
  if (!is_quantity(arguments[0]) || !right) return no_overload();
  return frame.opaque(OpaqueKind::kQuantity, Quantity{clamped(amount_of(arguments[0]) + *right)});
}

Value subtract(Frame& frame, Arguments arguments) {
  const std::optional<Amount> right = right_operand(arguments[1]);
  if (!is_quantity(arguments[0]) || !right) return no_overload();
  return frame.opaque(OpaqueKind::kQuantity, Quantity{clamped(amount_of(arguments[0]) - *right)});
}

constexpr auto kFunctions = std::to_array<Function>({
    {"quantity", Library::kQuantities, "(string) kubernetes.Quantity", quantity},
    {"isQuantity", Library::kQuantities, "(string) bool", is_quantity_text},
    {"isInteger", Library::kQuantities, "kubernetes.Quantity.() bool", is_integer},
    {"asInteger", Library::kQuantities, "kubernetes.Quantity.() int", as_integer},
    {"asApproximateFloat", Library::kQuantities, "kubernetes.Quantity.() double", as_float},
    {"sign", Library::kQuantities, "kubernetes.Quantity.() int", sign},
    {"add", Library::kQuantities,
     "kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity | "
     "kubernetes.Quantity.(int) kubernetes.Quantity",
     add},
    {"sub", Library::kQuantities,
     "kubernetes.Quantity.(kubernetes.Quantity) kubernetes.Quantity | "
     "kubernetes.Quantity.(int) kubernetes.Quantity",
     subtract},
});

}  // namespace

std::span<const Function> quantity_functions() { return kFunctions; }

}  // namespace meshlint::cel
