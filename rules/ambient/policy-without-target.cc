#include "rules/ambient/ambient.h"

namespace meshlint::rules::ambient {
namespace {

// The first condition on the request; missing if all are on addresses, ports and identities.
Node request_part_in(const Resource& policy) {
  for (const Node rule : policy.at("spec.rules")) {
    for (const Node from : rule["from"]) {
      for (const std::string_view field : {"requestPrincipals", "notRequestPrincipals"}) {
        if (from["source"][field]) return from["source"].key(field);
      }
    }
    for (const Node to : rule["to"]) {
      for (const std::string_view field :
           {"methods", "notMethods", "paths", "notPaths", "hosts", "notHosts"}) {
        if (to["operation"][field]) return to["operation"].key(field);
      }
    }
    for (const Node condition : rule["when"]) {
      if (condition["key"].text().starts_with("request.")) return condition["key"];
    }
  }
  return {};
}

// Calls visit(policy) for each policy without a target that only ztunnel could apply.
template <typename Visit>
void for_each_untargeted(const Environment& environment, std::string_view group,
                         std::string_view kind, Visit visit) {
  for (const Resource* const policy : environment.of_kind(group, kind)) {
    if (policy->at("spec.targetRefs") || policy->at("spec.targetRef") ||
        policy->ns == environment.references().root_namespace() ||
        !is_ambient(environment, policy->ns) ||
        selects_proxies(environment, policy->at("spec.selector.matchLabels"), policy->ns)) {
      continue;
    }
    visit(*policy);
  }
}

}  // namespace

void policy_without_target(const Environment& environment, Report& report) {
  for_each_untargeted(
      environment, "security.istio.io", "AuthorizationPolicy", [&](const Resource& policy) {
        if (const Node part = request_part_in(policy)) {
          report.add(
              &policy, part,
              "ztunnel can't evaluate `{}`; attach the policy to a waypoint with `targetRefs`",
              part.text());
        }
      });
  const auto tell = [&](const Resource& policy) {
    report.add(&policy, policy.at("metadata.name"),
               "a {} without `targetRefs` has no effect in the ambient mesh; target a waypoint",
               policy.kind);
  };
  for_each_untargeted(environment, "security.istio.io", "RequestAuthentication", tell);
  for_each_untargeted(environment, "extensions.istio.io", "WasmPlugin", tell);
}

}  // namespace meshlint::rules::ambient
