#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

// Whether the chart's version is Istio's version. Other chart repositories may package the same
// charts under their own versions.
bool has_istio_version(const Component& component) {
  if (component.way == InstallWay::kGitChart) return true;
  if (component.way != InstallWay::kChartRepository) return false;
  const std::string_view url = component.source["repoURL"].text();
  return url.find("istio-release") != url.npos || url.find("istio.io") != url.npos;
}

}  // namespace

// Templates and images of one release belong together: a chart sets flags and environment variables
// that only the binary of its release knows.
void tag_not_target_revision(const InstallView& install, Report& report) {
  for (const Component& component : install.components) {
    if (!component.is_enabled || !runs_image(component) || !has_istio_version(component)) continue;
    const std::string_view tag = component.tag.text();
    const std::optional<schema::Version> image = release_of(tag);
    const std::optional<schema::Version> chart = release_of(component.target_revision.text());
    if (!image || !chart || *image == *chart) continue;

    report
        .add(component.resource, component.tag,
             "tag `{}` is used with the chart of release {}; use the same release", tag,
             component.target_revision.text())
        .related(component.target_revision, "the chart's release");
  }
}

}  // namespace meshlint::rules::install
