#include <algorithm>

#include "model/host_name.h"
#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

// Whether an entry of `servers[].hosts`, such as "shop/reviews.example.com", admits a host of `ns`.
bool admits(std::string_view entry, std::string_view host, std::string_view ns,
            std::string_view gateway_ns) {
  if (const std::size_t slash = entry.find('/'); slash != entry.npos) {
    const std::string_view open_to = entry.substr(0, slash);
    entry.remove_prefix(slash + 1);
    if (open_to == "." ? gateway_ns != ns : (open_to != "*" && open_to != ns)) return false;
  }
  return model::hosts_overlap(entry, host);
}

bool serves_any(const Resource& gateway, const Resource& virtual_service) {
  for (const Node server : gateway.at("spec.servers")) {
    for (const Node entry : server["hosts"]) {
      if (text::has_placeholder(entry.text())) return true;
      for (const Node host : virtual_service.at("spec.hosts")) {
        if (text::has_placeholder(host.text())) return true;
        const std::string full = model::full_host(host.text(), virtual_service.ns);
        if (admits(entry.text(), host.text(), virtual_service.ns, gateway.ns) ||
            admits(entry.text(), full, virtual_service.ns, gateway.ns)) {
          return true;
        }
      }
    }
  }
  return false;
}

// "a.example.com, b.example.com and 3 more"
std::string host_list(const Resource& gateway) {
  constexpr std::size_t kMostNamed = 3;
  std::size_t count = 0;
  std::string list;
  for (const Node server : gateway.at("spec.servers")) {
    for (const Node host : server["hosts"]) {
      if (count++ >= kMostNamed) continue;
      if (!list.empty()) list += ", ";
      list += host.text();
    }
  }
  if (count > kMostNamed) list += fmt::format(" and {} more", count - kMostNamed);
  return list;
}

}  // namespace

// One common host is enough: the others may be for `mesh` or for another Gateway.
void host_not_in_gateway(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    if (resource->at("spec.hosts").empty()) continue;  // a delegate has none
    for (const Node entry : resource->at("spec.gateways")) {
      const Resource* const gateway = find_gateway(environment, *resource, entry);
      if (gateway == nullptr || gateway->at("spec.servers").empty()) continue;
      if (serves_any(*gateway, *resource)) continue;
      report
          .add(resource, entry, "Gateway `{}` has none of these hosts for namespace `{}` (has: {})",
               entry.text(), resource->ns, host_list(*gateway))
          .related(gateway->at("spec.servers[0].hosts"), "hosts of the Gateway");
    }
  }
}

}  // namespace meshlint::rules::reference
