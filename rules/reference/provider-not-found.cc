#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

void check(const Environment& environment, const Resource& resource, Node at, Report& report) {
  const std::string_view name = at.text();
  const model::References& references = environment.references();
  if (name.empty() || text::has_placeholder(name) || references.has_provider(name)) return;
  const bool is_checked = references.knows_providers() && environment.is_rendered;
  if (!is_checked && !environment.is_complete()) return report.not_checked(at);
  text::NearestName nearest(name);
  references.for_each_provider([&](std::string_view known) { nearest.consider(known); });
  report.add(&resource, at, "extension provider `{}` not found in the mesh{}", name,
             text::did_you_mean(nearest.best()));
}

}  // namespace

// Checks only environments with a meshConfig.
void provider_not_found(const Environment& environment, Report& report) {
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "AuthorizationPolicy")) {
    check(environment, *policy, policy->at("spec.provider.name"), report);
  }
  for (const model::MeshConfig& mesh : environment.install.mesh_configs) {
    for (const std::string_view signal : {"tracing", "metrics", "accessLogging"}) {
      for (const Node name : mesh.root["defaultProviders"][signal]) {
        check(environment, *mesh.resource, name, report);
      }
    }
  }
  for (const Resource* const telemetry : environment.of_kind("telemetry.istio.io", "Telemetry")) {
    for (const std::string_view signal : {"tracing", "metrics", "accessLogging"}) {
      for (const Node entry : telemetry->root["spec"][signal]) {
        for (const Node provider : entry["providers"]) {
          check(environment, *telemetry, provider["name"], report);
        }
      }
    }
  }
}

}  // namespace meshlint::rules::reference
