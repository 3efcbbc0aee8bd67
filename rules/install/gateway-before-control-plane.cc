#include <map>

#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

Node wave_of(const Component& component) {
  if (component.resource == nullptr) return {};
  return component.resource->at("metadata.annotations")["argocd.argoproj.io/sync-wave"];
}

}  // namespace

// The pods of a gateway need istiod: it injects the image of those from the chart `gateway`, and
// configures all of them.
void gateway_before_control_plane(const InstallView& install, Report& report) {
  if (install.components.size() < 2) return;
  std::map<std::string_view, const Component*> first_planes;  // by cluster
  for (const Component& component : install.components) {
    if (component.kind != ComponentKind::kControlPlane || !component.is_enabled) continue;
    const auto [at, is_new] = first_planes.try_emplace(cluster_of(component), &component);
    // Without an annotation the wave is 0, but then the order may not matter.
    if (is_new || at->second == nullptr) continue;
    if (!component.sync_wave || !at->second->sync_wave) {
      at->second = nullptr;
    } else if (*component.sync_wave < *at->second->sync_wave) {
      at->second = &component;
    }
  }
  for (const Component& component : install.components) {
    if (!is_gateway(component.kind) || !component.is_enabled || !component.sync_wave) continue;
    const auto plane = first_planes.find(cluster_of(component));
    if (plane == first_planes.end() || plane->second == nullptr) continue;
    const Component& control = *plane->second;
    if (!control.sync_wave || control.resource == component.resource ||
        *component.sync_wave >= *control.sync_wave) {
      continue;
    }
    report
        .add(component.resource, wave_of(component),
             "`{}` syncs in wave {}, before its control plane in wave {}; give it a later wave",
             component.name, *component.sync_wave, *control.sync_wave)
        .related(wave_of(control), "the control plane's wave");
  }
}

}  // namespace meshlint::rules::install
