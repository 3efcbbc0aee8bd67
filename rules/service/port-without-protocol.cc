#include "rules/service/service.h"

namespace meshlint::rules::service {
namespace {

// Istio's own Services, and those that it creates for Gateways.
bool is_of_istio(const Resource& service) {
  const Node labels = service.at("metadata.labels");
  return labels["istio"] || labels["release"].text() == "istio" ||
         labels["gateway.istio.io/managed"];
}

// Namespaces of Kubernetes itself, in which Istio doesn't inject by default.
bool is_of_kubernetes(std::string_view ns) {
  return ns == "kube-system" || ns == "kube-public" || ns == "kube-node-lease";
}

bool is_in_mesh(const Environment& environment, const Resource& service) {
  if (const Resource* const ns = environment.references().namespace_object(service.ns)) {
    const Node labels = ns->at("metadata.labels");
    if (labels["istio-injection"].text() == "enabled" || !labels["istio.io/rev"].text().empty() ||
        labels["istio.io/dataplane-mode"].text() == "ambient") {
      return true;
    }
  }
  const Node selector = service.at("spec.selector");
  if (selector.empty()) return false;
  bool is_injected = false;
  environment.references().for_each_selected(
      selector, &service.ns, [&](const model::Workload& workload) {
        is_injected = is_injected || workload.labels["sidecar.istio.io/inject"].text() == "true";
      });
  return is_injected;
}

}  // namespace

// Without a protocol, Istio reads the first bytes, which takes time and fails if the server sends
// first. Not for an ExternalName: there, the name "tcp" creates a listener for all hosts.
void port_without_protocol(const Environment& environment, Report& report) {
  for (const Resource* const service : environment.of_kind("", "Service")) {
    if (is_of_istio(*service)) continue;
    const bool is_external = service->at("spec.type").text() == "ExternalName";
    for (const Node port : service->at("spec.ports")) {
      const Node name = port["name"];
      const bool is_bare_tcp = is_external && name.text() == "tcp" && !port["appProtocol"];
      if (traffic_of(port) != PortTraffic::kUntold && !is_bare_tcp) continue;
      const bool is_taken_for_mesh = environment.is_complete() && !is_of_kubernetes(service->ns);
      if (!is_taken_for_mesh && !is_in_mesh(environment, *service)) break;
      const Node application = port["appProtocol"];
      const Node at = application ? application : name ? name : port["port"];
      if (is_bare_tcp) {
        report.add(service, at, "port `tcp` of an ExternalName gets the traffic of all hosts; {}",
                   "name the protocol, as in `tls-web`");
      } else {
        report.add(service, at,
                   "port {} has no known protocol; start its name with one, as in `http-web`",
                   port["port"].text());
      }
    }
  }
}

}  // namespace meshlint::rules::service
