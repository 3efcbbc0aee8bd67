#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// Istio turns Envoy's success rate detection off, so only the counts of consecutive errors eject
// hosts. The count of 5xx errors is 5 by default and off at 0. The count of gateway errors is off
// by default. Connection failures have their own count only with splitExternalLocalOriginErrors.
void outlier_never_ejects(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node outlier = policy["outlierDetection"];
    const Node any_5xx = outlier["consecutive5xxErrors"];
    if (any_5xx.as_int() != 0) return;
    const Node gateway = outlier["consecutiveGatewayErrors"];
    if (gateway && !gateway.is_null() && gateway.as_int() != 0) return;
    // The older name of the count of gateway errors.
    if (outlier["consecutiveErrors"].as_int().value_or(0) != 0) return;
    if (outlier["splitExternalLocalOriginErrors"].as_bool().value_or(false)) return;

    report
        .add(any_5xx, "`consecutive5xxErrors` 0 without another count never ejects a host; set one")
        .related(gateway, "also 0");
  });
}

}  // namespace meshlint::rules::traffic
