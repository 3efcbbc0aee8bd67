#include <string>
#include <unordered_map>
#include <unordered_set>

#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {
namespace {

struct Claim {
  const Resource* resource = nullptr;
  const Resource* application = nullptr;
};

std::string identity_of(const Resource& resource) {
  return fmt::format("{}\n{}\n{}\n{}", resource.group(), resource.kind, resource.ns, resource.name);
}

// Hooks and what is shared on purpose: many Applications may create one namespace.
bool may_be_shared(const Resource& resource) {
  return resource.name.empty() || is_templated(resource.name) || resource.is("", "Namespace") ||
         resource.at("metadata.annotations")["argocd.argoproj.io/hook"];
}

}  // namespace

void resource_claimed_twice(const Environment& environment, Report& report) {
  if (!environment.is_rendered || environment.pulled.size() < 2) return;
  std::unordered_map<std::string, Claim> first;
  std::unordered_set<std::string> told;
  for (const model::PulledPath& pulled : environment.pulled) {
    for (const Resource* const resource : pulled.resources) {
      if (may_be_shared(*resource)) continue;
      const std::string identity = identity_of(*resource);
      const auto [at, is_new] = first.try_emplace(identity, Claim{resource, pulled.application});
      if (is_new || at->second.application == pulled.application) continue;
      if (!told.insert(identity).second) continue;
      report
          .add(resource, resource->at("metadata.name"),
               "the Applications `{}` and `{}` both render this {}; let one of them own it",
               at->second.application->name, pulled.application->name, resource->kind)
          .related(at->second.resource->at("metadata.name"), "the one of the other")
          .related(pulled.path, "rendered by this path");
    }
  }
}

}  // namespace meshlint::rules::argocd
