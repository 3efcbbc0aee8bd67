// Optional values.
// Source: https://pkg.go.dev/github.com/google/cel-go/cel#OptionalTypes

#include <array>
#include <vector>

#include "cel/function.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

Value of(Frame& frame, Arguments arguments) { return frame.optional(arguments[0]); }
Value none(Frame&, Arguments) { return Value::optional(nullptr); }

bool is_zero(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return true;
    case ValueKind::kBool:
    case ValueKind::kInt:
    case ValueKind::kUint:
    case ValueKind::kDuration:
      return value.as_uint() == 0;
    case ValueKind::kDouble:
      return value.as_double() == 0;
    case ValueKind::kString:
    case ValueKind::kBytes:
      return value.text().empty();
    case ValueKind::kList:
    case ValueKind::kMap:
      return value.size() == 0;
    case ValueKind::kOptional:
      return value.held() == nullptr;
    default:
      return false;
  }
}

Value of_non_zero(Frame& frame, Arguments arguments) {
  return is_zero(arguments[0]) ? Value::optional(nullptr) : frame.optional(arguments[0]);
}

Value has_value(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kOptional)) return no_overload();
  return Value::boolean(arguments[0].held() != nullptr);
}

Value value(Frame&, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kOptional)) return no_overload();
  if (!arguments[0].held()) return Value::error("optional.none() dereference");
  return *arguments[0].held();
}

// or() and orValue() are steps of the evaluator, since it evaluates their argument only if needed.
Value lazy(Frame&, Arguments) { return no_overload(); }

Value unwrap(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kList)) return no_overload();
  std::vector<Value> held;
  for (std::size_t i = 0; i < arguments[0].size() && frame.charge(1); ++i) {
    const Value item = frame.item(arguments[0], i);
    if (!item.is(ValueKind::kOptional)) return no_overload();
    if (item.held()) held.push_back(*item.held());
  }
  return frame.list(held);
}

Value first(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kList)) return no_overload();
  if (arguments[0].size() == 0) return Value::optional(nullptr);
  return frame.optional(frame.item(arguments[0], 0));
}

Value last(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kList)) return no_overload();
  if (arguments[0].size() == 0) return Value::optional(nullptr);
  return frame.optional(frame.item(arguments[0], arguments[0].size() - 1));
}

constexpr auto kFunctions = std::to_array<Function>({
    {"optional.of", Library::kOptionals, "(A) optional_type(A)", of},
    {"optional.none", Library::kOptionals, "() optional_type(A)", none},
    {"optional.ofNonZeroValue", Library::kOptionals, "(A) optional_type(A)", of_non_zero},
    {"optional.unwrap", Library::kOptionals, "(list(optional_type(A))) list(A)", unwrap},
    {"unwrapOpt", Library::kOptionals, "list(optional_type(A)).() list(A)", unwrap},
    {"hasValue", Library::kOptionals, "optional_type(A).() bool", has_value},
    {"value", Library::kOptionals, "optional_type(A).() A", value},
    {"or", Library::kOptionals, "optional_type(A).(optional_type(A)) optional_type(A)", lazy},
    {"orValue", Library::kOptionals, "optional_type(A).(A) A", lazy},
    {"first", Library::kOptionals, "list(A).() optional_type(A)", first},
    {"last", Library::kOptionals, "list(A).() optional_type(A)", last},
});

}  // namespace

std::span<const Function> optional_functions() { return kFunctions; }

}  // namespace meshlint::cel
