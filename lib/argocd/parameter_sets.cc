#include "argocd/parameter_sets.h"

#include <algorithm>

#include "template/values.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;

Node merged_at(yaml::Arena& arena, Node base, Node over, std::size_t depth) {
  if (!templates::is_true(over)) return base ? base : over;
  if (!base.is_map() || !over.is_map() || depth > kDeepestTree) return over;
  std::vector<Entry> entries;
  for (const auto [key, value] : base.entries()) {
    const Node merged = merged_at(arena, value, over[key.text()], depth + 1);
    entries.push_back({*key.record(), *merged.record()});
  }
  for (const auto [key, value] : over.entries()) {
    if (!base.key(key.text())) entries.push_back({*key.record(), *value.record()});
  }
  return yaml::place(arena, yaml::map_record(arena, entries, base.span()));
}

}  // namespace

Node parameter(Node parameters, std::string_view key) {
  if (const Node flat = parameters[key]) return flat;
  Node value = parameters;
  while (value && !key.empty()) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    value = value[key.substr(0, dot)];
    key.remove_prefix(std::min(dot + 1, key.size()));
  }
  return value;
}

bool is_selected(Node selector, Node parameters) {
  for (const auto [key, value] : selector["matchLabels"].entries()) {
    const Node found = parameter(parameters, key.text());
    if (!found.is_scalar() || found.text() != value.text()) return false;
  }
  for (const Node expression : selector["matchExpressions"]) {
    const Node found = parameter(parameters, expression["key"].text());
    const std::string_view op = expression["operator"].text();
    bool is_listed = false;
    for (const Node value : expression["values"]) {
      is_listed |= found.is_scalar() && value.text() == found.text();
    }
    if (op == "In" && !is_listed) return false;
    if (op == "NotIn" && is_listed) return false;
    if (op == "Exists" && !found) return false;
    if (op == "DoesNotExist" && found) return false;
  }
  return true;
}

Node merged_over(yaml::Arena& arena, Node base, Node over) {
  return merged_at(arena, base, over, 0);
}

}  // namespace meshlint::argocd
