#include "rules/install/install.h"

namespace meshlint::rules::install {
namespace {

std::optional<schema::Version> minor_of(std::string_view revision) {
  if (const std::optional<schema::Version> release = release_of(revision)) return release;
  constexpr std::string_view kBranch = "release-";
  if (!revision.starts_with(kBranch)) return std::nullopt;
  return schema::parse_version(revision.substr(kBranch.size()));
}

}  // namespace

// Istio 1.24 dropped the in-cluster operator together with its chart.
void operator_chart_removed(const InstallView& install, Report& report) {
  for (const Component& component : install.components) {
    if (component.kind != ComponentKind::kOperator || component.way != InstallWay::kGitChart) {
      continue;
    }
    const std::string_view revision = component.target_revision.text();
    const std::optional<schema::Version> version = minor_of(revision);
    if (!version || *version < schema::Version{1, 24, 0}) continue;
    report
        .add(component.resource, component.chart,
             "Istio `{}` has no `{}`, which was removed in 1.24; use the istiod chart", revision,
             component.chart.text())
        .related(component.target_revision, "the release");
  }
}

}  // namespace meshlint::rules::install
