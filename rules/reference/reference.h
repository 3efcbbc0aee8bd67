// What the rules on references between resources share.
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

// The Service that a host means in a resource of namespace `ns`: a bare name, a full name, or one
// cut short behind the namespace or behind `svc`. Nothing for other hosts, which are for
// ServiceEntries and for clusters with a domain of their own, for wildcards, and for names with
// placeholders. Views into `host` and `ns`.
//
// Istio itself completes only bare names. But "reviews.shop" is a host outside of the cluster to
// nobody who wrote it, so it is read as what is meant wherever `environment` runs a `shop`.
std::optional<ServiceHost> service_host(const Environment& environment, std::string_view host,
                                        std::string_view ns);

// What a host of a resource comes to.
enum class HostVerdict : std::uint8_t {
  kFound,       // something provides it, and the resource sees it
  kNotVisible,  // something provides it, but exports it to other namespaces only
  kMissing,     // nothing provides it, and nothing else could
  kNotJudged,   // somebody else may provide it
};

struct HostFinding {
  HostVerdict verdict = HostVerdict::kNotJudged;
  const Resource* provider = nullptr;  // Service or ServiceEntry, for kFound and kNotVisible
  std::string_view ns;                 // where a Service is missing; empty for other hosts
  std::string nearest;                 // a Service there with almost that name
};

// Looks a host up as `resource` means it. A VirtualService is seen by the namespaces of its
// `exportTo`, and so it is those that have to see the host.
HostFinding find_host(const Environment& environment, const Resource& resource, Node host);

// A subset of a DestinationRule whose labels are those of no pod behind the Service.
struct EmptySubset {
  const Resource* rule = nullptr;
  const Resource* service = nullptr;
  std::string full_host;
  Node subset;
  bool is_certain = false;  // no pod of the namespace lies elsewhere
};

// Those of an environment, for Services that select some pods of it.
std::vector<EmptySubset> empty_subsets(const Environment& environment);

// The number of an item of the `spec.ports` of a Service or of a ServiceEntry.
Node port_number(const Resource& provider, Node port);

// "no Service in namespace `shop`; did you mean `reviews`?", for kMissing.
std::string missing_text(const HostFinding& found);

struct GatewayName {
  std::string_view ns;
  std::string_view name;
};

// The workload that a Gateway of Istio's own API selects, beside which its Secrets have to lie; the
// first of several, null if none is here.
const Resource* workload_of(const Environment& environment, const Resource& gateway);

// What an entry of a VirtualService's `gateways` means: "edge/shop", a bare name of the resource's
// own namespace, or the older "shop.edge".
GatewayName gateway_name(std::string_view written, std::string_view own_ns);

// The Gateway that it means, or null; "mesh" is none.
const Resource* find_gateway(const Environment& environment, const Resource& virtual_service,
                             Node gateway);

// Finds the Service of a namespace whose name is almost the one that is missing. Each search walks
// over the Services of the namespace, so where hundreds are missing the last ones get no hint.
class NearestService {
 public:
  explicit NearestService(const Environment& environment) : environment_(environment) {}

  // Its name, or an empty text.
  std::string find(std::string_view name, std::string_view ns);

 private:
  static constexpr int kMostSearches = 200;

  const Environment& environment_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> names_;  // by namespace
  int searches_ = 0;
};

// "; did you mean `reviews`?", or nothing.
std::string hint(std::string_view nearest);

// Whether a manifest of the workspace, in whatever environment, creates that namespace. Costs a
// walk over all documents: ask last.
bool creates_namespace_somewhere(const model::Workspace& workspace, std::string_view ns);

// A label that a cluster writes onto pods at run time, so that no manifest has it.
bool is_runtime_label(std::string_view key);

// Whether a selector asks for labels that only the cluster knows, or that are filled in later.
bool asks_for_unknown(Node selector);

}  // namespace meshlint::rules::reference

#endif  // MESHLINT_RULES_REFERENCE_REFERENCE_H_
