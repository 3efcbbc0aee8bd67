#include "rules/telemetry/telemetry.h"

namespace meshlint::rules::telemetry {

// Only Telemetry is validated. Elsewhere istiod takes anything: above 100 becomes its default of
// 1 %, without a word.
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
      finding.note("istiod drops the value without a word and samples 1 percent");
    }
  }
}

}  // namespace meshlint::rules::telemetry
