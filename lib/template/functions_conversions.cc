#include "template/functions.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "template/go_text.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_int(FunctionCall& call) { return call.integer(int_of(call[0])); }

Node fn_float64(FunctionCall& call) { return call.number(double_of(call[0])); }

Node fn_to_string(FunctionCall& call) { return call.text(text_of(call[0])); }

Node fn_to_strings(FunctionCall& call) {
  std::vector<Node> items;
  for (const Node item : call[0]) items.push_back(call.text(text_of(item)));
  return call.list(items);
}

Node fn_kind_of(FunctionCall& call) {
  const Node value = call[0];
  if (value.is_map()) return call.text("map");
  if (value.is_list()) return call.text("slice");
  return call.text(is_nothing(value) ? "invalid" : go_type(value));
}

Node fn_kind_is(FunctionCall& call) {
  const std::string wanted = text_of(call[0]);
  const Node value = call[1];
  const std::string_view kind = value.is_map()      ? "map"
                                : value.is_list()   ? "slice"
                                : is_nothing(value) ? "invalid"
                                                    : go_type(value);
  return call.boolean(kind == wanted);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"atoi", fn_int, 1, 1},
    {"deepEqual"},
    {"float64", fn_float64, 1, 1},
    {"int", fn_int, 1, 1},
    {"int64", fn_int, 1, 1},
    {"kindIs", fn_kind_is, 2, 2},
    {"kindOf", fn_kind_of, 1, 1},
    {"toDecimal"},
    {"toString", fn_to_string, 1, 1},
    {"toStrings", fn_to_strings, 1, 1},
    {"typeIs"},
    {"typeIsLike"},
    {"typeOf"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library conversion_functions() { return kFunctions; }

}  // namespace meshlint::templates
