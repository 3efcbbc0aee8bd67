#include "rules/install/install.h"

namespace meshlint::rules::install {

// In the git tree, at release tags too, the charts' `hub` is the registry of the project's test
// builds: the release process puts the public one in only when it packs the charts. So a chart
// taken from git needs it from its user, a chart of the Helm repository does not.
void hub_missing(const InstallView& install, Report& report) {
  for (const Component& component : install.components) {
    if (component.way != InstallWay::kGitChart || !component.is_enabled || !component.is_complete) {
      continue;
    }
    if (!runs_image(component) || is_given(component, component.hub, "hub")) continue;

    report
        .add(component.resource, component.chart,
             "the git chart `{}` gets no `{}`, so images come from a testing registry; set it",
             last_segment(component.chart.text()), hub_name(component))
        .related(component.source, "the chart is taken from here")
        .note("released images are in docker.io/istio");
  }
}

}  // namespace meshlint::rules::install
