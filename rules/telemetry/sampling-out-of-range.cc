#include "rules/telemetry/telemetry.h"

namespace meshlint::rules::telemetry {

// Istio validates only Telemetry. Elsewhere istiod accepts any number and silently replaces one
// above 100 with its default of 1 %.
void sampling_out_of_range(const Environment& environment, Report& report) {
  for (const Sampling& sampling : samplings_of(environment)) {
    if (sampling.percent >= 0 && sampling.percent <= 100) continue;
    auto finding =
        report.add(sampling.resource, sampling.node, "`{}` {} is {} percent", sampling.name,
                   sampling.percent, sampling.percent < 0 ? "below 0" : "above 100");
    finding.at(sampling.at);
    if (sampling.setting == Sampling::Setting::kTelemetry) {
      finding.note("istiod's webhook rejects the Telemetry");
    } else if (sampling.percent > 100) {
      finding.note("istiod ignores the value without a warning and samples 1 percent");
    }
  }
}

}  // namespace meshlint::rules::telemetry
