#include <map>

#include "rules/install/install.h"

namespace meshlint::rules::install {

// istioctl or the in-cluster operator on one side, Helm through Argo CD on the other: both manage
// the objects of a revision under the same names, and each reverts the changes of the other.
void operator_and_helm(const Environment& environment, Report& report) {
  const InstallView& install = environment.install;
  if (!environment.is_rendered || install.components.size() < 2) return;
  std::map<std::string_view, const Component*> by_operator;  // by revision
  for (const Component& component : install.components) {
    if (component.kind == ComponentKind::kControlPlane && component.is_enabled &&
        component.way == InstallWay::kIstioOperator && component.resource != nullptr) {
      by_operator.try_emplace(component.revision.text(), &component);
    }
  }
  if (by_operator.empty()) return;
  for (const Component& component : install.components) {
    if (component.kind != ComponentKind::kControlPlane || !component.is_enabled ||
        component.way == InstallWay::kIstioOperator) {
      continue;
    }
    const auto other = by_operator.find(component.revision.text());
    if (other == by_operator.end()) continue;
    report
        .add(component.resource, component.chart,
             "chart `{}` and IstioOperator `{}` install the same control plane; keep one",
             last_segment(component.chart.text()), other->second->resource->name)
        .related(other->second->resource->at("metadata.name"), "also installed here");
  }
}

}  // namespace meshlint::rules::install
