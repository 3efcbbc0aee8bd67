#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

class NamespaceChecker {
 public:
  NamespaceChecker(const Environment& environment, Report& report)
      : environment_(environment),
        references_(environment.references()),
        report_(report),
        is_checked_(environment.is_rendered && !environment.is_open &&
                    (references_.creates_all_namespaces() || environment.is_complete())) {}

  // Names, or prefixes and suffixes with a `*`.
  void check_pattern(const Resource& resource, Node at) {
    const std::string_view text = at.text();
    if (!text.starts_with('*') && !text.ends_with('*')) return check(resource, at, text);
    if (text == "*" || !environment_.is_complete()) return;
    bool is_met = false;
    references_.for_each_namespace([&](std::string_view ns) {
      is_met = is_met || (text.starts_with('*') ? ns.ends_with(text.substr(1))
                                                : ns.starts_with(text.substr(0, text.size() - 1)));
    });
    if (!is_met) report_.add(&resource, at, "no namespace matches `{}`", text);
  }

  void check(const Resource& resource, Node at, std::string_view ns) {
    if (ns.empty() || ns == "." || ns == "*" || ns == "~" || text::has_placeholder(ns)) return;
    if (references_.knows_namespace(ns) || ns == references_.root_namespace()) return;
    if (!is_checked_) return report_.not_checked(at);
    text::NearestName nearest(ns);
    references_.for_each_namespace([&](std::string_view known) { nearest.consider(known); });
    // Other teams' namespaces are named here, too. Only a name similar to one of ours is a mistake.
    if (!environment_.is_complete() &&
        (nearest.best().empty() || creates_namespace_somewhere(*environment_.workspace, ns))) {
      return report_.not_checked(at);
    }
    report_.add(&resource, at, "namespace `{}` not found{}", ns,
                text::did_you_mean(nearest.best()));
  }

 private:
  const Environment& environment_;
  const model::References& references_;
  Report& report_;
  bool is_checked_;
};

}  // namespace

// Checks only environments that create every namespace they use.
void namespace_not_found(const Environment& environment, Report& report) {
  NamespaceChecker checker(environment, report);
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "AuthorizationPolicy")) {
    for (const Node rule : policy->at("spec.rules")) {
      for (const Node from : rule["from"]) {
        for (const std::string_view field : {"namespaces", "notNamespaces"}) {
          for (const Node ns : from["source"][field]) checker.check_pattern(*policy, ns);
        }
      }
    }
  }
  for (const Resource* const grant :
       environment.of_kind("gateway.networking.k8s.io", "ReferenceGrant")) {
    for (const Node from : grant->at("spec.from")) {
      checker.check(*grant, from["namespace"], from["namespace"].text());
    }
  }
  for (const std::string_view kind : {"VirtualService", "DestinationRule", "ServiceEntry"}) {
    for (const Resource* const resource : environment.of_kind("networking.istio.io", kind)) {
      for (const Node ns : resource->at("spec.exportTo")) checker.check(*resource, ns, ns.text());
    }
  }
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    for (const Node server : gateway->at("spec.servers")) {
      for (const Node host : server["hosts"]) {
        const std::size_t slash = host.text().find('/');
        if (slash != std::string_view::npos) {
          checker.check(*gateway, host, host.text().substr(0, slash));
        }
      }
    }
  }
  for (const Resource* const sidecar : environment.of_kind("networking.istio.io", "Sidecar")) {
    for (const Node egress : sidecar->at("spec.egress")) {
      for (const Node host : egress["hosts"]) {
        checker.check(*sidecar, host, host.text().substr(0, host.text().find('/')));
      }
    }
  }
}

}  // namespace meshlint::rules::reference
