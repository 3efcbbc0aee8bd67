#include "argocd/application_template.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "argocd/copied_tree.h"
#include "argocd/parameter_sets.h"
#include "argocd/problems.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::argocd {
namespace {

using yaml::Entry;
using yaml::Node;

Node patched_at(yaml::Arena& arena, Node base, Node patch, std::size_t depth) {
  if (!base.is_map() || !patch.is_map() || depth > kDeepestTree) return patch;
  std::vector<Entry> entries;
  for (const auto [key, value] : base.entries()) {
    const Node change = patch[key.text()];
    if (change.is_null()) continue;
    const Node result = change ? patched_at(arena, value, change, depth + 1) : value;
    entries.push_back({*key.record(), *result.record()});
  }
  for (const auto [key, value] : patch.entries()) {
    if (!base.key(key.text()) && !value.is_null()) {
      entries.push_back({*key.record(), *value.record()});
    }
  }
  return yaml::place(arena, yaml::map_record(arena, entries, base.span()));
}

// Maps bytes of a rendered patch to the place where they were written.
struct PatchPlaces {
  std::span<const templates::RenderedText::Piece> pieces;
  yaml::ScalarMap map;

  std::size_t in_template(std::size_t out) const {
    auto piece = std::ranges::upper_bound(pieces, out, {}, &templates::RenderedText::Piece::out);
    if (piece == pieces.begin()) return 0;
    --piece;
    return piece->in + (piece->is_verbatim ? out - piece->out : 0);
  }
  text::Span of(text::Span rendered) const {
    const std::size_t begin = in_template(rendered.begin);
    return map.span(begin, std::max(begin, in_template(rendered.end)));
  }
};

}  // namespace

Node template_for(yaml::Arena& arena, Node spec, Node generator_body) {
  const Node own = generator_body["template"];
  return own.is_map() ? merged_over(arena, spec["template"], own) : spec["template"];
}

Node patched(yaml::Arena& arena, Node base, Node patch) {
  return patched_at(arena, base, patch, 0);
}

std::optional<Node> ApplicationTemplate::render(Node base, Node parameters) {
  const auto rendered = renderer_.tree(base, parameters, OnProblem::kReport);
  if (!rendered || !rendered->is_map()) return std::nullopt;
  const Node patch = set_.at("spec.templatePatch");
  if (!patch.is_scalar() || patch.text().empty()) return rendered;
  return with_patch(*rendered, patch, parameters);
}

std::optional<Node> ApplicationTemplate::with_patch(Node application, Node patch, Node parameters) {
  const auto rendered = renderer_.free_text(patch, parameters);
  if (!rendered) return std::nullopt;
  const text::Source source("", std::string(rendered->text));
  const yaml::File file = yaml::parse(source, 0);
  const PatchPlaces places{rendered->pieces,
                           yaml::ScalarMap(patch, report_.source_of(patch).bytes())};
  if (!file.problems.empty()) {
    const text::Problem& first = file.problems.front();
    report_.add(places.of(first.at),
                fmt::format("`templatePatch` is not valid YAML: {}", first.message), {},
                kInvalidTemplate);
    return std::nullopt;
  }
  if (file.documents.empty() || file.documents.front().root.is_null()) return application;
  const Node root = file.documents.front().root;
  if (!root.is_map()) {
    report_.add(places.of(root.span()),
                "`templatePatch` is not a mapping; write the fields of the Application to change",
                {}, kInvalidTemplate);
    return std::nullopt;
  }
  const Node change =
      copied_tree(arena_, root, [&](text::Span rendered_at) { return places.of(rendered_at); });
  const Node result = patched(arena_, application, change);
  // Argo CD keeps the template's project, whatever the patch sets.
  const Node project = application.at("spec.project");
  if (!project) return result;
  const std::array<std::string_view, 2> path = {"spec", "project"};
  return yaml::place(arena_, yaml::with_value_at(arena_, result, path, *project.record()));
}

Node ApplicationTemplate::completed(Node rendered) const {
  const auto string = [&](std::string_view value, Node cause) {
    return yaml::string_record(arena_, value, cause.span());
  };
  const auto key = [&](std::string_view name) { return string(name, {}); };
  Node metadata = rendered["metadata"];
  if (!set_.ns.empty()) {
    const Node ns = set_.at("metadata.namespace");
    const Node cause = ns ? ns : set_.at("metadata.name");
    metadata = yaml::place(
        arena_, yaml::with_entry(arena_, metadata, key("namespace"), string(set_.ns, cause)));
  }
  std::vector<Entry> entries = {{key("apiVersion"), *set_.root["apiVersion"].record()},
                                {key("kind"), string("Application", set_.root["kind"])},
                                {key("metadata"), *metadata.record()}};
  for (const auto [part, value] : rendered.entries()) {
    if (part.text() == "spec") entries.push_back({*part.record(), *value.record()});
  }
  return yaml::place(arena_, yaml::map_record(arena_, entries, rendered.span()));
}

}  // namespace meshlint::argocd
