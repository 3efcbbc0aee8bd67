#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// Subsets without labels have their uses: a name for a route through a gateway, or a traffic
// policy that only some routes get. Neither is the case beside subsets that select by labels.
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
        .add(subset["name"], "subset `{}` has no labels, so it is every pod of `{}`",
             subset["name"].text(), resource.at("spec.host").text())
        .related(labelled, "another subset's labels");
  }
}

}  // namespace meshlint::rules::traffic
