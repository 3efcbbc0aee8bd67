#include "rules/route/route.h"

namespace meshlint::rules::route {

// Faults are injected before Envoy's router, which does the retries and the timeout.
void fault_with_retries(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node fault = http["fault"];
    if (!fault.is_map() || fault.empty()) continue;

    if (const Node retries = http["retries"]; retries["attempts"].as_int().value_or(0) > 0) {
      report.add(retries, "retries don't apply to faults that the same route injects")
          .related(fault, "fault injected here");
      continue;
    }
    const auto timeout_ms = positive_duration_ms(http["timeout"]);
    const auto delay_ms = model::duration_ms(fault["delay"]["fixedDelay"].text());
    // fault-delay-exceeds-timeout reports a delay as long as the timeout. A fault without a delay
    // has nothing that a timeout could end.
    if (!timeout_ms || !delay_ms || *delay_ms >= *timeout_ms) continue;
    report
        .add(http["timeout"], "`timeout` {} doesn't include the delay that the same route injects",
             http["timeout"].text())
        .related(fault, "fault injected here");
  }
}

}  // namespace meshlint::rules::route
