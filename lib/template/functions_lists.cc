#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "template/go_text.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node list_or_fail(FunctionCall& call, std::size_t i) {
  if (call[i].is_list() || is_nothing(call[i])) return call[i];
  return call.fail(fmt::format("`{}` is not a list", go_text(call[i])));
}

Node fn_list(FunctionCall& call) { return call.list(call.arguments()); }

Node fn_first(FunctionCall& call) {
  list_or_fail(call, 0);
  return call[0].item(0);
}

Node fn_last(FunctionCall& call) {
  list_or_fail(call, 0);
  return call[0].empty() ? Node() : call[0].item(call[0].size() - 1);
}

Node fn_rest(FunctionCall& call) {
  list_or_fail(call, 0);
  const std::vector<Node> items = items_of(call[0]);
  return call.list(std::span(items).subspan(std::min<std::size_t>(items.size(), 1)));
}

Node fn_initial(FunctionCall& call) {
  list_or_fail(call, 0);
  const std::vector<Node> items = items_of(call[0]);
  return call.list(std::span(items).first(items.size() - std::min<std::size_t>(items.size(), 1)));
}

Node fn_append(FunctionCall& call) {
  list_or_fail(call, 0);
  std::vector<Node> items = items_of(call[0]);
  items.push_back(call[1]);
  return call.list(items);
}

Node fn_prepend(FunctionCall& call) {
  list_or_fail(call, 0);
  std::vector<Node> items = items_of(call[0]);
  items.insert(items.begin(), call[1]);
  return call.list(items);
}

Node fn_concat(FunctionCall& call) {
  std::vector<Node> items;
  for (std::size_t i = 0; i < call.size(); ++i) {
    for (const Node item : list_or_fail(call, i)) items.push_back(item);
  }
  return call.list(items);
}

Node fn_has(FunctionCall& call) {
  const std::vector<Node> items = items_of(list_or_fail(call, 1));
  return call.boolean(
      std::ranges::any_of(items, [&](Node item) { return yaml::deep_equal(item, call[0]); }));
}

// Quadratic, as in Sprig, so a long list is charged to the budget.
Node keep_items(FunctionCall& call, Node list, const std::vector<Node>& unwanted, bool is_unique) {
  std::vector<Node> kept;
  for (const Node item : list) {
    const auto is_same = [&](Node other) { return yaml::deep_equal(item, other); };
    if (!call.spend(unwanted.size() + (is_unique ? kept.size() : 0))) return {};
    if (std::ranges::any_of(unwanted, is_same)) continue;
    if (is_unique && std::ranges::any_of(kept, is_same)) continue;
    kept.push_back(item);
  }
  return call.list(kept);
}

Node fn_without(FunctionCall& call) {
  const std::vector<Node> unwanted(call.arguments().begin() + 1, call.arguments().end());
  return keep_items(call, list_or_fail(call, 0), unwanted, false);
}

Node fn_uniq(FunctionCall& call) { return keep_items(call, list_or_fail(call, 0), {}, true); }

Node fn_compact(FunctionCall& call) {
  std::vector<Node> kept = items_of(list_or_fail(call, 0));
  std::erase_if(kept, [](Node item) { return !is_true(item); });
  return call.list(kept);
}

Node fn_reverse(FunctionCall& call) {
  std::vector<Node> items = items_of(list_or_fail(call, 0));
  std::ranges::reverse(items);
  return call.list(items);
}

Node fn_sort_alpha(FunctionCall& call) {
  std::vector<std::string> items;
  for (const Node item : list_or_fail(call, 0)) items.push_back(text_of(item));
  std::ranges::sort(items);
  return call.list(items);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"append", fn_append, 2, 2},
    {"chunk"},
    {"compact", fn_compact, 1, 1},
    {"concat", fn_concat},
    {"first", fn_first, 1, 1},
    {"has", fn_has, 2, 2},
    {"initial", fn_initial, 1, 1},
    {"last", fn_last, 1, 1},
    {"list", fn_list},
    {"mustAppend", fn_append, 2, 2},
    {"mustChunk"},
    {"mustCompact", fn_compact, 1, 1},
    {"mustFirst", fn_first, 1, 1},
    {"mustHas", fn_has, 2, 2},
    {"mustInitial", fn_initial, 1, 1},
    {"mustLast", fn_last, 1, 1},
    {"mustPrepend", fn_prepend, 2, 2},
    {"mustPush", fn_append, 2, 2},
    {"mustRest", fn_rest, 1, 1},
    {"mustReverse", fn_reverse, 1, 1},
    {"mustSlice"},
    {"mustUniq", fn_uniq, 1, 1},
    {"mustWithout", fn_without, 1},
    {"prepend", fn_prepend, 2, 2},
    {"push", fn_append, 2, 2},
    {"rest", fn_rest, 1, 1},
    {"reverse", fn_reverse, 1, 1},
    {"shuffle"},
    {"sortAlpha", fn_sort_alpha, 1, 1},
    {"tuple", fn_list},
    {"uniq", fn_uniq, 1, 1},
    {"without", fn_without, 1},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library list_functions() { return kFunctions; }

}  // namespace meshlint::templates
