#include "rules/install/install.h"

namespace meshlint::rules::install {

// In git, even at release tags, the `hub` of the charts is the registry of Istio's test builds; the
// release process sets the public registry only when it packages the charts. So a chart from git
// needs a hub from its user, a chart from the Helm repository does not.
void hub_missing(const InstallView& install, Report& report) {
  for (const Component& component : install.components) {
    if (component.way != InstallWay::kGitChart || !component.is_enabled || !component.is_complete) {
      continue;
    }
    if (!runs_image(component) || is_given(component, component.hub, "hub")) continue;

    report
        .add(component.resource, component.chart,
             "git chart `{}` has no `{}`, so its images come from a testing registry; set it",
             last_segment(component.chart.text()), hub_name(component))
        .related(component.source, "the chart's source")
        .note("released images are in docker.io/istio");
  }
}

}  // namespace meshlint::rules::install
