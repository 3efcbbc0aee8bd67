#include <algorithm>

#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

bool has_port(const Resource& provider, std::string_view number) {
  return std::ranges::any_of(provider.at("spec.ports"), [&](Node port) {
    return port_number(provider, port).text() == number;
  });
}

// The first port on which requests arrive and that the destination doesn't have.
struct Listener {
  Node port;
  bool is_known = false;  // all ports on which requests arrive are known
};

class Listeners {
 public:
  Listeners(const Environment& environment, const Resource& virtual_service)
      : environment_(environment), virtual_service_(virtual_service) {}

  Listener missing_in(const Resource& destination) const {
    Listener result{.port = {}, .is_known = true};
    const Node gateways = virtual_service_.at("spec.gateways");
    if (gateways.empty()) of_mesh(destination, result);
    for (const Node entry : gateways) {
      if (entry.text() == "mesh") {
        of_mesh(destination, result);
      } else if (const Resource* gateway = find_gateway(environment_, virtual_service_, entry)) {
        for (const Node server : gateway->at("spec.servers")) {
          consider(server["port"]["number"], destination, result);
        }
      } else {
        result.is_known = false;
      }
    }
    return result;
  }

 private:
  // A sidecar listens on the ports of the called hosts.
  void of_mesh(const Resource& destination, Listener& result) const {
    const Node hosts = virtual_service_.at("spec.hosts");
    if (hosts.empty()) result.is_known = false;
    for (const Node host : hosts) {
      const HostFinding found = find_host(environment_, virtual_service_, host);
      if (found.provider == nullptr) {
        result.is_known = false;
        continue;
      }
      for (const Node port : found.provider->at("spec.ports")) {
        consider(port_number(*found.provider, port), destination, result);
      }
    }
  }

  static void consider(Node port, const Resource& destination, Listener& result) {
    if (!result.port && !has_port(destination, port.text())) result.port = port;
  }

  const Environment& environment_;
  const Resource& virtual_service_;
};

}  // namespace

// Without `port`, Istio uses the host's only port. If the host has several, Istio uses the port on
// which the request arrived, which works only if the host has it.
void port_not_chosen(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    for_each_destination(*resource, [&](Node destination) {
      const Node host = destination["host"];
      if (!host || destination["port"]) return;
      const HostFinding found = find_host(environment, *resource, host);
      if (found.provider == nullptr || found.provider->at("spec.ports").size() < 2) return;
      const Listener missing = Listeners(environment, *resource).missing_in(*found.provider);
      const std::size_t count = found.provider->at("spec.ports").size();
      if (missing.port) {
        report
            .add(resource, host,
                 "host `{}` has {} ports, none of them {}, where requests arrive; set `port`",
                 host.text(), count, missing.port.text())
            .related(missing.port, "requests arrive here")
            .related(found.provider->at("spec.ports"), "ports of the host");
      } else if (!missing.is_known) {
        report.not_checked(host);
      }
    });
  }
}

}  // namespace meshlint::rules::reference
