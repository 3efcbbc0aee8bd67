#include <algorithm>

#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

bool has_port(const Resource& provider, std::int64_t number) {
  return std::ranges::any_of(provider.at("spec.ports"), [&](Node port) {
    return port_number(provider, port).as_int() == number;
  });
}

// "80, 443"
std::string port_list(const Resource& provider) {
  std::string list;
  for (const Node port : provider.at("spec.ports")) {
    if (!list.empty()) list += ", ";
    list += port_number(provider, port).text();
  }
  return list;
}

}  // namespace

// The number is the Service's `port`, never its `targetPort`.
void port_not_on_host(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    for_each_destination(*resource, [&](Node destination) {
      const Node port = destination["port"]["number"];
      const auto number = port.as_int();
      if (!number) return;
      const HostFinding found = find_host(environment, *resource, destination["host"]);
      if (found.provider == nullptr || found.provider->at("spec.ports").empty()) return;
      const auto service = service_host(environment, destination["host"].text(), resource->ns);
      const auto providers = environment.references().providers(
          service ? std::string_view(service->full_name) : destination["host"].text());
      if (has_port(*found.provider, *number) ||
          std::ranges::any_of(providers,
                              [&](const Resource* each) { return has_port(*each, *number); })) {
        return;
      }
      const Resource& provider = *found.provider;
      const Node ports = provider.at("spec.ports");
      auto finding = report.add(resource, port, "host `{}` has no port {} (has: {})",
                                destination["host"].text(), *number, port_list(provider));
      finding.related(ports, "ports defined here");
      for (const Node each : ports) {
        if (each["targetPort"].as_int() == number) {
          finding.note(
              fmt::format("{} is the `targetPort` of port {}", *number, each["port"].text()));
        }
      }
    });
  }
}

}  // namespace meshlint::rules::reference
