#include <algorithm>
#include <map>
#include <set>

#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

// Istio reads a server's number as a port of the Service, and opens its target port.
bool leads_to(const Resource& service, std::int64_t number) {
  return std::ranges::any_of(service.at("spec.ports"), [number](Node port) {
    return port["port"].as_int() == number || port["targetPort"].as_int() == number;
  });
}

}  // namespace

// Checks only Gateways whose workload and Service are both in the environment.
void gateway_port_not_on_service(const Environment& environment, Report& report) {
  const auto& gateways = environment.of_kind("networking.istio.io", "Gateway");
  if (gateways.empty()) return;
  const model::References& references = environment.references();
  std::map<std::string_view, std::vector<const Resource*>> services;
  for (const Resource* const service : environment.of_kind("", "Service")) {
    if (!service->at("spec.selector").empty()) services[service->ns].push_back(service);
  }
  if (services.empty()) return;
  for (const Resource* const gateway : gateways) {
    const Node selector = gateway->at("spec.selector");
    if (selector.empty() || asks_for_unknown(selector)) continue;
    std::set<const Resource*> exposing;
    bool is_open = false;
    references.for_each_selected(selector, nullptr, [&](const model::Workload& workload) {
      is_open = is_open || environment.may_hold_more(workload.resource->ns);
      const auto found = services.find(workload.resource->ns);
      if (found == services.end()) return;
      for (const Resource* const service : found->second) {
        if (model::selects(service->at("spec.selector"), workload.labels)) exposing.insert(service);
      }
    });
    if (exposing.empty()) continue;
    for (const Node server : gateway->at("spec.servers")) {
      const Node port = server["port"]["number"];
      const auto number = port.as_int();
      if (!number) continue;
      const bool is_exposed = std::ranges::any_of(
          exposing, [&](const Resource* service) { return leads_to(*service, *number); });
      if (is_exposed) continue;
      if (is_open) {
        report.not_checked(port);
        continue;
      }
      const Resource& service = **exposing.begin();
      report
          .add(gateway, port, "port {} isn't a port of Service `{}`, which exposes this gateway",
               *number, service.name)
          .related(service.at("spec.ports"), "ports of the Service");
    }
  }
}

}  // namespace meshlint::rules::reference
