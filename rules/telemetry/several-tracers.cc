#include "rules/telemetry/telemetry.h"

namespace meshlint::rules::telemetry {

void several_tracers(const Resource& resource, Report& report) {
  const Node tracing = resource.at("spec.tracing");
  if (tracing.size() > 1) {
    report.add(tracing.item(1), "{} entries of `tracing`; Istio supports only one", tracing.size());
  }
  for (const Node entry : tracing) {
    const Node providers = entry["providers"];
    if (providers.size() < 2) continue;
    report.add(providers.item(1), "{} providers for tracing; Istio supports only one",
               providers.size());
  }
}

}  // namespace meshlint::rules::telemetry
