#include "template/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "template/budget.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

Node fn_dict(FunctionCall& call) {
  NamedValues entries;
  for (std::size_t i = 0; i < call.size(); i += 2) {
    const std::string key = text_of(call[i]);
    std::erase_if(entries, [&](const auto& entry) { return entry.first == key; });
    entries.emplace_back(key, i + 1 < call.size() ? call[i + 1] : call.text(""));
  }
  return call.map(entries);
}

Node fn_get(FunctionCall& call) {
  const Node found = call[0][text_of(call[1])];
  return found ? found : call.text("");
}

Node fn_has_key(FunctionCall& call) {
  return call.boolean(static_cast<bool>(call[0][text_of(call[1])]));
}

Node fn_keys(FunctionCall& call) {
  std::vector<std::string> keys;
  for (const Node map : call.arguments()) {
    for (const auto [key, value] : map.entries()) keys.emplace_back(key.text());
  }
  // Go's order of keys is random; a template that needs one sorts them.
  return call.list(keys);
}

Node fn_values(FunctionCall& call) {
  std::vector<Node> values;
  for (const auto [key, value] : call[0].entries()) values.push_back(value);
  return call.list(values);
}

Node choose(FunctionCall& call, bool picks) {
  NamedValues entries = entries_of(call[0]);
  std::erase_if(entries, [&](const auto& entry) {
    const bool is_named = std::ranges::any_of(
        call.arguments().subspan(1), [&](Node name) { return name.text() == entry.first; });
    return is_named != picks;
  });
  return call.map(entries);
}

Node fn_pick(FunctionCall& call) { return choose(call, true); }

Node fn_omit(FunctionCall& call) { return choose(call, false); }

Node merged(FunctionCall& call, Node weak, Node strong, std::size_t depth) {
  if (!weak.is_map() || !strong.is_map() || depth > kDeepestNesting) {
    return is_true(strong) ? strong : weak;
  }
  NamedValues entries = entries_of(weak);
  for (const auto [key, value] : strong.entries()) {
    const Node under = weak[key.text()];
    if (!under) {
      entries.emplace_back(key.text(), value);
      continue;
    }
    const auto at =
        std::ranges::find(entries, std::string(key.text()), &NamedValues::value_type::first);
    at->second = merged(call, under, value, depth + 1);
  }
  return call.map(entries);
}

Node fn_merge(FunctionCall& call) {
  Node result = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) result = merged(call, call[i], result, 0);
  return result;
}

Node fn_merge_overwrite(FunctionCall& call) {
  Node result = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) result = merged(call, result, call[i], 0);
  return result;
}

// dig "a" "b" DEFAULT MAP
Node fn_dig(FunctionCall& call) {
  Node value = call[call.size() - 1];
  for (std::size_t i = 0; i + 2 < call.size(); ++i) {
    value = value[text_of(call[i])];
    if (!value) return call[call.size() - 2];
  }
  return value;
}

Node fn_deep_copy(FunctionCall& call) { return call[0]; }

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"deepCopy", fn_deep_copy, 1, 1},
    {"dict", fn_dict},
    {"dig", fn_dig, 3},
    {"get", fn_get, 2, 2},
    {"hasKey", fn_has_key, 2, 2},
    {"keys", fn_keys},
    {"merge", fn_merge, 1},
    {"mergeOverwrite", fn_merge_overwrite, 1},
    {"mustDeepCopy", fn_deep_copy, 1, 1},
    {"mustMerge", fn_merge, 1},
    {"mustMergeOverwrite", fn_merge_overwrite, 1},
    {"omit", fn_omit, 1},
    {"pick", fn_pick, 1},
    {"pluck"},
    {"set"},
    {"unset"},
    {"values", fn_values, 1, 1},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library dict_functions() { return kFunctions; }

}  // namespace meshlint::templates
