#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

bool names_egress(std::string_view name) { return name.find("egress") != name.npos; }

// Traffic leaves an ambient mesh through waypoints, and `demo` includes an egress gateway.
bool needs_none(const Component& component) {
  if (component.kind == ComponentKind::kZtunnel) return true;
  const Node profile = component.way == InstallWay::kIstioOperator
                           ? component.resource->at("spec.profile")
                           : component.values["profile"];
  return profile.text() == "ambient" || profile.text() == "demo";
}

// A gateway that no Istio chart installs: one of the Gateway API, a plain Deployment, or an
// Application with another chart.
bool is_egress_of_other_kind(const Resource& resource) {
  if (!names_egress(resource.name)) return false;
  return resource.is("gateway.networking.k8s.io", "Gateway") || resource.is("apps", "Deployment") ||
         resource.is("argoproj.io", "Application") || resource.is("argoproj.io", "ApplicationSet");
}

}  // namespace

void egress_gateway_missing(const Environment& environment, Report& report) {
  if (report.option("required") != "true" || !environment.is_rendered) return;
  const Component* plane = nullptr;
  const Component* disabled = nullptr;
  for (const Component& component : environment.install.components) {
    if (!component.is_complete || component.resource == nullptr || needs_none(component)) return;
    if (component.kind == ComponentKind::kControlPlane && component.is_enabled && !plane) {
      plane = &component;
    }
    if (component.kind == ComponentKind::kGateway && component.is_enabled) return;
    if (component.kind == ComponentKind::kEgressGateway || names_egress(component.name)) {
      if (component.is_enabled) return;
      disabled = &component;
    }
  }
  if (plane == nullptr) return;
  if (disabled != nullptr) {
    const Node enabled = disabled->chart["enabled"];
    report.add(disabled->resource, enabled ? enabled : disabled->chart,
               "egress gateway `{}` is disabled; enable it", disabled->name);
    return;
  }
  for (const Resource& resource : environment.resources) {
    if (is_egress_of_other_kind(resource)) return;
  }
  const Node at = plane->chart ? plane->chart : plane->resource->at("metadata.name");
  report.add(plane->resource, at, "this mesh has no egress gateway; enable one")
      .note("set the option `required` to \"false\" if traffic may leave the mesh directly");
}

}  // namespace meshlint::rules::install
