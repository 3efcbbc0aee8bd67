// Lists and sets: Kubernetes' functions and cel-go's extensions.
// Sources: https://kubernetes.io/docs/reference/using-api/cel/,
//          https://pkg.go.dev/github.com/google/cel-go/ext

#include <algorithm>
#include <array>
#include <vector>

#include "cel/compare.h"
#include "cel/function.h"
#include "cel/lists.h"
#include "cel/order.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

// Copies the items, so that they can be sorted.
std::vector<Value> items_of(Frame& frame, const Value& list) {
  std::vector<Value> items;
  if (!frame.charge(list.size())) return items;
  items.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) items.push_back(frame.item(list, i));
  return items;
}

bool is_list(const Value& value) { return value.is(ValueKind::kList); }

Value is_sorted(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return no_overload();
  const std::vector<Value> items = items_of(frame, arguments[0]);
  for (std::size_t i = 1; i < items.size(); ++i) {
    const auto result = order(items[i - 1], items[i]);
    if (!result) return no_overload();
    if (*result > 0) return Value::boolean(false);
  }
  return Value::boolean(true);
}

Value sum(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return no_overload();
  const std::vector<Value> items = items_of(frame, arguments[0]);
  if (items.empty()) return Value::integer(0);
  Value total = items.front();
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (items[i].kind() != total.kind()) return no_overload();
    std::int64_t result = 0;
    std::uint64_t unsigned_result = 0;
    switch (total.kind()) {
      case ValueKind::kInt:
      case ValueKind::kDuration:
        if (__builtin_add_overflow(total.as_int(), items[i].as_int(), &result)) {
          return Value::error("integer overflow");
        }
        total = total.is(ValueKind::kInt) ? Value::integer(result) : Value::duration(result);
        break;
      case ValueKind::kUint:
        if (__builtin_add_overflow(total.as_uint(), items[i].as_uint(), &unsigned_result)) {
          return Value::error("unsigned integer overflow");
        }
        total = Value::unsigned_integer(unsigned_result);
        break;
      case ValueKind::kDouble:
        total = Value::real(total.as_double() + items[i].as_double());
        break;
      default:
        return no_overload();
    }
  }
  return total;
}

// The smallest item, or the greatest if `sign` is negative.
Value extreme(Frame& frame, Arguments arguments, int sign, std::string_view name) {
  if (!is_list(arguments[0])) return no_overload();
  const std::vector<Value> items = items_of(frame, arguments[0]);
  if (items.empty()) return frame.error("{} called on empty list", name);
  Value best = items.front();
  for (const Value& item : items) {
    const auto result = order(item, best);
    if (!result) return no_overload();
    if ((sign > 0 && *result < 0) || (sign < 0 && *result > 0)) best = item;
  }
  return best;
}

Value min(Frame& frame, Arguments arguments) { return extreme(frame, arguments, 1, "min"); }
Value max(Frame& frame, Arguments arguments) { return extreme(frame, arguments, -1, "max"); }

Value includes(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return Value::boolean(is_equal(frame, arguments[0], arguments[1]));
  return Value::boolean(index_in_list(frame, arguments, false).as_int() >= 0);
}

bool has_item(Frame& frame, const Value& list, const Value& wanted) {
  const std::array arguments = {list, wanted};
  return index_in_list(frame, arguments, false).as_int() >= 0;
}

bool has_all(Frame& frame, const Value& list, const Value& wanted) {
  for (std::size_t i = 0; i < wanted.size() && !frame.is_exhausted(); ++i) {
    if (!has_item(frame, list, frame.item(wanted, i))) return false;
  }
  return true;
}

bool are_lists(Arguments arguments) { return is_list(arguments[0]) && is_list(arguments[1]); }

Value sets_contains(Frame& frame, Arguments arguments) {
  if (!are_lists(arguments)) return no_overload();
  return Value::boolean(has_all(frame, arguments[0], arguments[1]));
}
Value sets_equivalent(Frame& frame, Arguments arguments) {
  if (!are_lists(arguments)) return no_overload();
  return Value::boolean(has_all(frame, arguments[0], arguments[1]) &&
                        has_all(frame, arguments[1], arguments[0]));
}
Value sets_intersects(Frame& frame, Arguments arguments) {
  if (!are_lists(arguments)) return no_overload();
  for (std::size_t i = 0; i < arguments[0].size() && !frame.is_exhausted(); ++i) {
    if (has_item(frame, arguments[1], frame.item(arguments[0], i))) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value slice(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0]) || !arguments[1].is(ValueKind::kInt) ||
      !arguments[2].is(ValueKind::kInt)) {
    return no_overload();
  }
  const std::int64_t begin = arguments[1].as_int();
  const std::int64_t end = arguments[2].as_int();
  if (begin < 0 || end < begin || static_cast<std::uint64_t>(end) > arguments[0].size()) {
    return frame.error("cannot slice({}, {}), list is length {}", begin, end, arguments[0].size());
  }
  const std::vector<Value> items = items_of(frame, arguments[0]);
  if (frame.is_exhausted()) return Frame::exhausted();
  return frame.list(std::span(items).subspan(static_cast<std::size_t>(begin),
                                             static_cast<std::size_t>(end - begin)));
}

// Appends the items, and those of nested lists down to `depth` levels.
void append_flat(Frame& frame, const Value& list, std::int64_t depth, std::vector<Value>& to) {
  for (std::size_t i = 0; i < list.size() && frame.charge(1); ++i) {
    const Value item = frame.item(list, i);
    if (is_list(item) && depth > 0) {
      append_flat(frame, item, depth - 1, to);
    } else {
      to.push_back(item);
    }
  }
}

Value flatten(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return no_overload();
  if (arguments.size() == 2 && !arguments[1].is(ValueKind::kInt)) return no_overload();
  // Deeper than any value can be nested.
  constexpr std::int64_t kMaxFlattened = 300;
  const std::int64_t depth = arguments.size() == 2 ? arguments[1].as_int() : 1;
  if (depth < 0) return Value::error("level must be non-negative");
  std::vector<Value> items;
  append_flat(frame, arguments[0], std::min(depth, kMaxFlattened), items);
  return frame.is_exhausted() ? Frame::exhausted() : frame.list(items);
}

Value distinct(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return no_overload();
  std::vector<Value> kept;
  for (const Value& item : items_of(frame, arguments[0])) {
    const bool is_new = std::ranges::none_of(
        kept, [&](const Value& other) { return is_equal(frame, item, other); });
    if (frame.is_exhausted()) return Frame::exhausted();
    if (is_new) kept.push_back(item);
  }
  return frame.list(kept);
}

Value sort(Frame& frame, Arguments arguments) {
  if (!is_list(arguments[0])) return no_overload();
  std::vector<Value> items = items_of(frame, arguments[0]);
  if (frame.is_exhausted()) return Frame::exhausted();
  for (const Value& item : items) {
    if (item.kind() != items.front().kind() || !order(item, item)) {
      return Value::error("list elements must have the same, comparable type");
    }
  }
  std::ranges::stable_sort(items, [](const Value& a, const Value& b) { return *order(a, b) < 0; });
  return frame.list(items);
}

Value range(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kInt)) return no_overload();
  const std::int64_t count = std::max<std::int64_t>(arguments[0].as_int(), 0);
  Value* const items = frame.allocate(static_cast<std::size_t>(count));
  if (!items) return Frame::exhausted();
  for (std::int64_t i = 0; i < count; ++i) items[i] = Value::integer(i);
  return Value::list({items, static_cast<std::size_t>(count)});
}

constexpr auto kFunctions = std::to_array<Function>({
    {"isSorted", Library::kKubernetesLists, "list(A).() bool", is_sorted},
    {"sum", Library::kKubernetesLists,
     "list(int).() int | list(uint).() uint | list(double).() double | "
     "list(duration).() duration",
     sum},
    {"min", Library::kKubernetesLists, "list(A).() A", min},
    {"max", Library::kKubernetesLists, "list(A).() A", max},
    {"includes", Library::kKubernetesIncludes, "dyn.(dyn) bool", includes},
    {"sets.contains", Library::kSets, "(list(A), list(A)) bool", sets_contains},
    {"sets.equivalent", Library::kSets, "(list(A), list(A)) bool", sets_equivalent},
    {"sets.intersects", Library::kSets, "(list(A), list(A)) bool", sets_intersects},
    {"slice", Library::kLists, "list(A).(int, int) list(A)", slice},
    {"flatten", Library::kLists, "list(A).() list(dyn) | list(A).(int) list(dyn)", flatten},
    {"distinct", Library::kLists, "list(A).() list(A)", distinct},
    {"sort", Library::kLists, "list(A).() list(A)", sort},
    {"lists.range", Library::kLists, "(int) list(int)", range},
});

}  // namespace

Value index_in_list(Frame& frame, Arguments arguments, bool is_last) {
  if (arguments.size() != 2) return no_overload();
  const Value& list = arguments[0];
  std::int64_t found = -1;
  for (std::size_t i = 0; i < list.size() && !frame.is_exhausted(); ++i) {
    if (!is_equal(frame, frame.item(list, i), arguments[1])) continue;
    found = static_cast<std::int64_t>(i);
    if (!is_last) break;
  }
  return Value::integer(found);
}

Value reversed_list(Frame& frame, const Value& list) {
  std::vector<Value> items = items_of(frame, list);
  if (frame.is_exhausted()) return Frame::exhausted();
  std::ranges::reverse(items);
  return frame.list(items);
}

std::span<const Function> list_functions() { return kFunctions; }

}  // namespace meshlint::cel
