#include "argocd/generator_list.h"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "argocd/copied_tree.h"
#include "template/go_values.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;

// Without `goTemplate`, Argo CD accepts only strings here.
Record string_value(const GeneratorContext& context, Node name, Node value) {
  if (value.type() == yaml::ScalarType::kString) return *value.record();
  context.report.add(
      value.span(),
      fmt::format("`{}` is not a string; quote it, or set `goTemplate: true`", name.text()),
      {std::string(name.text())});
  return yaml::string_record(context.arena(), value.is_scalar() ? value.text() : "", value.span());
}

void add_flat(const GeneratorContext& context, Node element, ParameterSets& sets) {
  std::vector<Entry> entries;
  for (const auto [name, value] : element.entries()) {
    if (name.text() != "values") {
      entries.push_back({*name.record(), string_value(context, name, value)});
      continue;
    }
    for (const auto [inner, text] : value.entries()) {
      entries.push_back({context.key(fmt::format("values.{}", inner.text())),
                         string_value(context, inner, text)});
    }
  }
  context.add(sets, entries, element.span());
}

void add_elements(const GeneratorContext& context, Node elements, ParameterSets& sets) {
  for (const Node element : elements) {
    if (context.is_full(sets, element.span())) return;
    if (!element.is_map()) {
      context.report.add(element.span(),
                         "element of a `list` generator is not a mapping; write keys and values");
    } else if (context.is_go()) {
      sets.push_back(templates::go_values(context.arena(), element));
    } else {
      add_flat(context, element, sets);
    }
  }
}

// `elementsYaml` is a string, so that an outer generator can fill it with a list.
void add_elements_of_yaml(const GeneratorContext& context, Node scalar, ParameterSets& sets) {
  if (!scalar.is_scalar() || scalar.text().empty()) return;
  ExpansionReport& report = context.report;
  if (is_template(scalar.text())) {
    return report.add(scalar.span(),
                      "`elementsYaml` has a placeholder that no outer generator fills");
  }
  const yaml::File file = yaml::parse_embedded(scalar, report.source_of(scalar));
  if (!file.problems.empty()) {
    const text::Problem& first = file.problems.front();
    return report.add(first.at, fmt::format("`elementsYaml` is not valid YAML: {}", first.message));
  }
  if (file.documents.empty()) return;
  const Node root = copied_tree(context.arena(), file.documents.front().root,
                                [](text::Span written) { return written; });
  if (!root.is_list()) {
    return report.add(root.span(), "`elementsYaml` is not a list; write a list of mappings");
  }
  for (const Node element : root) {
    if (context.is_full(sets, scalar.span())) return;
    if (element.is_map()) {
      sets.push_back(templates::go_values(context.arena(), element));
    } else {
      report.add(element.span(),
                 "element of `elementsYaml` is not a mapping; write keys and values");
    }
  }
}

}  // namespace

bool list_sets(const GeneratorContext& context, const Generator& generator, ParameterSets& sets) {
  add_elements(context, generator.body["elements"], sets);
  add_elements_of_yaml(context, generator.body["elementsYaml"], sets);
  return true;
}

}  // namespace meshlint::argocd
