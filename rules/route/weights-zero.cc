#include "rules/route/route.h"

namespace meshlint::rules::route {

// Istio sets a default weight only for a single destination. With several, it rejects a sum of 0:
// since 1.15 explicitly, before because the sum isn't 100.
void weights_zero(const Resource& resource, Report& report) {
  for_each_destination_list(resource, [&](Node destinations) {
    if (destinations.size() < 2) return;

    bool has_weight = false;
    for (const Node destination : destinations) {
      const Node weight = destination["weight"];
      if (!is_set(weight)) continue;
      if (weight.as_int() != 0) return;
      has_weight = true;
    }
    if (has_weight) {
      report.add(destinations,
                 "weights of the {} destinations add up to 0, which Istio rejects; set them",
                 destinations.size());
    } else {
      report.add(destinations,
                 "none of the {} destinations has a weight, which Istio rejects; set them",
                 destinations.size());
    }
  });
}

}  // namespace meshlint::rules::route
