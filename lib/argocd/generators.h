// What the generators of ApplicationSets share. Each kind has a file of its own, with a function
// that appends the parameter sets of one generator:
//
//   bool is_known = list_sets(context, generator, sets);
//
// It returns false if the sets cannot be determined from files; then none of them may be used. A
// mistake in the manifest is reported and leaves out only what it concerns.
#ifndef MESHLINT_ARGOCD_GENERATORS_H_
#define MESHLINT_ARGOCD_GENERATORS_H_

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "argocd/cluster.h"
#include "argocd/expansion.h"
#include "argocd/parameter_sets.h"
#include "argocd/template_renderer.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "template/budget.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// The most Applications that one ApplicationSet may create; the rest is left out and reported.
inline constexpr std::size_t kMostApplications = 10'000;

// What all ApplicationSets of a run share.
struct GeneratorInputs {
  const model::Workspace* workspace = nullptr;
  const std::vector<std::string>* own_urls = nullptr;  // of this repository, normalized
  std::vector<Cluster> clusters;                       // empty if no Secret declares any
  yaml::Arena* arena = nullptr;                        // owns the generated Applications
  templates::TemplateBudget budget;
};

inline constexpr auto kGeneratorKinds =
    std::to_array<std::string_view>({"clusterDecisionResource", "clusters", "git", "list", "matrix",
                                     "merge", "plugin", "pullRequest", "scmProvider"});

// One generator of an entry in `generators`.
struct Generator {
  yaml::Node entry;       // the mapping with the generator's name as a key
  std::string_view kind;  // that name
  yaml::Node body;        // its value, rendered with the parameters of an outer generator if any

  text::Span span() const { return entry.key(kind).span(); }
};

// One ApplicationSet while it is expanded. References its parts.
struct GeneratorContext {
  const model::Resource& set;
  GeneratorInputs& inputs;
  TemplateRenderer& renderer;
  ExpansionReport& report;

  bool is_go() const { return renderer.is_go(); }
  yaml::Arena& arena() const { return *inputs.arena; }
  // "git generator of ApplicationSet argocd/apps".
  std::string title_of(const Generator& generator) const;

  // A key that the generator itself adds.
  yaml::Record key(std::string_view name) const;
  // Appends a set with these entries.
  void add(ParameterSets& sets, const std::vector<yaml::Entry>& entries, text::Span at) const;
  // Appends a set with these entries and the generator's `values`, which may use them.
  void add_with_values(ParameterSets& sets, std::vector<yaml::Entry>& entries, yaml::Node body,
                       text::Span at) const;
  // Whether there are as many sets as Applications may be created; if so, reports it.
  bool is_full(const ParameterSets& sets, text::Span at) const;

  // The kind of a child of `matrix` or `merge`; empty, with a problem, unless it has exactly one.
  std::string_view kind_of_child(yaml::Node child) const;
};

// Appends the sets of a child of `matrix` or `merge`, rendered with the parameters of `outer` if
// there are any. Returns false if they cannot be determined.
using GenerateChild = std::function<bool(yaml::Node entry, std::string_view kind, yaml::Node outer,
                                         ParameterSets& sets)>;

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATORS_H_
