#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_add(FunctionCall& call) {
  std::uint64_t sum = 0;  // wraps as Go's integers do
  for (const Node value : call.arguments()) sum += static_cast<std::uint64_t>(int_of(value));
  return call.integer(static_cast<std::int64_t>(sum));
}

Node fn_add1(FunctionCall& call) {
  return call.integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(int_of(call[0])) + 1));
}

Node fn_sub(FunctionCall& call) {
  return call.integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(int_of(call[0])) -
                                                static_cast<std::uint64_t>(int_of(call[1]))));
}

Node fn_mul(FunctionCall& call) {
  std::uint64_t product = 1;
  for (const Node value : call.arguments()) product *= static_cast<std::uint64_t>(int_of(value));
  return call.integer(static_cast<std::int64_t>(product));
}

Node fn_div(FunctionCall& call) {
  const std::int64_t by = int_of(call[1]);
  if (by == 0) return call.fail("division by zero");
  if (by == -1) {  // wraps as in Go
    return call.integer(static_cast<std::int64_t>(-static_cast<std::uint64_t>(int_of(call[0]))));
  }
  return call.integer(int_of(call[0]) / by);
}

Node fn_mod(FunctionCall& call) {
  const std::int64_t by = int_of(call[1]);
  if (by == 0) return call.fail("division by zero");
  return call.integer(by == -1 ? 0 : int_of(call[0]) % by);
}

Node fn_max(FunctionCall& call) {
  std::int64_t best = int_of(call[0]);
  for (const Node value : call.arguments()) best = std::max(best, int_of(value));
  return call.integer(best);
}

Node fn_min(FunctionCall& call) {
  std::int64_t best = int_of(call[0]);
  for (const Node value : call.arguments()) best = std::min(best, int_of(value));
  return call.integer(best);
}

Node fn_floor(FunctionCall& call) { return call.number(std::floor(double_of(call[0]))); }

Node fn_ceil(FunctionCall& call) { return call.number(std::ceil(double_of(call[0]))); }

Node range_of(FunctionCall& call, std::int64_t begin, std::int64_t end, std::int64_t step) {
  std::vector<Node> items;
  if (step == 0) return call.list(items);
  for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += step) {
    if (items.size() >= kMostItems) {
      return call.fail(fmt::format("list is longer than {} items", kMostItems),
                       TemplateProblem::Kind::kTooLarge);
    }
    items.push_back(call.integer(i));
    if (call.has_failed()) return {};
    if (step > 0 ? i > end - step : i < end - step) break;
  }
  return call.list(items);
}

std::int64_t small_int_of(Node value) {
  return std::clamp<std::int64_t>(int_of(value), -1'000'000'000, 1'000'000'000);
}

Node fn_until(FunctionCall& call) {
  const std::int64_t end = small_int_of(call[0]);
  return range_of(call, 0, end, end < 0 ? -1 : 1);
}

Node fn_until_step(FunctionCall& call) {
  return range_of(call, small_int_of(call[0]), small_int_of(call[1]), small_int_of(call[2]));
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"add", fn_add},
    {"add1", fn_add1, 1, 1},
    {"add1f"},
    {"addf"},
    {"biggest", fn_max, 1},
    {"ceil", fn_ceil, 1, 1},
    {"div", fn_div, 2, 2},
    {"divf"},
    {"floor", fn_floor, 1, 1},
    {"max", fn_max, 1},
    {"maxf"},
    {"min", fn_min, 1},
    {"minf"},
    {"mod", fn_mod, 2, 2},
    {"mul", fn_mul, 1},
    {"mulf"},
    {"round"},
    {"seq"},
    {"sub", fn_sub, 2, 2},
    {"subf"},
    {"until", fn_until, 1, 1},
    {"untilStep", fn_until_step, 3, 3},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library math_functions() { return kFunctions; }

}  // namespace meshlint::templates
