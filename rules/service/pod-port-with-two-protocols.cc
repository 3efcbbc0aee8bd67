#include <map>

#include "model/injection.h"
#include "model/target_port.h"
#include "rules/service/service.h"

namespace meshlint::rules::service {
namespace {

std::string_view name_of(PortTraffic traffic) {
  switch (traffic) {
    case PortTraffic::kRequests:
      return "HTTP";
    case PortTraffic::kBytes:
      return "TCP";
    case PortTraffic::kTls:
      return "TLS";
    case PortTraffic::kDatagrams:
    case PortTraffic::kUntold:
      break;
  }
  return "";
}

struct Claim {
  const Resource* service;
  Node port;
  PortTraffic traffic;
};

}  // namespace

void pod_port_with_two_protocols(const Environment& environment, Report& report) {
  if (!environment.is_rendered) return;
  const model::References& references = environment.references();
  std::map<std::pair<const Resource*, std::int64_t>, Claim> first;
  for (const Resource* const service : environment.of_kind("", "Service")) {
    const Node selector = service->at("spec.selector");
    if (selector.empty()) continue;
    for (const Node port : service->at("spec.ports")) {
      const PortTraffic traffic = traffic_of(port);
      if (name_of(traffic).empty()) continue;
      bool is_told = false;
      references.for_each_selected(selector, &service->ns, [&](const model::Workload& workload) {
        const auto target = model::target_port_of(port, workload);
        if (is_told || !target || !workload.pod_spec) return;
        const auto [at, is_new] =
            first.try_emplace({workload.resource, *target}, Claim{service, port, traffic});
        const Claim& other = at->second;
        if (is_new || other.traffic == traffic || other.port == port ||
            model::injection_of(environment, workload) != model::Injection::kInjected) {
          return;
        }
        is_told = true;
        const Node application = port["appProtocol"];
        report
            .add(service,
                 application    ? application
                 : port["name"] ? port["name"]
                                : port["port"],
                 "port {} of {} `{}` is {} here, but {} in Service `{}`", *target,
                 workload.resource->kind, workload.resource->name, name_of(traffic),
                 name_of(other.traffic), other.service->name)
            .related(other.port, "other port")
            .related(workload.resource->at("metadata.name"), "selected by both");
      });
    }
  }
}

}  // namespace meshlint::rules::service
