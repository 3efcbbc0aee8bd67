// Shared code of the rules on DestinationRules.
#ifndef MESHLINT_RULES_TRAFFIC_TRAFFIC_H_
#define MESHLINT_RULES_TRAFFIC_TRAFFIC_H_

#include "check/rule.h"

namespace meshlint::rules::traffic {

// Calls `visit` with each traffic policy of a DestinationRule: its own, those of its subsets, and
// the port-level settings in each of them.
template <typename Visit>
void for_each_policy(const Resource& resource, Visit visit) {
  const auto visit_with_ports = [&visit](Node policy) {
    if (!policy.is_map()) return;
    visit(policy);
    for (const Node port : policy["portLevelSettings"]) visit(port);
  };
  const Node spec = resource.root["spec"];
  visit_with_ports(spec["trafficPolicy"]);
  for (const Node subset : spec["subsets"]) visit_with_ports(subset["trafficPolicy"]);
}

}  // namespace meshlint::rules::traffic

#endif  // MESHLINT_RULES_TRAFFIC_TRAFFIC_H_
