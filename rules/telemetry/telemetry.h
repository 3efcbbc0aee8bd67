// Shared code of the rules on tracing and logging.
#ifndef MESHLINT_RULES_TELEMETRY_TELEMETRY_H_
#define MESHLINT_RULES_TELEMETRY_TELEMETRY_H_

#include <string_view>
#include <vector>

#include "check/rule.h"

namespace meshlint::rules::telemetry {

// A trace sampling rate, in percent, wherever it is set.
struct Sampling {
  enum class Setting {
    kMeshConfig,  // meshConfig.defaultConfig.tracing.sampling
    kHelmValue,   // pilot.traceSampling
    kTelemetry,   // Telemetry's randomSamplingPercentage
    kAnnotation,  // proxy.istio.io/config of a workload
  };
  Setting setting = Setting::kMeshConfig;
  std::string_view name;  // of the field, as written
  double percent = 0;
  text::Span at;
  yaml::Node node;  // the value, or the annotation that holds it
  const Resource* resource = nullptr;
};

// All sampling rates of an environment that are numbers, each position once.
std::vector<Sampling> samplings_of(const Environment& environment);

}  // namespace meshlint::rules::telemetry

#endif  // MESHLINT_RULES_TELEMETRY_TELEMETRY_H_
