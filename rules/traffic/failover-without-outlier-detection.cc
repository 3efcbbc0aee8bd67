#include "check/rule.h"

namespace meshlint::rules::traffic {
namespace {

void check_policy(Node policy, Report& report) {
  if (!policy.is_map() || policy["outlierDetection"].is_map()) return;
  const Node localities = policy["loadBalancer"]["localityLbSetting"];
  for (const std::string_view field : {"failover", "failoverPriority"}) {
    if (localities[field].empty()) continue;
    report.add(localities.key(field), "`{}` without `outlierDetection` never happens; add it",
               field);
    return;
  }
}

}  // namespace

// The policy of a subset isn't checked, because it inherits `outlierDetection`.
void failover_without_outlier_detection(const Resource& resource, Report& report) {
  const Node policy = resource.at("spec.trafficPolicy");
  check_policy(policy, report);
  for (const Node port : policy["portLevelSettings"]) check_policy(port, report);
}

}  // namespace meshlint::rules::traffic
