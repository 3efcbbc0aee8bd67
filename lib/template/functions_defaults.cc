#include "template/functions.h"

#include <algorithm>
#include <array>

#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_default(FunctionCall& call) { return is_true(call[1]) ? call[1] : call[0]; }

Node fn_empty(FunctionCall& call) { return call.boolean(!is_true(call[0])); }

Node fn_coalesce(FunctionCall& call) {
  for (const Node value : call.arguments()) {
    if (is_true(value)) return value;
  }
  return {};
}

Node fn_ternary(FunctionCall& call) { return is_true(call[2]) ? call[0] : call[1]; }

Node fn_all(FunctionCall& call) {
  return call.boolean(std::ranges::all_of(call.arguments(), is_true));
}

Node fn_any(FunctionCall& call) {
  return call.boolean(std::ranges::any_of(call.arguments(), is_true));
}

Node fn_fail(FunctionCall& call) { return call.fail(text_of(call[0])); }

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"all", fn_all},
    {"any", fn_any},
    {"coalesce", fn_coalesce},
    {"default", fn_default, 1, 2},
    {"empty", fn_empty, 1, 1},
    {"fail", fn_fail, 1, 1},
    {"ternary", fn_ternary, 3, 3},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library default_functions() { return kFunctions; }

}  // namespace meshlint::templates
