#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "template/go_text.h"
#include "template/values.h"
#include "yaml/node.h"

namespace meshlint::templates {
namespace {

using yaml::Node;
using yaml::ScalarType;

Node fn_not(FunctionCall& call) { return call.boolean(!is_true(call[0])); }

// Go compares only values of one type.
bool are_alike(Node a, Node b) {
  if (is_nothing(a) || is_nothing(b)) return true;
  return a.is_scalar() && b.is_scalar() && a.type() == b.type();
}

Node fn_eq(FunctionCall& call) {
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!are_alike(call[0], call[i])) {
      return call.fail(
          fmt::format("`{}` and `{}` have different types", go_text(call[0]), go_text(call[i])));
    }
    if (is_nothing(call[0]) ? is_nothing(call[i]) : yaml::deep_equal(call[0], call[i])) {
      return call.boolean(true);
    }
  }
  return call.boolean(false);
}

Node fn_ne(FunctionCall& call) {
  const Node equal = fn_eq(call);
  return call.has_failed() ? Node() : call.boolean(!is_true(equal));
}

// Negative, 0 or positive; or 0 if the call fails.
int order_of(FunctionCall& call) {
  const Node a = call[0];
  const Node b = call[1];
  if (is_nothing(a) || !are_alike(a, b)) {
    call.fail(fmt::format("`{}` and `{}` can't be compared", go_text(a), go_text(b)));
    return 0;
  }
  if (is_number(a)) {
    const double left = double_of(a);
    const double right = double_of(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return a.text().compare(b.text());
}

Node fn_lt(FunctionCall& call) { return call.boolean(order_of(call) < 0); }

Node fn_le(FunctionCall& call) { return call.boolean(order_of(call) <= 0); }

Node fn_gt(FunctionCall& call) { return call.boolean(order_of(call) > 0); }

Node fn_ge(FunctionCall& call) { return call.boolean(order_of(call) >= 0); }

Node fn_len(FunctionCall& call) {
  const Node value = call[0];
  if (value.is_list() || value.is_map())
    return call.integer(static_cast<std::int64_t>(value.size()));
  if (value.type() != ScalarType::kString) {
    return call.fail(fmt::format("`{}` has no length", go_text(value)));
  }
  return call.integer(static_cast<std::int64_t>(value.text().size()));
}

Node fn_index(FunctionCall& call) {
  Node value = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Node key = call[i];
    if (value.is_map()) {
      if (key.type() != ScalarType::kString) {
        return call.fail(fmt::format("key `{}` is not a string", go_text(key)));
      }
      value = value[key.text()];
      continue;
    }
    if (!value.is_list()) {
      return call.fail(fmt::format("`{}` is neither a mapping nor a list", go_text(value)));
    }
    const std::int64_t index = int_of(key);
    if (key.type() != ScalarType::kInt) {
      return call.fail(fmt::format("index `{}` is not an integer", go_text(key)));
    }
    if (index < 0 || index >= static_cast<std::int64_t>(value.size())) {
      return call.fail(fmt::format("index {} is outside a list of {} items", index, value.size()));
    }
    value = value.item(static_cast<std::size_t>(index));
  }
  return value;
}

Node fn_slice(FunctionCall& call) {
  const Node value = call[0];
  const auto size = static_cast<std::int64_t>(value.is_list() ? value.size() : value.text().size());
  const std::int64_t begin = call.size() > 1 ? int_of(call[1]) : 0;
  const std::int64_t end = call.size() > 2 ? int_of(call[2]) : size;
  if (begin < 0 || end < begin || end > size) {
    return call.fail(fmt::format("slice {} to {} is outside a length of {}", begin, end, size));
  }
  const auto first = static_cast<std::size_t>(begin);
  const auto count = static_cast<std::size_t>(end - begin);
  if (!value.is_list()) return call.text(value.text().substr(first, count));
  const std::vector<Node> items = items_of(value);
  return call.list(std::span(items).subspan(first, count));
}

// The evaluator runs `and` and `or`, which stop at the argument that decides.
Node fn_none(FunctionCall&) { return {}; }

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"and", fn_none},
    {"call"},
    {"eq", fn_eq, 2},
    {"ge", fn_ge, 2, 2},
    {"gt", fn_gt, 2, 2},
    {"html"},
    {"index", fn_index, 1},
    {"js"},
    {"le", fn_le, 2, 2},
    {"len", fn_len, 1, 1},
    {"lt", fn_lt, 2, 2},
    {"ne", fn_ne, 2, 2},
    {"not", fn_not, 1, 1},
    {"or", fn_none},
    {"slice", fn_slice, 1, 3},
    {"urlquery"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library builtin_functions() { return kFunctions; }

}  // namespace meshlint::templates
