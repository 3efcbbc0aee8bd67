#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {
namespace {

// Comparing all pairs is fast enough for the lists that people write; hostile ones aren't checked.
constexpr std::size_t kMostSubsets = 200;

}  // namespace

// Two names for the same pods are useful if each has its own traffic policy.
void subset_same_labels(const Resource& resource, Report& report) {
  const Node subsets = resource.at("spec.subsets");
  if (subsets.size() > kMostSubsets) return;
  for (std::size_t i = 1; i < subsets.size(); ++i) {
    const Node later = subsets.item(i);
    if (later["labels"].empty()) continue;
    for (std::size_t j = 0; j < i; ++j) {
      const Node earlier = subsets.item(j);
      if (later["name"].text() == earlier["name"].text() ||
          !yaml::deep_equal(later["labels"], earlier["labels"]) ||
          !yaml::deep_equal(later["trafficPolicy"], earlier["trafficPolicy"])) {
        continue;
      }
      report
          .add(later["labels"],
               "subset `{}` selects the same pods as subset `{}`; change its labels",
               later["name"].text(), earlier["name"].text())
          .related(earlier["labels"], "same labels");
      break;
    }
  }
}

}  // namespace meshlint::rules::traffic
