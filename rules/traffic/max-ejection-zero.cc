#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// Istio passes the field on only if it is above 0; else Envoy's default of 10 % holds.
void max_ejection_zero(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node most = policy["outlierDetection"]["maxEjectionPercent"];
    if (most.as_int() != 0) return;
    report.add(most, "`maxEjectionPercent` 0 counts as unset: up to 10 percent are ejected");
  });
}

}  // namespace meshlint::rules::traffic
