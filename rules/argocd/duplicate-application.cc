#include "rules/argocd/argocd.h"

#include <map>
#include <utility>

namespace meshlint::rules::argocd {

// Kustomize rejects duplicates within one build. These come from different builds and folders,
// where the one applied last wins.
void duplicate_application(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  const auto& applications = environment.of_kind("argoproj.io", "Application");
  if (applications.size() < 2) return;
  std::map<std::pair<std::string_view, std::string_view>, const Resource*> first;
  for (const Resource* const application : applications) {
    if (application->name.empty() || is_templated(application->name)) continue;
    const auto [at, is_new] = first.try_emplace({application->ns, application->name}, application);
    if (is_new) continue;
    const Node name = application->at("metadata.name");
    const Node other = at->second->at("metadata.name");
    if (name.span() == other.span()) continue;  // one file in two overlays
    report
        .add(application, name, "duplicate Application `{}` in namespace `{}`; rename one",
             application->name, application->ns)
        .related(other, "first defined here");
  }
}

}  // namespace meshlint::rules::argocd
