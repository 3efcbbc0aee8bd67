#include <map>
#include <set>

#include "rules/conflict/conflict.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {
namespace {

bool is_for_mesh(const Resource& virtual_service) {
  const Node gateways = virtual_service.at("spec.gateways");
  return gateways.empty() ||
         std::ranges::any_of(gateways, [](Node gateway) { return gateway.text() == "mesh"; });
}

// The namespaces that see a VirtualService; empty stands for all of them.
class Scope {
 public:
  explicit Scope(const Resource& virtual_service) {
    for (const Node entry : virtual_service.at("spec.exportTo")) {
      const std::string_view ns = entry.text() == "." ? virtual_service.ns : entry.text();
      if (ns == "*") {
        namespaces_.clear();
        break;
      }
      namespaces_.push_back(ns);
    }
  }

  bool shares(const Scope& other) const {
    if (namespaces_.empty() || other.namespaces_.empty()) return true;
    return std::ranges::find_first_of(namespaces_, other.namespaces_) != namespaces_.end();
  }

 private:
  std::vector<std::string_view> namespaces_;
};

}  // namespace

// Sidecars use one VirtualService for a host, the oldest; only gateways merge several. A more
// specific host wins over a wildcard, so only equal names conflict.
void duplicate_mesh_host(const Environment& environment, Report& report) {
  const auto& virtual_services = environment.of_kind("networking.istio.io", "VirtualService");
  if (!environment.is_rendered || virtual_services.size() < 2) return;
  struct Claim {
    const Resource* resource;
    Node host;
    Scope scope;
  };
  std::map<std::string, std::vector<Claim>, std::less<>> by_host;
  for (const Resource* const resource : virtual_services) {
    if (!is_for_mesh(*resource)) continue;
    std::optional<Scope> scope;
    for (const Node host : resource->at("spec.hosts")) {
      if (host.text().empty() || text::has_placeholder(host.text())) continue;
      if (!scope) scope.emplace(*resource);
      auto& claims = by_host[model::full_host(host.text(), resource->ns)];
      const auto other = std::ranges::find_if(claims, [&](const Claim& claim) {
        return claim.resource->root != resource->root && claim.scope.shares(*scope);
      });
      if (other != claims.end()) {
        report
            .add(resource, host, "host `{}` is also in VirtualService `{}`; merge them",
                 host.text(), title_of(*other->resource))
            .related(other->host, "the other VirtualService");
        continue;
      }
      claims.push_back({resource, host, *scope});
    }
  }
}

}  // namespace meshlint::rules::conflict
