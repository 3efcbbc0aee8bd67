#include <array>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";

struct PolicyKind {
  std::string_view group;
  std::string_view kind;
};

// Kinds with `targetRefs`, whose targets are in their own namespace.
constexpr auto kPolicies = std::to_array<PolicyKind>({
    {"extensions.istio.io", "WasmPlugin"},
    {"networking.istio.io", "EnvoyFilter"},
    {"security.istio.io", "AuthorizationPolicy"},
    {"security.istio.io", "RequestAuthentication"},
    {"telemetry.istio.io", "Telemetry"},
});

void check(const Environment& environment, const Resource& policy, Node target, Report& report) {
  const std::string_view group = target["group"].text();
  const std::string_view kind = target["kind"].text();
  const Node name = target["name"];
  const bool is_gateway = group == kGatewayApi && kind == "Gateway";
  const bool is_service = (group.empty() || group == "core") && kind == "Service";
  const bool is_entry = group == "networking.istio.io" && kind == "ServiceEntry";
  if (!is_gateway && !is_service && !is_entry) return;
  if (name.text().empty() || text::has_placeholder(name.text())) return;
  const std::string_view target_group = is_service ? std::string_view() : group;
  if (environment.find(target_group, kind, policy.ns, name.text()) != nullptr) return;
  text::NearestName nearest(name.text());
  bool has_others = environment.is_closed(policy.ns);
  for (const Resource* const other : environment.of_kind(target_group, kind)) {
    if (other->ns != policy.ns) continue;
    has_others = true;
    nearest.consider(other->name);
  }
  // A Gateway may create pods in its namespace, but no other Gateways.
  const bool is_open = is_gateway ? !environment.is_rendered || environment.is_open
                                  : environment.may_hold_more(policy.ns);
  if (!has_others || is_open) return report.not_checked(name);
  report.add(&policy, name, "{} `{}` not found in the policy's namespace `{}`{}", kind, name.text(),
             policy.ns, text::did_you_mean(nearest.best()));
}

}  // namespace

// Checks only namespaces that get targets of that kind from this environment.
void target_not_found(const Environment& environment, Report& report) {
  for (const PolicyKind& kind : kPolicies) {
    for (const Resource* const policy : environment.of_kind(kind.group, kind.kind)) {
      check(environment, *policy, policy->at("spec.targetRef"), report);
      for (const Node target : policy->at("spec.targetRefs")) {
        check(environment, *policy, target, report);
      }
    }
  }
}

}  // namespace meshlint::rules::reference
