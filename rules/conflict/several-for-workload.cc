#include <array>
#include <map>
#include <set>

#include "rules/conflict/conflict.h"

namespace meshlint::rules::conflict {
namespace {

struct PolicyKind {
  std::string_view group;
  std::string_view kind;
  std::string_view selector;
};

// Kinds of which only one resource applies to a workload. Those of other kinds are merged, or all
// apply.
constexpr auto kKinds = std::to_array<PolicyKind>({
    {"networking.istio.io", "Sidecar", "spec.workloadSelector.labels"},
    {"security.istio.io", "PeerAuthentication", "spec.selector.matchLabels"},
    {"telemetry.istio.io", "Telemetry", "spec.selector.matchLabels"},
});

bool has_target(const Resource& resource) {
  return !resource.at("spec.targetRefs").empty() || !resource.at("spec.targetRef").empty();
}

void check_kind(const PolicyKind& kind, const Environment& environment, Report& report) {
  const auto& resources = environment.of_kind(kind.group, kind.kind);
  if (resources.size() < 2) return;
  // The first without a selector, by namespace, and the first for each workload.
  std::map<std::string_view, const Resource*> for_all;
  std::map<const Resource*, const Resource*> by_workload;
  for (const Resource* const resource : resources) {
    if (has_target(*resource)) continue;
    const Node selector = resource->at(kind.selector);
    if (selector.empty()) {
      const auto [at, is_new] = for_all.try_emplace(resource->ns, resource);
      if (is_new || at->second->root == resource->root) continue;
      report
          .add(resource, resource->at("metadata.name"),
               "{} `{}` already applies to all workloads of namespace `{}`; merge the two",
               kind.kind, at->second->name, model::or_default(resource->ns))
          .related(at->second->at("metadata.name"), "the other one");
      continue;
    }
    std::set<const Resource*> reported;
    const std::string_view ns = resource->ns;
    environment.references().for_each_selected(selector, &ns, [&](const model::Workload& workload) {
      const auto [at, is_new] = by_workload.try_emplace(workload.resource, resource);
      if (is_new || at->second->root == resource->root || !reported.insert(at->second).second)
        return;
      report
          .add(resource, selector, "{} `{}` already applies to {} `{}`; merge the two", kind.kind,
               at->second->name, workload.resource->kind, workload.resource->name)
          .related(at->second->at(kind.selector), "the other one")
          .related(workload.labels, "labels that both match");
    });
  }
}

}  // namespace

void several_for_workload(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  for (const PolicyKind& kind : kKinds) check_kind(kind, environment, report);
}

}  // namespace meshlint::rules::conflict
