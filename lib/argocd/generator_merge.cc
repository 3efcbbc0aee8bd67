#include "argocd/generator_merge.h"

#include <fmt/core.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "template/go_text.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;

// The sets of one child by the values of `mergeKeys`.
using SetsByKey = std::map<std::string, Node>;

// The values of `mergeKeys` as one string; a missing value differs from an empty one.
std::string merge_key(Node keys, Node parameters) {
  std::string result;
  for (const Node name : keys) {
    const Node value = parameter(parameters, name.text());
    result += value ? '=' : '-';
    result += value ? templates::go_text(value) : std::string();
    result += '\0';
  }
  return result;
}

std::string shown_keys(Node keys, Node parameters) {
  std::string result;
  for (const Node name : keys) {
    const Node value = parameter(parameters, name.text());
    result += fmt::format("{}{} {}", result.empty() ? "" : ", ", name.text(),
                          value ? fmt::format("`{}`", templates::go_text(value)) : "missing");
  }
  return result;
}

Node overridden(const GeneratorContext& context, Node base, Node over) {
  if (context.is_go()) return merged_over(context.arena(), base, over);
  std::vector<Entry> entries;
  for (const auto [name, value] : base.entries()) {
    const Node other = over[name.text()];
    entries.push_back({*name.record(), *(other ? other : value).record()});
  }
  for (const auto [name, value] : over.entries()) {
    if (!base[name.text()]) entries.push_back({*name.record(), *value.record()});
  }
  return yaml::place(context.arena(), yaml::map_record(context.arena(), entries, base.span()));
}

}  // namespace

bool merge_sets(const GeneratorContext& context, const Generator& generator,
                const GenerateChild& generate, ParameterSets& sets) {
  const Node children = generator.body["generators"];
  const Node keys = generator.body["mergeKeys"];
  if (children.size() < 2) {
    context.report.add(
        generator.span(),
        fmt::format("`merge` needs at least 2 generators, but has {}", children.size()),
        {fmt::format("{}", children.size())});
    return false;
  }
  if (keys.empty()) {
    context.report.add(generator.span(),
                       "`merge` has no `mergeKeys`; list the parameters that identify a set");
    return false;
  }
  bool is_known = true;
  std::vector<SetsByKey> by_key;
  std::vector<std::string> order;
  for (const Node child : children) {
    const std::string_view kind = context.kind_of_child(child);
    ParameterSets made;
    if (kind.empty() || !generate(child, kind, Node(), made)) {
      is_known = false;
      continue;
    }
    SetsByKey& index = by_key.emplace_back();
    for (const Node parameters : made) {
      const std::string name = merge_key(keys, parameters);
      if (!index.try_emplace(name, parameters).second) {
        context.report.add(
            child.key(kind).span(),
            fmt::format("two parameter sets of the `{}` generator have the same `mergeKeys`: {}",
                        kind, shown_keys(keys, parameters)),
            {std::string(kind)});
        is_known = false;
      } else if (by_key.size() == 1) {
        order.push_back(name);
      }
    }
  }
  if (!is_known) return false;
  for (const std::string& name : order) {
    Node parameters = by_key.front()[name];
    for (std::size_t i = 1; i < by_key.size(); ++i) {
      const auto over = by_key[i].find(name);
      if (over != by_key[i].end()) parameters = overridden(context, parameters, over->second);
    }
    if (context.is_full(sets, generator.span())) break;
    sets.push_back(parameters);
  }
  return true;
}

}  // namespace meshlint::argocd
