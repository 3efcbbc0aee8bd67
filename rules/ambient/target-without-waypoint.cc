#include <array>

#include "rules/ambient/ambient.h"

namespace meshlint::rules::ambient {
namespace {

constexpr std::string_view kUseWaypoint = "istio.io/use-waypoint";

struct PolicyKind {
  std::string_view group;
  std::string_view kind;
};

// Kinds that apply at the server. Routes are not among them: sidecars of clients apply those.
constexpr auto kKinds = std::to_array<PolicyKind>({
    {"extensions.istio.io", "WasmPlugin"},
    {"security.istio.io", "AuthorizationPolicy"},
    {"security.istio.io", "RequestAuthentication"},
    {"telemetry.istio.io", "Telemetry"},
});

// Whether requests for the Service go through a waypoint. The label of the Service wins over that
// of its namespace.
bool uses_waypoint(const Environment& environment, const Resource& service) {
  Node label = service.at("metadata.labels")[kUseWaypoint];
  if (!label) {
    const Resource* const ns =
        environment.references().namespace_object(model::or_default(service.ns));
    if (ns != nullptr) label = ns->at("metadata.labels")[kUseWaypoint];
  }
  return !label.text().empty() && label.text() != "none";
}

void check(const Environment& environment, const Resource& policy, Node target, Report& report) {
  const std::string_view group = target["group"].text();
  if (target["kind"].text() != "Service" || (!group.empty() && group != "core")) return;
  if (!is_ambient(environment, policy.ns)) return;
  const Resource* const service = environment.find("", "Service", policy.ns, target["name"].text());
  if (service == nullptr || uses_waypoint(environment, *service)) return;
  if (selects_proxies(environment, service->at("spec.selector"), policy.ns)) return;
  report
      .add(&policy, target["name"], "Service `{}` has no waypoint to apply this {}; label it `{}`",
           service->name, policy.kind, kUseWaypoint)
      .related(service->at("metadata.name"), "the Service");
}

}  // namespace

void target_without_waypoint(const Environment& environment, Report& report) {
  for (const PolicyKind& kind : kKinds) {
    for (const Resource* const policy : environment.of_kind(kind.group, kind.kind)) {
      for (const Node target : policy->at("spec.targetRefs")) {
        check(environment, *policy, target, report);
      }
    }
  }
}

}  // namespace meshlint::rules::ambient
