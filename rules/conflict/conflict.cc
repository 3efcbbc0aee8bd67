#include "rules/conflict/conflict.h"

#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "model/injection.h"
#include "model/peer_authentication.h"
#include "model/target_port.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {
namespace {

using model::Injection;
using model::MutualTls;
using model::TlsDemand;
using model::Workload;

constexpr std::string_view kClusterDomain = ".svc.cluster.local";

// The settings of a policy for a port; missing if there are none. They do not inherit from the
// settings for all ports.
Node port_settings(Node policy, Node port) {
  for (const Node settings : policy["portLevelSettings"]) {
    if (settings["port"]["number"].text() == port["port"].text()) return settings;
  }
  return {};
}

Node tls_of(Node policy, Node port) {
  const Node settings = port_settings(policy, port);
  return settings ? settings["tls"] : policy["tls"];
}

// The traffic that such settings produce. An empty block is DISABLE.
std::optional<Traffic> traffic_of(Node tls) {
  if (!tls) return std::nullopt;
  const std::string_view mode = tls["mode"].text();
  if (mode == "ISTIO_MUTUAL") return Traffic::kMutualTls;
  // To a sidecar that requires a client certificate, TLS without one is like plain text.
  if (mode.empty() || mode == "DISABLE" || mode == "SIMPLE") return Traffic::kPlainText;
  return std::nullopt;
}

// The DestinationRules by host: full names, and wildcards as written.
class NarrowestRules {
 public:
  explicit NarrowestRules(const Environment& environment) {
    for (const Resource* const rule :
         environment.of_kind("networking.istio.io", "DestinationRule")) {
      const std::string_view host = rule->at("spec.host").text();
      if (host.empty() || text::has_placeholder(host)) continue;
      std::string full = model::full_host(host, rule->ns);
      by_host_[std::move(full)].push_back(rule);
    }
  }

  // Those with the narrowest host that matches this one.
  std::span<const Resource* const> narrowest(std::string_view host) const {
    if (const auto found = by_host_.find(host); found != by_host_.end()) return found->second;
    // Names have few labels; a host with thousands of dots is not one.
    constexpr int kMostLabels = 32;
    std::string wildcard = "*";
    std::size_t dot = host.find('.');
    for (int label = 0; label < kMostLabels && dot != host.npos; ++label) {
      wildcard.resize(1);
      wildcard += host.substr(dot);
      if (const auto found = by_host_.find(wildcard); found != by_host_.end()) return found->second;
      dot = host.find('.', dot + 1);
    }
    const auto found = by_host_.find("*");
    return found == by_host_.end() ? std::span<const Resource* const>() : found->second;
  }

 private:
  std::unordered_map<std::string, std::vector<const Resource*>, model::StringHash, std::equal_to<>>
      by_host_;
};

class TlsChecker {
 public:
  TlsChecker(const Environment& environment, Traffic traffic, Report& report)
      : environment_(environment),
        references_(environment.references()),
        policies_(environment),
        traffic_(traffic),
        report_(report) {}

  void check() {
    if (!environment_.is_rendered || policies_.empty()) return;
    const NarrowestRules rules(environment_);
    for (const Resource* const service : environment_.of_kind("", "Service")) {
      const Node selector = service->at("spec.selector");
      if (selector.empty()) continue;
      const auto narrowest = rules.narrowest(model::full_host(service->name, service->ns));
      for (const Resource* const rule : narrowest) {
        if (!is_outdone(*rule, narrowest, *service)) check_service(*rule, *service);
      }
      if (narrowest.empty()) check_without_rule(*service);
    }
    for (const Resource* const rule :
         environment_.of_kind("networking.istio.io", "DestinationRule")) {
      check_wide(*rule);
    }
    policies_.for_each_namespace([&](std::string_view ns, const TlsDemand& demand) {
      if (!environment_.owns_namespace(ns)) check_namespace(ns, demand, rules);
    });
  }

 private:
  // Istio uses a DestinationRule of the root namespace only if the Service's namespace has none.
  bool is_outdone(const Resource& rule, std::span<const Resource* const> others,
                  const Resource& service) const {
    return rule.ns == references_.root_namespace() &&
           std::ranges::any_of(others, [&](const Resource* other) {
             return other != &rule && other->ns == service.ns;
           });
  }

  bool is_against(const TlsDemand& demand) const {
    return demand.mode ==
           (traffic_ == Traffic::kPlainText ? MutualTls::kStrict : MutualTls::kDisable);
  }

  void check_service(const Resource& rule, const Resource& service) {
    const Node policy = rule.at("spec.trafficPolicy");
    for (const Node port : service.at("spec.ports")) {
      const Node tls = tls_of(policy, port);
      if (tls) {
        check_port(rule, tls, service, port, {});
      } else if (wants_settings()) {
        check_silent_rule(rule, service, port);
      }
      for (const Node subset : rule.at("spec.subsets")) {
        const Node own = tls_of(subset["trafficPolicy"], port);
        if (own) check_port(rule, own, service, port, subset["labels"]);
      }
    }
  }

  // Calls visit(workload, demand) for each workload behind the port that rejects the traffic.
  template <typename Visit>
  void for_each_opponent(const Resource& service, Node port, Node labels, Visit visit) {
    references_.for_each_selected(
        service.at("spec.selector"), &service.ns, [&](const Workload& workload) {
          if (!workload.pod_spec || !model::selects(labels, workload.labels)) return;
          const TlsDemand demand =
              policies_.demand_of(workload, model::target_port_of(port, workload));
          if (!is_against(demand)) return;
          // Without a sidecar, nothing enforces the policy.
          if (model::injection_of(environment_, workload) == Injection::kInjected) {
            visit(workload, demand);
          }
        });
  }

  void check_port(const Resource& rule, Node tls, const Resource& service, Node port, Node labels) {
    if (traffic_of(tls) != traffic_) return;
    const Node at = tls["mode"] ? tls["mode"] : tls;
    for_each_opponent(
        service, port, labels, [&](const Workload& workload, const TlsDemand& demand) {
          if (environment_.may_hold_more(workload.resource->ns)) return report_.not_checked(at);
          if (!told_.insert(at.record()).second) return;
          tell(rule, at, fmt::format("the pods of Service `{}`", title_of(service)), demand)
              .related(port, "port of the Service");
        });
  }

  check::FindingBuilder tell(const Resource& rule, Node at, const std::string& whose,
                             const TlsDemand& demand) {
    const std::string mode =
        at.is_scalar() ? fmt::format("`{}`", at.text()) : std::string("an empty `tls`");
    auto finding =
        traffic_ == Traffic::kPlainText
            ? report_.add(&rule, at, "{} sends no client certificate, but {} accept only mTLS",
                          mode, whose)
            : report_.add(&rule, at, "{} sends mTLS, but {} accept only plain text", mode, whose);
    return finding.related(demand.at, "required here");
  }

  // With automatic mTLS off, a missing `tls` means plain text.
  bool wants_settings() const {
    return traffic_ == Traffic::kPlainText &&
           std::ranges::any_of(environment_.install.mesh_configs, [](const auto& mesh) {
             return mesh.root["enableAutoMtls"].text() == "false";
           });
  }

  void check_silent_rule(const Resource& rule, const Resource& service, Node port) {
    for_each_opponent(service, port, {}, [&](const Workload& workload, const TlsDemand& demand) {
      const Node at = rule.at("spec.host");
      if (environment_.may_hold_more(workload.resource->ns)) return report_.not_checked(at);
      if (!told_.insert(at.record()).second) return;
      report_
          .add(&rule, at,
               "no `tls` for `{}`, whose pods accept only mTLS, and `enableAutoMtls` is off",
               at.text())
          .related(demand.at, "required here");
    });
  }

  void check_without_rule(const Resource& service) {
    if (!wants_settings()) return;
    for (const Node port : service.at("spec.ports")) {
      for_each_opponent(service, port, {}, [&](const Workload& workload, const TlsDemand& demand) {
        if (environment_.may_hold_more(workload.resource->ns))
          return report_.not_checked(demand.at);
        if (!told_.insert(demand.at.record()).second) return;
        report_
            .add(demand.policy, demand.at,
                 "no DestinationRule sends mTLS to Service `{}`, and `enableAutoMtls` is off",
                 title_of(service))
            .related(service.at("metadata.name"), "Service without a DestinationRule");
      });
    }
  }

  // A DestinationRule for a whole namespace or the mesh, against the policy of exactly that scope.
  // This is wrong even without a Service.
  void check_wide(const Resource& rule) {
    const std::string_view host = rule.at("spec.host").text();
    const Node tls = rule.at("spec.trafficPolicy.tls");
    if (!host.starts_with("*.") || traffic_of(tls) != traffic_) return;
    TlsDemand demand;
    std::string whose;
    if (host == "*.local" || host == "*.cluster.local" || host == "*.svc.cluster.local") {
      demand = policies_.demand_of_mesh();
      whose = "the workloads of the mesh";
    } else if (host.ends_with(kClusterDomain)) {
      const std::string_view ns = host.substr(2, host.size() - 2 - kClusterDomain.size());
      if (ns.find('.') != ns.npos) return;
      demand = policies_.demand_of(ns);
      whose = fmt::format("the workloads of namespace `{}`", ns);
    }
    const Node at = tls["mode"] ? tls["mode"] : tls;
    if (is_against(demand) && told_.insert(at.record()).second) tell(rule, at, whose, demand);
  }

  // The policy of a namespace whose Services are outside the environment, against the
  // DestinationRule for the whole mesh.
  void check_namespace(std::string_view ns, const TlsDemand& demand, const NarrowestRules& rules) {
    if (!is_against(demand)) return;
    for (const Resource* const rule : rules.narrowest(fmt::format("*.{}{}", ns, kClusterDomain))) {
      const Node tls = rule->at("spec.trafficPolicy.tls");
      const Node at = tls["mode"] ? tls["mode"] : tls;
      if (traffic_of(tls) != traffic_ || told_.contains(at.record())) continue;
      const bool is_strict = traffic_ == Traffic::kPlainText;
      report_
          .add(demand.policy, demand.at,
               "`{}` accepts only {}, but DestinationRule `{}` sends {} to all", demand.at.text(),
               is_strict ? "mTLS" : "plain text", title_of(*rule),
               is_strict ? "no client certificate" : "mTLS")
          .related(at, "set here");
      return;
    }
  }

  const Environment& environment_;
  const model::References& references_;
  const model::PeerAuthentications policies_;
  const Traffic traffic_;
  Report& report_;
  std::unordered_set<const yaml::Record*> told_;
};

}  // namespace

void check_tls_against_policies(const Environment& environment, Traffic traffic, Report& report) {
  if (environment.of_kind("security.istio.io", "PeerAuthentication").empty()) return;
  TlsChecker(environment, traffic, report).check();
}

}  // namespace meshlint::rules::conflict
