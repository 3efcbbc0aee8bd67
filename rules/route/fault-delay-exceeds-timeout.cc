#include "rules/route/route.h"

namespace meshlint::rules::route {

// Envoy's fault filter holds the request before the router starts the timeout of the route, so
// the delay never makes it expire: the test passes and shows nothing.
void fault_delay_exceeds_timeout(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node delay = http["fault"]["delay"]["fixedDelay"];
    if (!delay) continue;
    const auto delay_ms = positive_duration_ms(delay);
    const auto timeout_ms = positive_duration_ms(http["timeout"]);
    if (!delay_ms || !timeout_ms || *delay_ms < *timeout_ms) continue;

    report
        .add(delay, "delay {} does not set off `timeout` {} of the same route", delay.text(),
             http["timeout"].text())
        .related(http["timeout"], "timeout of this route")
        .note("the delay comes before the timeout starts; only the timeout of a caller notices it");
  }
}

}  // namespace meshlint::rules::route
