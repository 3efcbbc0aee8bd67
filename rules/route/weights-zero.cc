#include "rules/route/route.h"

namespace meshlint::rules::route {

// Istio fills in a weight only for a lone destination. With several of them a total of 0 is
// rejected: since 1.15 by name, before because it is not 100.
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
      report.add(destinations, "weights of the {} routes sum to 0, so none of them gets traffic",
                 destinations.size());
    } else {
      report.add(destinations, "none of the {} routes has a weight; only a lone one needs none",
                 destinations.size());
    }
  });
}

}  // namespace meshlint::rules::route
