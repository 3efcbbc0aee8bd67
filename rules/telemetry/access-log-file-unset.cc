#include "rules/telemetry/telemetry.h"

namespace meshlint::rules::telemetry {
namespace {

// A Telemetry with logging replaces accessLogFile. So may an EnvoyFilter, whose patches aren't
// checked here, so the rule reports nothing if there is any EnvoyFilter.
bool logs_elsewhere(const Environment& environment) {
  for (const Resource* const telemetry : environment.of_kind("telemetry.istio.io", "Telemetry")) {
    if (!telemetry->at("spec.accessLogging").empty()) return true;
  }
  return !environment.of_kind("networking.istio.io", "EnvoyFilter").empty();
}

}  // namespace

// Checks only a control plane whose configuration is completely known.
void access_log_file_unset(const Environment& environment, Report& report) {
  if (environment.is_open) return;
  const InstallView& install = environment.install;
  const Component* control_plane = nullptr;
  for (const Component& component : install.components) {
    if (component.kind != ComponentKind::kControlPlane || !component.is_enabled) continue;
    if (!component.is_complete) return;
    // This profile logs to stdout.
    const Node spec = component.resource->root["spec"];
    const bool is_operator = component.way == model::InstallWay::kIstioOperator;
    const std::string_view profile =
        is_operator ? spec["profile"].text() : component.values["profile"].text();
    if (profile == "demo") return;
    if (control_plane == nullptr) control_plane = &component;
  }

  const model::MeshConfig* mesh = nullptr;
  for (const model::MeshConfig& config : install.mesh_configs) {
    // An empty string means that no log is wanted.
    if (config.root["accessLogFile"] || config.root["defaultProviders"]["accessLogging"] ||
        config.root["enableEnvoyAccessLogService"].as_bool().value_or(false)) {
      return;
    }
    if (mesh == nullptr && !config.root.empty()) mesh = &config;
  }
  if (control_plane == nullptr && mesh == nullptr) return;
  if (logs_elsewhere(environment)) return;

  constexpr fmt::format_string<> kMessage =
      "no `accessLogFile` and no Telemetry with `accessLogging`, so requests aren't logged";
  if (mesh != nullptr) {
    report.add(mesh->resource, mesh->root, kMessage);
  } else {
    report.add(control_plane->resource, control_plane->chart, kMessage);
  }
}

}  // namespace meshlint::rules::telemetry
