#include "argocd/generator_matrix.h"

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <vector>

#include "argocd/generator_external.h"
#include "yaml/build.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;

// With `goTemplate` the first child's value wins, without it both must be equal.
Node combined(const GeneratorContext& context, Node first, Node second) {
  if (context.is_go()) return merged_over(context.arena(), second, first);
  std::vector<Entry> entries;
  for (const auto [name, value] : first.entries()) {
    entries.push_back({*name.record(), *value.record()});
  }
  for (const auto [name, value] : second.entries()) {
    const Node other = first[name.text()];
    if (!other) {
      entries.push_back({*name.record(), *value.record()});
    } else if (other.text() != value.text()) {
      context.report.add(
          value.span(),
          fmt::format("both generators of this `matrix` set `{}`: to `{}` and to `{}`", name.text(),
                      other.text(), value.text()),
          {std::string(name.text()), std::string(other.text()), std::string(value.text())});
    }
  }
  return yaml::place(context.arena(), yaml::map_record(context.arena(), entries, first.span()));
}

}  // namespace

bool matrix_sets(const GeneratorContext& context, const Generator& generator,
                 const GenerateChild& generate, ParameterSets& sets) {
  const Node children = generator.body["generators"];
  if (children.size() != 2) {
    context.report.add(
        generator.span(),
        fmt::format("`matrix` needs exactly 2 generators, but has {}", children.size()),
        {fmt::format("{}", children.size())});
    return false;
  }
  const Node left = children.item(0);
  const Node right = children.item(1);
  const std::string_view left_kind = context.kind_of_child(left);
  const std::string_view right_kind = context.kind_of_child(right);
  if (left_kind.empty() || right_kind.empty()) return false;
  ParameterSets firsts;
  if (!generate(left, left_kind, Node(), firsts)) {
    // Name the second one too if it is unknown whatever the first one yields.
    ParameterSets ignored;
    if (!reason_of_external(right_kind).empty()) generate(right, right_kind, Node(), ignored);
    return false;
  }
  for (const Node first : firsts) {
    ParameterSets seconds;
    if (!generate(right, right_kind, first, seconds)) return false;
    for (const Node second : seconds) {
      if (context.is_full(sets, generator.span())) return true;
      sets.push_back(combined(context, first, second));
    }
  }
  return true;
}

}  // namespace meshlint::argocd
