#include <algorithm>

#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

bool has_port(const Resource& provider, std::string_view number) {
  return std::ranges::any_of(provider.at("spec.ports"), [&](Node port) {
    return port_number(provider, port).text() == number;
  });
}

// The first port that requests come in on and that the destination does not have.
struct Listener {
  Node port;
  bool is_known = false;  // all ports that requests come in on are known
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
  // A sidecar listens on the ports of the hosts that are called.
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

// Without `port`, a host with one port is asked at that, and a host with several at the port that
// the request came in on. That works as long as they agree.
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
                 "host `{}` has {} ports and no `port` is chosen; none of them is {}", host.text(),
                 count, missing.port.text())
            .related(missing.port, "requests come in here")
            .related(found.provider->at("spec.ports"), "ports of the host");
      } else if (!missing.is_known) {
        report.not_judged(host);
      }
    });
  }
}

}  // namespace meshlint::rules::reference
