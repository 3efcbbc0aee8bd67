#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// Istio switches Envoy's success rate detection off, so the counters of errors in a row are all
// that ejects. Counting 5xx is on by default (5) and off at 0; counting gateway errors is off
// unless set; failures to connect count on their own only with splitExternalLocalOriginErrors.
void outlier_never_ejects(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node outlier = policy["outlierDetection"];
    const Node any_5xx = outlier["consecutive5xxErrors"];
    if (any_5xx.as_int() != 0) return;
    const Node gateway = outlier["consecutiveGatewayErrors"];
    if (gateway && !gateway.is_null() && gateway.as_int() != 0) return;
    // The older spelling of a count of gateway errors.
    if (outlier["consecutiveErrors"].as_int().value_or(0) != 0) return;
    if (outlier["splitExternalLocalOriginErrors"].as_bool().value_or(false)) return;

    report.add(any_5xx, "`consecutive5xxErrors` 0 and no other count; no host is ever ejected")
        .related(gateway, "0 here too");
  });
}

}  // namespace meshlint::rules::traffic
