#include "rules/install/install.h"

namespace meshlint::rules::install {

// In git, even at release tags, the `tag` of the charts is `latest` or a test build of the branch.
void tag_missing(const InstallView& install, Report& report) {
  for (const Component& component : install.components) {
    if (component.way != InstallWay::kGitChart || !component.is_enabled || !component.is_complete) {
      continue;
    }
    if (!runs_image(component) || is_given(component, component.tag, "tag")) continue;

    const std::string_view revision = component.target_revision.text();
    auto finding = report.add(component.resource, component.chart,
                              "git chart `{}` has no `{}`, so it runs a test build; set it",
                              last_segment(component.chart.text()), tag_name(component));
    if (release_of(revision)) {
      finding.related(component.target_revision, "selects the chart, not the image");
    }
  }
}

}  // namespace meshlint::rules::install
