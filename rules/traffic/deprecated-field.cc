#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

void deprecated_field(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node errors = policy["outlierDetection"]["consecutiveErrors"];
    if (errors.as_int().value_or(0) != 0) {
      report.add(errors, "`consecutiveErrors` is deprecated; use `consecutiveGatewayErrors`");
    }
    const Node ring_size = policy["loadBalancer"]["consistentHash"]["minimumRingSize"];
    if (ring_size.as_int().value_or(0) != 0 && !report.istio().is_before(1, 16)) {
      report.add(ring_size, "`minimumRingSize` is deprecated; use `ringHash.minimumRingSize`");
    }
  });
}

}  // namespace meshlint::rules::traffic
