// The Applications that an ApplicationSet makes, as far as files decide it.
//
//   Expansion made = expand_application_set(set, surroundings);
//   for (const model::Resource& application : made.applications) follow(application);
//
// A generated value keeps its place: a text that is exactly one placeholder points at the value
// that filled it (an element of a list, a line of a file), every other one at the template.
#ifndef MESHLINT_ARGOCD_APPLICATION_SET_H_
#define MESHLINT_ARGOCD_APPLICATION_SET_H_

#include <cstddef>
#include <string>
#include <vector>

#include "kustomize/build.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "template/budget.h"
#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::argocd {

// A cluster that the repository tells of: a Secret labelled argocd.argoproj.io/secret-type:
// cluster.
struct Cluster {
  std::string name;
  std::string server;
  yaml::Node secret;
};

// What generators draw from, and what all of a run's ApplicationSets share.
struct GeneratorInputs {
  const model::Workspace* workspace = nullptr;
  const std::vector<std::string>* own_urls = nullptr;  // normalized
  std::vector<Cluster> clusters;                       // empty: nothing tells them
  yaml::Arena* arena = nullptr;                        // of the generated Applications
  templates::TemplateBudget budget;
};

// The most that one ApplicationSet makes here; past it the rest is left out, and told.
inline constexpr std::size_t kMostApplications = 10'000;

struct Expansion {
  std::vector<model::Resource> applications;
  std::vector<text::Problem> problems;
  // Generators that files do not decide, and templates that ask for the time or the like.
  std::vector<kustomize::Unresolved> unresolved;
};

// Never fails as a whole: a generator that is wrong or not decidable makes nothing, the others go
// on. Semantics as Argo CD 3: matrix, merge, selectors, templates of generators, `values`,
// `templatePatch`, both template modes.
Expansion expand_application_set(const model::Resource& set, GeneratorInputs& inputs);

// The clusters that these resources tell of, in order.
void collect_clusters(const std::vector<model::Resource>& resources,
                      std::vector<Cluster>& clusters);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_APPLICATION_SET_H_
