#include "rules/argocd/argocd.h"

#include <map>
#include <utility>

namespace meshlint::rules::argocd {
namespace {

// Applications that an Application brings to another cluster belong to the Argo CD there.
bool has_one_cluster(const Environment& environment) {
  std::string_view first;
  for (const model::PulledPath& pulled : environment.pulled) {
    if (pulled.application == nullptr) continue;
    const Node destination = pulled.application->at("spec.destination");
    std::string_view cluster = destination["server"].text();
    if (cluster.empty()) cluster = destination["name"].text();
    if (first.empty()) first = cluster;
    if (cluster != first) return false;
  }
  return true;
}

}  // namespace

// Kustomize refuses two in one build; here they meet from different builds and folders, where the
// last one that is applied wins.
void duplicate_application(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  const auto& applications = environment.of_kind("argoproj.io", "Application");
  if (applications.size() < 2 || !has_one_cluster(environment)) return;
  std::map<std::pair<std::string_view, std::string_view>, const Resource*> first;
  for (const Resource* const application : applications) {
    if (application->name.empty() || is_templated(application->name)) continue;
    const auto [at, is_new] = first.try_emplace({application->ns, application->name}, application);
    if (is_new) continue;
    const Node name = application->at("metadata.name");
    const Node other = at->second->at("metadata.name");
    if (name.span() == other.span()) continue;  // one file seen through two overlays
    report
        .add(application, name, "Application `{}` is defined twice in namespace `{}`; rename one",
             application->name, application->ns)
        .related(other, "first defined here");
  }
}

}  // namespace meshlint::rules::argocd
