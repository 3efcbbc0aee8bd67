#include <algorithm>
#include <set>
#include <string_view>

#include "check/rule.h"

namespace meshlint::rules::telemetry {
namespace {

bool names_providers(const Resource& telemetry) {
  return std::ranges::any_of(telemetry.at("spec.accessLogging"),
                             [](Node entry) { return !entry["providers"].empty(); });
}

// A Telemetry for a namespace or for pods inherits the providers of the mesh's Telemetry.
bool has_providers_above(const Environment& environment) {
  const auto is_default = [](const model::MeshConfig& mesh) {
    return !mesh.root["defaultProviders"]["accessLogging"].empty();
  };
  return std::ranges::any_of(environment.install.mesh_configs, is_default) ||
         std::ranges::any_of(environment.of_kind("telemetry.istio.io", "Telemetry"),
                             [&](const Resource* telemetry) {
                               return telemetry->ns == environment.references().root_namespace() &&
                                      names_providers(*telemetry);
                             });
}

}  // namespace

void log_without_provider(const Environment& environment, Report& report) {
  const auto& telemetries = environment.of_kind("telemetry.istio.io", "Telemetry");
  if (telemetries.empty() || !environment.is_rendered || has_providers_above(environment)) return;
  const bool is_known = (!environment.install.mesh_configs.empty() && !environment.is_open) ||
                        environment.is_complete();
  // A Telemetry without a selector passes its providers to those with one in its namespace.
  std::set<std::string_view> served;
  for (const Resource* const telemetry : telemetries) {
    if (telemetry->at("spec.selector").empty() && names_providers(*telemetry)) {
      served.insert(telemetry->ns);
    }
  }
  for (const Resource* const telemetry : telemetries) {
    if (!telemetry->at("spec.selector").empty() && served.contains(telemetry->ns)) continue;
    for (const Node entry : telemetry->at("spec.accessLogging")) {
      if (!entry["providers"].empty()) break;  // and later entries inherit them
      if (entry["disabled"].as_bool().value_or(false)) continue;
      if (!is_known) {
        report.not_checked(entry);
        continue;
      }
      report.add(
          telemetry, entry,
          "no `providers` here or inherited, so nothing is logged, not even to `accessLogFile`");
    }
  }
}

}  // namespace meshlint::rules::telemetry
