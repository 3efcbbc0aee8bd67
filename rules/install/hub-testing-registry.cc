#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

// gcr.io/istio-testing (mirrors keep the last part), and registry.istio.io/testing since 2026.
bool is_testing_registry(std::string_view hub) {
  if (hub.ends_with('/')) hub.remove_suffix(1);
  return last_segment(hub) == "istio-testing" || hub.ends_with("registry.istio.io/testing");
}

}  // namespace

void hub_testing_registry(const InstallView& install, Report& report) {
  Node previous;
  for (const Component& component : install.components) {
    const Node hub = component.hub;
    // The components of one IstioOperator share its hub.
    if (!component.is_enabled || hub == previous || !is_testing_registry(hub.text())) continue;
    previous = hub;
    report
        .add(component.resource, hub, "hub `{}` holds Istio's test builds; use `docker.io/istio`",
             hub.text())
        .note("test builds aren't releases and are deleted without notice");
  }
}

}  // namespace meshlint::rules::install
