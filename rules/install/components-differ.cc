#include <map>
#include <utility>

#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

struct ControlPlane {
  const Component* component = nullptr;
  bool is_alone = true;  // the only one for this revision of this cluster
};

// Control planes by cluster, then by revision: a canary upgrade runs two at a time, each with its
// own gateways.
class ControlPlanes {
 public:
  explicit ControlPlanes(const InstallView& install) {
    for (const Component& component : install.components) {
      if (component.kind != ComponentKind::kControlPlane || !component.is_enabled) continue;
      auto& cluster = clusters_[cluster_of(component)];
      const auto [at, is_new] =
          cluster.try_emplace(component.revision.text(), ControlPlane{&component});
      if (!is_new) at->second.is_alone = false;
    }
  }

  // The one that a component belongs to, or null if that cannot be determined.
  const Component* of(const Component& component) const {
    const auto cluster = clusters_.find(cluster_of(component));
    if (cluster == clusters_.end()) return nullptr;
    auto plane = cluster->second.end();
    if (is_set(component.revision)) {
      plane = cluster->second.find(component.revision.text());
    } else if (cluster->second.size() == 1) {
      plane = cluster->second.begin();
    }
    if (plane == cluster->second.end() || !plane->second.is_alone) return nullptr;
    return plane->second.component;
  }

 private:
  std::map<std::string_view, std::map<std::string_view, ControlPlane>> clusters_;
};

bool has_version_of_istio(ComponentKind kind) {
  return kind == ComponentKind::kBase || kind == ComponentKind::kCni ||
         kind == ComponentKind::kZtunnel || is_gateway(kind);
}

// Istio lets proxies and node agents be older than their control plane, not newer.
bool is_allowed_skew(const Component& component, const schema::Version& version,
                     const schema::Version& plane, std::string_view skew) {
  if (component.kind == ComponentKind::kBase || version > plane || skew.size() != 1) return false;
  const int allowed = skew[0] >= '0' && skew[0] <= '9' ? skew[0] - '0' : 0;
  return allowed > 0 && version.major == plane.major && plane.minor - version.minor <= allowed;
}

}  // namespace

void components_differ(const Environment& environment, Report& report) {
  const InstallView& install = environment.install;
  if (install.components.size() < 2) return;
  const ControlPlanes planes(install);
  for (const Component& component : install.components) {
    if (!component.is_enabled || !has_version_of_istio(component.kind)) continue;
    const Component* const plane = planes.of(component);
    if (plane == nullptr) continue;
    const std::optional<Running> running = running_release(component);
    const std::optional<Running> control = running_release(*plane);
    if (!running || !control || running->version == control->version) continue;
    if (is_allowed_skew(component, running->version, control->version, report.option("skew"))) {
      continue;
    }
    report
        .add(component.resource, running->node,
             "`{}` is release {}, but its control plane is {}; use the same release",
             component.name, running->node.text(), control->node.text())
        .related(control->node, "the control plane's release");
  }
}

}  // namespace meshlint::rules::install
