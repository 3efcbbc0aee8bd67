// Shared by the rules on Gateway API routes.
#ifndef MESHLINT_RULES_GATEWAY_API_GATEWAY_API_H_
#define MESHLINT_RULES_GATEWAY_API_GATEWAY_API_H_

#include <array>
#include <string_view>

#include "check/rule.h"
#include "text/placeholder.h"

namespace meshlint::rules::gateway_api {

inline constexpr std::string_view kGroup = "gateway.networking.k8s.io";
inline constexpr auto kRouteKinds =
    std::to_array<std::string_view>({"GRPCRoute", "HTTPRoute", "TCPRoute", "TLSRoute", "UDPRoute"});

// Whether a reference is to that kind, with defaults for a missing group and kind.
inline bool refers_to(Node reference, std::string_view group, std::string_view kind,
                      std::string_view default_group, std::string_view default_kind) {
  const Node written_group = reference["group"];
  const Node written_kind = reference["kind"];
  return (written_group ? written_group.text() : default_group) == group &&
         (written_kind ? written_kind.text() : default_kind) == kind;
}

// The namespace that a reference points to.
inline std::string_view namespace_of(Node reference, const Resource& from) {
  const std::string_view written = reference["namespace"].text();
  return written.empty() ? from.ns : written;
}

// Calls visit(route, reference) for each parent of each route that is a Gateway.
template <typename Visit>
void for_each_gateway_parent(const Environment& environment, Visit visit) {
  for (const std::string_view kind : kRouteKinds) {
    for (const Resource* const route : environment.of_kind(kGroup, kind)) {
      for (const Node parent : route->at("spec.parentRefs")) {
        if (!refers_to(parent, kGroup, "Gateway", kGroup, "Gateway")) continue;
        if (parent["name"].text().empty() || text::has_placeholder(parent["name"].text())) continue;
        visit(*route, parent);
      }
    }
  }
}

// Calls visit(route, reference) for each backend of each route, and for each mirror, that is a
// Service.
template <typename Visit>
void for_each_service_backend(const Environment& environment, Visit visit) {
  for (const std::string_view kind : kRouteKinds) {
    for (const Resource* const route : environment.of_kind(kGroup, kind)) {
      const auto consider = [&](Node backend) {
        if (!backend || !refers_to(backend, "", "Service", "", "Service")) return;
        if (backend["name"].text().empty() || text::has_placeholder(backend["name"].text())) return;
        visit(*route, backend);
      };
      for (const Node rule : route->at("spec.rules")) {
        for (const Node backend : rule["backendRefs"]) consider(backend);
        for (const Node filter : rule["filters"]) consider(filter["requestMirror"]["backendRef"]);
      }
    }
  }
}

}  // namespace meshlint::rules::gateway_api

#endif  // MESHLINT_RULES_GATEWAY_API_GATEWAY_API_H_
