#include "rules/telemetry/telemetry.h"

namespace meshlint::rules::telemetry {

void sampling_looks_like_fraction(const Environment& environment, Report& report) {
  for (const Sampling& sampling : samplings_of(environment)) {
    if (sampling.percent <= 0 || sampling.percent >= 1) continue;
    report
        .add(sampling.resource, sampling.node,
             "`{}` {} is a percentage: 1 request in {:.0f}; write {:g} if you mean a fraction",
             sampling.name, sampling.percent, 100 / sampling.percent, sampling.percent * 100)
        .at(sampling.at);
  }
}

}  // namespace meshlint::rules::telemetry
