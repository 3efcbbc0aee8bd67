#include "argocd/generators.h"

#include <fmt/core.h>

#include "yaml/build.h"

namespace meshlint::argocd {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

std::string GeneratorContext::title_of(const Generator& generator) const {
  return fmt::format("{} generator of {}", generator.kind, set.title());
}

Record GeneratorContext::key(std::string_view name) const {
  return yaml::string_record(arena(), name, {});
}

void GeneratorContext::add(ParameterSets& sets, const std::vector<Entry>& entries,
                           text::Span at) const {
  sets.push_back(yaml::place(arena(), yaml::map_record(arena(), entries, at)));
}

void GeneratorContext::add_with_values(ParameterSets& sets, std::vector<Entry>& entries, Node body,
                                       text::Span at) const {
  const Node values = body["values"];
  if (!values.is_map()) return add(sets, entries, at);
  const Node so_far = yaml::place(arena(), yaml::map_record(arena(), entries, at));
  std::vector<Entry> inner;
  for (const auto [name, value] : values.entries()) {
    const auto rendered = renderer.tree(value, so_far, OnProblem::kReport);
    const Record record = rendered ? *rendered->record() : *value.record();
    if (is_go()) {
      inner.push_back({*name.record(), record});
    } else {
      entries.push_back({key(fmt::format("values.{}", name.text())), record});
    }
  }
  if (is_go()) {
    std::erase_if(entries, [](const Entry& entry) { return Node(&entry.key).text() == "values"; });
    entries.push_back({key("values"), yaml::map_record(arena(), inner, values.span())});
  }
  add(sets, entries, at);
}

bool GeneratorContext::is_full(const ParameterSets& sets, text::Span at) const {
  if (sets.size() < kMostApplications) return false;
  report.add(at, fmt::format("the generators create more than {} Applications; the rest is not "
                             "checked",
                             kMostApplications));
  return true;
}

std::string_view GeneratorContext::kind_of_child(Node child) const {
  std::string_view kind;
  for (const std::string_view each : kGeneratorKinds) {
    if (!child[each] || child[each].is_null()) continue;
    if (!kind.empty()) {
      report.add(child.key(each).span(),
                 fmt::format("`{}` and `{}` are in one entry; give each its own entry", kind, each),
                 {std::string(kind), std::string(each)});
      return {};
    }
    kind = each;
  }
  if (kind.empty()) {
    report.add(child.span(), "this entry names no generator; add one, such as `list` or `git`");
  }
  return kind;
}

}  // namespace meshlint::argocd
