#include "rules/reference/reference.h"

namespace meshlint::rules::reference {

void selector_on_generated_gateway(const Resource& resource, Report& report) {
  const Node labels = resource.at("spec.selector.matchLabels");
  const Node key = labels.key("gateway.networking.k8s.io/gateway-name");
  if (!key || resource.at("spec.targetRefs") || resource.at("spec.targetRef")) return;
  report.add(key, "waypoints ignore this selector for Gateway `{}`; use `targetRefs` instead",
             labels["gateway.networking.k8s.io/gateway-name"].text());
}

}  // namespace meshlint::rules::reference
