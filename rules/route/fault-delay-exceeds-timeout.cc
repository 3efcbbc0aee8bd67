#include "rules/route/route.h"

namespace meshlint::rules::route {

// Envoy's fault filter delays the request before the router starts the route's timeout, so the
// delay never triggers the timeout: the test passes but proves nothing.
void fault_delay_exceeds_timeout(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node delay = http["fault"]["delay"]["fixedDelay"];
    if (!delay) continue;
    const auto delay_ms = positive_duration_ms(delay);
    const auto timeout_ms = positive_duration_ms(http["timeout"]);
    if (!delay_ms || !timeout_ms || *delay_ms < *timeout_ms) continue;

    report
        .add(delay, "delay {} doesn't trigger `timeout` {} of the same route", delay.text(),
             http["timeout"].text())
        .related(http["timeout"], "timeout of this route")
        .note("the delay ends before the timeout starts; only a caller's timeout includes it");
  }
}

}  // namespace meshlint::rules::route
