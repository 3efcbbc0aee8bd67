#include <string>
#include <unordered_map>
#include <unordered_set>

#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {
namespace {

struct Claim {
  const Resource* resource = nullptr;
  const Resource* application = nullptr;
  Node path;
};

std::string identity_of(const Resource& resource) {
  return fmt::format("{}\n{}\n{}\n{}", resource.group(), resource.kind, resource.ns, resource.name);
}

// Hooks, and resources shared on purpose: many Applications may create one namespace.
bool may_be_shared(const Resource& resource) {
  return resource.name.empty() || is_templated(resource.name) || resource.is("", "Namespace") ||
         resource.at("metadata.annotations")["argocd.argoproj.io/hook"];
}

}  // namespace

// conflict/duplicate-object reports files with different contents; this rule, equal ones.
void shared_resource(const Environment& environment, Report& report) {
  if (!environment.is_rendered || environment.pulled.size() < 2) return;
  std::unordered_map<std::string, Claim> first;
  std::unordered_set<std::string> reported;
  for (const model::PulledPath& pulled : environment.pulled) {
    for (const Resource* const resource : pulled.resources) {
      if (may_be_shared(*resource)) continue;
      const std::string identity = identity_of(*resource);
      const auto [at, is_new] =
          first.try_emplace(identity, Claim{resource, pulled.application, pulled.path});
      if (is_new || at->second.application == pulled.application) continue;
      const Node name = resource->at("metadata.name");
      const Resource& other = *at->second.resource;
      if (name.span() != other.at("metadata.name").span() &&
          !yaml::deep_equal(resource->root, other.root)) {
        continue;
      }
      if (!reported.insert(identity).second) continue;
      report
          .add(resource, name,
               "Applications `{}` and `{}` both render this {}; keep it in one of them",
               at->second.application->name, pulled.application->name, resource->kind)
          .related(at->second.path, "rendered by this path")
          .related(pulled.path, "and by this one");
    }
  }
}

}  // namespace meshlint::rules::argocd
