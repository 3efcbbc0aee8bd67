#include <algorithm>
#include <array>

#include "check/rule.h"
#include "model/peer_authentication.h"

namespace meshlint::rules::authorization {
namespace {

using model::MutualTls;
using model::TlsDemand;

constexpr auto kIdentityFields = std::to_array<std::string_view>(
    {"principals", "notPrincipals", "namespaces", "notNamespaces", "serviceAccounts",
     "notServiceAccounts", "trustDomains", "notTrustDomains"});

constexpr auto kIdentityKeys = std::to_array<std::string_view>(
    {"source.principal", "source.namespace", "source.serviceAccount", "source.trustDomain"});

// The first condition on the identity in the certificate; missing if there is none.
Node identity_in(const Resource& policy) {
  for (const Node rule : policy.at("spec.rules")) {
    for (const Node from : rule["from"]) {
      for (const std::string_view field : kIdentityFields) {
        if (const Node source = from["source"]; !source[field].empty()) return source.key(field);
      }
    }
    for (const Node condition : rule["when"]) {
      if (std::ranges::find(kIdentityKeys, condition["key"].text()) != kIdentityKeys.end()) {
        return condition["key"];
      }
    }
  }
  return {};
}

// The mTLS mode of all workloads of the policy; kUnknown if they differ.
TlsDemand demand_of(const Environment& environment, const model::PeerAuthentications& policies,
                    const Resource& policy) {
  TlsDemand result;
  bool is_first = true;
  const Node selector = policy.at("spec.selector.matchLabels");
  environment.references().for_each_selected(
      selector, &policy.ns, [&](const model::Workload& workload) {
        const TlsDemand demand = policies.demand_of(workload, std::nullopt);
        if (is_first) result = demand;
        if (demand.mode != result.mode) result.mode = MutualTls::kUnknown;
        is_first = false;
      });
  if (!is_first) return result;
  // The workloads are outside the environment: the namespace's PeerAuthentication applies to them,
  // if it is the only one there.
  if (policies.has_selectors_in(policy.ns)) return {.mode = MutualTls::kUnknown};
  return policies.demand_of(policy.ns);
}

}  // namespace

void identity_without_mtls(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  const auto& resources = environment.of_kind("security.istio.io", "AuthorizationPolicy");
  if (resources.empty()) return;
  const model::PeerAuthentications policies(environment);
  if (policies.empty()) return;
  for (const Resource* const policy : resources) {
    // A policy of the root namespace is for workloads of all namespaces, one with a target for a
    // waypoint.
    if (policy->ns == environment.references().root_namespace() ||
        !policy->at("spec.targetRefs").empty() || !policy->at("spec.targetRef").empty()) {
      continue;
    }
    const Node identity = identity_in(*policy);
    if (!identity) continue;
    const TlsDemand demand = demand_of(environment, policies, *policy);
    if (demand.mode != MutualTls::kDisable) continue;
    // A PeerAuthentication for some of the workloads may be outside the environment.
    if (environment.may_hold_more(policy->ns)) {
      report.not_checked(identity);
      continue;
    }
    report
        .add(policy, identity,
             "`{}` can't be checked because these workloads accept only plain text; enable mTLS",
             identity.text())
        .related(demand.at, "mTLS is disabled here");
  }
}

}  // namespace meshlint::rules::authorization
