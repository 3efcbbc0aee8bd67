#include "rules/route/route.h"

namespace meshlint::rules::route {

// Faults are injected before Envoy's router, which is the part that retries and times out.
void fault_with_retries(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node fault = http["fault"];
    if (!fault.is_map() || fault.empty()) continue;

    if (const Node retries = http["retries"]; retries["attempts"].as_int().value_or(0) > 0) {
      report.add(retries, "retries do not act on faults that the same route injects")
          .related(fault, "fault injected here");
      continue;
    }
    const auto timeout_ms = positive_duration_ms(http["timeout"]);
    const auto delay_ms = model::duration_ms(fault["delay"]["fixedDelay"].text());
    // A delay as long as the timeout is told by fault-delay-exceeds-timeout; a fault without a
    // delay has nothing that a timeout could be meant to end.
    if (!timeout_ms || !delay_ms || *delay_ms >= *timeout_ms) continue;
    report
        .add(http["timeout"], "`timeout` {} does not count the delay that the same route injects",
             http["timeout"].text())
        .related(fault, "fault injected here");
  }
}

}  // namespace meshlint::rules::route
