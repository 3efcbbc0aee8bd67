#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include "model/target_port.h"
#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

// A Service port that leads to a different port of the pods.
struct Detour {
  Node port;
  std::int64_t target;
};

// The ports of one workload that its containers and Services declare.
struct Ports {
  std::set<std::int64_t> own;
  std::map<std::int64_t, Detour> of_services;
  bool is_known = true;  // no Service leads to a port name that no container has
};

class PortOfServiceChecker {
 public:
  PortOfServiceChecker(const Environment& environment, Report& report)
      : environment_(environment), references_(environment.references()), report_(report) {
    for (const Resource* const service : environment.of_kind("", "Service")) {
      const Node selector = service->at("spec.selector");
      if (selector.empty()) continue;
      references_.for_each_selected(selector, &service->ns, [&](const model::Workload& workload) {
        add(service->at("spec.ports"), workload);
      });
    }
  }

  // `at` is the number, as a key or as an item.
  void check(const Resource& policy, Node selector, Node at) {
    const std::string_view text = at.text();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || selector.empty()) return;
    const Detour* detour = nullptr;
    bool is_port_of_pod = false;
    references_.for_each_selected(selector, &policy.ns, [&](const model::Workload& workload) {
      const auto found = ports_.find(workload.resource);
      if (found == ports_.end()) return;
      const Ports& ports = found->second;
      is_port_of_pod = is_port_of_pod || !ports.is_known || ports.own.contains(number);
      const auto way = ports.of_services.find(number);
      if (way != ports.of_services.end()) detour = &way->second;
    });
    if (is_port_of_pod || detour == nullptr) return;
    if (environment_.may_hold_more(policy.ns)) return report_.not_checked(at);
    report_
        .add(&policy, at, "port {} is the Service's port; write {}, where the pods listen", number,
             detour->target)
        .related(detour->port, "port of the Service");
  }

 private:
  void add(Node service_ports, const model::Workload& workload) {
    const auto [at, is_new] = ports_.try_emplace(workload.resource);
    Ports& ports = at->second;
    if (is_new) {
      for (const std::string_view field : {"containers", "initContainers"}) {
        for (const Node container : workload.pod_spec[field]) {
          for (const Node port : container["ports"]) {
            if (const auto number = port["containerPort"].as_int()) ports.own.insert(*number);
          }
        }
      }
    }
    for (const Node port : service_ports) {
      const auto target = model::target_port_of(port, workload);
      ports.is_known = ports.is_known && target && workload.pod_spec;
      if (!target) continue;
      ports.own.insert(*target);
      const auto number = port["port"].as_int();
      if (number) ports.of_services.try_emplace(*number, Detour{port, *target});
    }
  }

  const Environment& environment_;
  const model::References& references_;
  Report& report_;
  std::unordered_map<const Resource*, Ports> ports_;
};

}  // namespace

void port_of_service(const Environment& environment, Report& report) {
  const auto& peers = environment.of_kind("security.istio.io", "PeerAuthentication");
  const auto& policies = environment.of_kind("security.istio.io", "AuthorizationPolicy");
  if (!environment.is_rendered || (peers.empty() && policies.empty())) return;
  PortOfServiceChecker checker(environment, report);
  for (const Resource* const policy : peers) {
    const Node selector = policy->at("spec.selector.matchLabels");
    for (const auto& [port, mtls] : policy->at("spec.portLevelMtls").entries()) {
      checker.check(*policy, selector, port);
    }
  }
  for (const Resource* const policy : policies) {
    const Node selector = policy->at("spec.selector.matchLabels");
    for (const Node rule : policy->at("spec.rules")) {
      for (const Node to : rule["to"]) {
        for (const std::string_view field : {"ports", "notPorts"}) {
          for (const Node port : to["operation"][field]) checker.check(*policy, selector, port);
        }
      }
    }
  }
}

}  // namespace meshlint::rules::reference
