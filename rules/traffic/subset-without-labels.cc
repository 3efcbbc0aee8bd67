#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// A subset without labels can be useful, as a name for a route through a gateway or for a traffic
// policy that only some routes use. It's neither of these if other subsets select by labels.
void subset_without_labels(const Resource& resource, Report& report) {
  const Node subsets = resource.at("spec.subsets");
  Node labelled;
  for (const Node subset : subsets) {
    if (!subset["labels"].empty()) labelled = subset["labels"];
  }
  if (!labelled) return;

  for (const Node subset : subsets) {
    if (!subset.is_map() || !subset["name"] || !subset["labels"].empty()) continue;
    if (!subset["trafficPolicy"].empty()) continue;
    report
        .add(subset["name"], "subset `{}` has no labels, so it includes all pods of `{}`",
             subset["name"].text(), resource.at("spec.host").text())
        .related(labelled, "labels of another subset");
  }
}

}  // namespace meshlint::rules::traffic
