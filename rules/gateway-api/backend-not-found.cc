#include <algorithm>

#include "rules/gateway-api/gateway_api.h"
#include "text/edit_distance.h"

namespace meshlint::rules::gateway_api {

// A port is checked wherever the Service is found; a missing Service only in a closed namespace.
void backend_not_found(const Environment& environment, Report& report) {
  for_each_service_backend(environment, [&](const Resource& route, Node backend) {
    const Node name = backend["name"];
    const std::string_view ns = namespace_of(backend, route);
    const Resource* const service = environment.find("", "Service", ns, name.text());
    if (service == nullptr) {
      if (text::has_placeholder(ns) ||
          environment.is_external_host(model::full_host(name.text(), ns))) {
        return;
      }
      if (!environment.is_closed(ns)) return report.not_checked(name);
      text::NearestName nearest(name.text());
      for (const Resource* const other : environment.of_kind("", "Service")) {
        if (other->ns == ns) nearest.consider(other->name);
      }
      report.add(&route, name, "Service `{}` not found in namespace `{}`{}", name.text(), ns,
                 text::did_you_mean(nearest.best()));
      return;
    }
    const Node port = backend["port"];
    const Node ports = service->at("spec.ports");
    if (!port.as_int() || ports.empty()) return;
    const bool has_port = std::ranges::any_of(
        ports, [port](Node each) { return each["port"].as_int() == port.as_int(); });
    if (has_port) return;
    report.add(&route, port, "Service `{}` has no port {}", name.text(), port.text())
        .related(ports, "ports of the Service");
  });
}

}  // namespace meshlint::rules::gateway_api
