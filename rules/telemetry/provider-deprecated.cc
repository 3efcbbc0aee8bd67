#include "check/rule.h"

namespace meshlint::rules::telemetry {

void provider_deprecated(const Environment& environment, Report& report) {
  const auto& telemetries = environment.of_kind("telemetry.istio.io", "Telemetry");
  if (telemetries.empty()) return;
  for (const model::MeshConfig& mesh : environment.install.mesh_configs) {
    for (const Node provider : mesh.root["extensionProviders"]) {
      if (!provider["lightstep"]) continue;
      const std::string_view name = provider["name"].text();
      for (const Resource* const telemetry : telemetries) {
        for (const Node tracing : telemetry->at("spec.tracing")) {
          for (const Node used : tracing["providers"]) {
            if (used["name"].text() != name) continue;
            report
                .add(telemetry, used["name"],
                     "provider `{}` has the deprecated type `lightstep`; use `opentelemetry`", name)
                .related(provider["lightstep"], "defined here");
          }
        }
      }
    }
  }
}

}  // namespace meshlint::rules::telemetry
