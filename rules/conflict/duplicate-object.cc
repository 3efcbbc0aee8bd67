#include <map>
#include <tuple>

#include "rules/conflict/conflict.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {

// Kustomize rejects duplicates within one build; these come from different builds and folders.
// argocd/duplicate-application reports Applications.
void duplicate_object(const Environment& environment, Report& report) {
  if (!environment.is_rendered || environment.resources.size() < 2) return;
  if (environment.pulled.empty()) return;
  using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
  std::map<Key, const Resource*> first;
  for (const Resource& resource : environment.resources) {
    if (resource.name.empty() || text::has_placeholder(resource.name)) continue;
    if (resource.is("argoproj.io", "Application")) continue;
    const auto [at, is_new] =
        first.try_emplace({resource.group(), resource.kind, resource.ns, resource.name}, &resource);
    if (is_new) continue;
    const Resource& other = *at->second;
    const Node name = resource.at("metadata.name");
    const Node other_name = other.at("metadata.name");
    // One file in two overlays, or equal contents: nothing is lost.
    if (name.span() == other_name.span() || yaml::deep_equal(resource.root, other.root)) continue;
    report
        .add(&resource, name, "{} `{}` is also in another file, with different contents; keep one",
             resource.kind, title_of(resource))
        .related(other_name, "also defined here");
  }
}

}  // namespace meshlint::rules::conflict
