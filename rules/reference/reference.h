// What the rules on references between resources share.
#ifndef MESHLINT_RULES_REFERENCE_REFERENCE_H_
#define MESHLINT_RULES_REFERENCE_REFERENCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "check/rule.h"

namespace meshlint::rules::reference {

// Calls `visit` with each destination of a VirtualService: of http, tls and tcp routes, and of
// mirrors.
template <typename Visit>
void for_each_destination(const Resource& virtual_service, Visit visit) {
  const Node spec = virtual_service.root["spec"];
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    for (const Node entry : spec[protocol]) {
      for (const Node route : entry["route"]) visit(route["destination"]);
      if (entry["mirror"].is_map()) visit(entry["mirror"]);
      for (const Node mirror : entry["mirrors"]) visit(mirror["destination"]);
    }
  }
}

// A host that is the name of a Service in a cluster.
struct ServiceHost {
  std::string full_name;  // "reviews.shop.svc.cluster.local"
  std::string_view name;  // "reviews"
  std::string_view ns;    // "shop"
};

// The Service that a host means in a resource of namespace `ns`: a bare name, a full name, or one
// cut short behind the namespace or behind `svc`. Nothing for other hosts, which are for
// ServiceEntries and for clusters with a domain of their own, for wildcards, and for names with
// placeholders. Views into `host` and `ns`.
//
// Istio itself completes only bare names. But "reviews.shop" is a host outside of the cluster to
// nobody who wrote it, so it is read as what is meant wherever `environment` runs a `shop`.
std::optional<ServiceHost> service_host(const Environment& environment, std::string_view host,
                                        std::string_view ns);

}  // namespace meshlint::rules::reference

#endif  // MESHLINT_RULES_REFERENCE_REFERENCE_H_
