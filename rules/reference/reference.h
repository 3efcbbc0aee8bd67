// Shared code of the rules on references between resources.
#ifndef MESHLINT_RULES_REFERENCE_REFERENCE_H_
#define MESHLINT_RULES_REFERENCE_REFERENCE_H_

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// The Service that a host means in a resource of namespace `ns`. The host may be a bare name, a
// full name, or one cut off after the namespace or after `svc`. Returns nothing for wildcards,
// names with placeholders, and other hosts, which ServiceEntries and clusters with another domain
// may have. The result views into `host` and `ns`.
//
// Istio itself expands only bare names. But nobody writes "reviews.shop" for a host outside the
// cluster, so it means the Service `reviews` if `environment` has the namespace `shop`.
std::optional<ServiceHost> service_host(const Environment& environment, std::string_view host,
                                        std::string_view ns);

// The result of a host lookup.
enum class HostVerdict : std::uint8_t {
  kFound,       // there is a provider, and the resource sees it
  kNotVisible,  // there is a provider, but it exports the host only to other namespaces
  kMissing,     // there is no provider, and none can exist outside the environment
  kNotChecked,  // a provider may exist outside the environment
};

struct HostFinding {
  HostVerdict verdict = HostVerdict::kNotChecked;
  const Resource* provider = nullptr;  // Service or ServiceEntry, for kFound and kNotVisible
  std::string_view ns;                 // of the missing Service; empty for other hosts
  std::string nearest;                 // a Service in `ns` with a similar name
};

// Looks up a host of `resource`. The namespaces in a VirtualService's `exportTo` use it, so they
// are the ones that have to see the host.
HostFinding find_host(const Environment& environment, const Resource& resource, Node host);

// A subset of a DestinationRule whose labels match no pod of the Service.
struct EmptySubset {
  const Resource* rule = nullptr;
  const Resource* service = nullptr;
  std::string full_host;
  Node subset;
  bool is_certain = false;  // all pods of the namespace come from the environment
};

// The empty subsets of an environment, for Services that select some of its pods.
std::vector<EmptySubset> empty_subsets(const Environment& environment);

// The number of an item of the `spec.ports` of a Service or of a ServiceEntry.
Node port_number(const Resource& provider, Node port);

// "matches no Service in namespace `shop`; did you mean `reviews`?", for kMissing.
std::string missing_text(const HostFinding& found);

struct GatewayName {
  std::string_view ns;
  std::string_view name;
};

// The workload that a Gateway of Istio's own API selects, in whose namespace its Secrets have to
// be. The first of several, null if the environment has none.
const Resource* workload_of(const Environment& environment, const Resource& gateway);

// Parses an entry of a VirtualService's `gateways`: "edge/shop", a bare name in the resource's own
// namespace, or the legacy form "shop.edge".
GatewayName gateway_name(std::string_view written, std::string_view own_ns);

// The Gateway that such an entry names, or null; also null for "mesh".
const Resource* find_gateway(const Environment& environment, const Resource& virtual_service,
                             Node gateway);

// Finds the Service of a namespace whose name is similar to a missing one. Each search walks over
// the Services of the namespace, so if hundreds are missing, the last ones get no hint.
class NearestService {
 public:
  explicit NearestService(const Environment& environment) : environment_(environment) {}

  // Its name, or an empty string.
  std::string find(std::string_view name, std::string_view ns);

 private:
  static constexpr int kMostSearches = 200;

  const Environment& environment_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> names_;  // by namespace
  int searches_ = 0;
};

// "; did you mean `reviews`?", or nothing.

// Whether a manifest of the workspace, in any environment, creates the namespace. Walks over all
// documents, so call it last.
bool creates_namespace_somewhere(const model::Workspace& workspace, std::string_view ns);

// A label that the cluster sets on pods at run time, so no manifest has it.
bool is_runtime_label(std::string_view key);

// Whether a selector has labels that only the cluster sets, or placeholders.
bool asks_for_unknown(Node selector);

}  // namespace meshlint::rules::reference

#endif  // MESHLINT_RULES_REFERENCE_REFERENCE_H_
