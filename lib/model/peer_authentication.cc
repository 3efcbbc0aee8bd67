#include "model/peer_authentication.h"

#include "text/placeholder.h"

namespace meshlint::model {
namespace {

// Nothing if the mode is unset, so that the next level applies.
std::optional<TlsDemand> demand_in(yaml::Node mtls, const Resource& policy) {
  const yaml::Node at = mtls["mode"];
  const std::string_view mode = at.text();
  if (mode.empty() || mode == "UNSET") return std::nullopt;
  TlsDemand result{.mode = MutualTls::kUnknown, .policy = &policy, .at = at};
  if (mode == "STRICT") result.mode = MutualTls::kStrict;
  if (mode == "PERMISSIVE") result.mode = MutualTls::kPermissive;
  if (mode == "DISABLE") result.mode = MutualTls::kDisable;
  return result;
}

}  // namespace

void PeerAuthentications::Level::add(const Resource& resource) {
  is_contested = policy != nullptr;
  policy = &resource;
}

PeerAuthentications::PeerAuthentications(const Environment& environment) {
  const References& references = environment.references();
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "PeerAuthentication")) {
    is_empty_ = false;
    const bool is_of_root = policy->ns == references.root_namespace();
    const yaml::Node selector = policy->at("spec.selector.matchLabels");
    if (selector.empty()) {
      (is_of_root ? mesh_ : by_namespace_[or_default(policy->ns)]).add(*policy);
    } else if (!is_of_root) {  // with a selector, Istio passes over those of the root namespace
      with_selectors_.insert(or_default(policy->ns));
      references.for_each_selected(selector, &policy->ns, [&](const Workload& workload) {
        by_workload_[workload.resource].add(*policy);
      });
    }
  }
  mesh_.demand = resolve(mesh_, {});
  for (auto& [ns, level] : by_namespace_) level.demand = resolve(level, mesh_.demand);
}

TlsDemand PeerAuthentications::resolve(const Level& level, const TlsDemand& inherited) const {
  if (level.policy == nullptr) return inherited;
  if (level.is_contested) return {.mode = MutualTls::kUnknown, .policy = level.policy, .at = {}};
  return demand_in(level.policy->at("spec.mtls"), *level.policy).value_or(inherited);
}

TlsDemand PeerAuthentications::demand_of(std::string_view ns) const {
  const auto found = by_namespace_.find(or_default(ns));
  return found == by_namespace_.end() ? mesh_.demand : found->second.demand;
}

TlsDemand PeerAuthentications::demand_of(const Workload& workload,
                                         std::optional<std::int64_t> port) const {
  const TlsDemand of_namespace = demand_of(workload.resource->ns);
  const auto found = by_workload_.find(workload.resource);
  if (found == by_workload_.end()) return of_namespace;
  const Level& level = found->second;
  const TlsDemand of_workload = resolve(level, of_namespace);
  if (level.is_contested) return of_workload;
  const yaml::Node ports = level.policy->at("spec.portLevelMtls");
  if (ports.empty()) return of_workload;
  if (!port) return {.mode = MutualTls::kUnknown, .policy = level.policy, .at = {}};
  for (const auto& [number, mtls] : ports.entries()) {
    if (number.text() == std::to_string(*port)) {
      return demand_in(mtls, *level.policy).value_or(of_workload);
    }
  }
  return of_workload;
}

}  // namespace meshlint::model
