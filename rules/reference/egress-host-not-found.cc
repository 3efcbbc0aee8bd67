#include <algorithm>
#include <optional>
#include <unordered_set>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::string_view kClusterDomain = ".svc.cluster.local";

// "NAMESPACE/HOST" of a Sidecar, with "." resolved to the Sidecar's namespace.
struct EgressHost {
  std::string_view ns;  // "*" for all
  std::string_view host;
};

bool is_in(const Resource& provider, std::string_view ns) {
  return ns == "*" || model::or_default(provider.ns) == model::or_default(ns);
}

// The namespace in a cluster-local name: "shop" of "*.shop.svc.cluster.local".
std::string_view place_of(std::string_view host) {
  if (!host.ends_with(kClusterDomain)) return {};
  host.remove_suffix(kClusterDomain.size());
  return host.substr(host.rfind('.') + 1);
}

// Names that aren't those of Services. A Sidecar also imports VirtualServices, with the hosts that
// only they have, and ServiceEntries may have hosts in the cluster's domain.
class OtherNames {
 public:
  explicit OtherNames(const Environment& environment) {
    for (const std::string_view kind : {"VirtualService", "ServiceEntry"}) {
      for (const Resource* const resource : environment.of_kind("networking.istio.io", kind)) {
        for (const Node host : resource->at("spec.hosts")) {
          add(model::full_host(host.text(), resource->ns), *resource);
        }
      }
    }
  }

  bool has(const EgressHost& wanted) const {
    return names_.contains(key(wanted.ns, wanted.host)) ||
           std::ranges::any_of(wildcards_, [&wanted](const auto& wildcard) {
             const auto& [suffix, owner] = wildcard;
             return wanted.host.ends_with(suffix) && is_in(*owner, wanted.ns);
           });
  }
  // Whether `ns` has any host whose name is in the namespace `place` of the cluster.
  bool has_in_place(std::string_view ns, std::string_view place) const {
    return places_.contains(key(ns, place));
  }

 private:
  static std::string key(std::string_view ns, std::string_view name) {
    std::string result(ns == "*" ? ns : model::or_default(ns));
    return result.append("/").append(name);
  }

  void add(const std::string& host, const Resource& owner) {
    // The names of ServiceEntries are found in the same way as those of Services.
    const bool is_route = owner.kind == "VirtualService";
    if (is_route && host.starts_with('*')) wildcards_.emplace_back(host.substr(1), &owner);
    const std::string_view place = place_of(host);
    for (const std::string_view ns : {owner.ns, std::string_view("*")}) {
      if (is_route) names_.insert(key(ns, host));
      if (!place.empty()) places_.insert(key(ns, place));
    }
  }

  std::unordered_set<std::string> names_;   // of routes: "shop/HOST", and "*/HOST"
  std::unordered_set<std::string> places_;  // "shop/NAMESPACE", and "*/NAMESPACE"
  std::vector<std::pair<std::string, const Resource*>> wildcards_;
};

class EgressHostChecker {
 public:
  EgressHostChecker(const Environment& environment, Report& report)
      : environment_(environment),
        references_(environment.references()),
        report_(report),
        nearest_(environment) {}

  void check(const Resource& sidecar, Node at) {
    const std::string_view text = at.text();
    const std::size_t slash = text.find('/');
    if (slash == text.npos || text::has_placeholder(text)) return;  // reported by the schema
    EgressHost wanted{text.substr(0, slash), text.substr(slash + 1)};
    if (wanted.host == "*" || wanted.ns == "~") return;
    if (wanted.host.find('.') == text.npos) return;  // Istio rejects it, which the schema reports
    // A Sidecar in the root namespace is the default for all, and "." is the namespace of each.
    const bool is_default = sidecar.ns == references_.root_namespace();
    if (wanted.ns == "." && is_default) return;
    if (wanted.ns == ".") wanted.ns = sidecar.ns;
    if (environment_.is_external_host(wanted.host)) return;
    if (wanted.host.starts_with('*')) return check_wildcard(sidecar, at, wanted);
    check_name(sidecar, at, wanted);
  }

 private:
  bool is_seen(const Resource& provider, const Resource& sidecar) const {
    return sidecar.ns == references_.root_namespace() ||
           references_.is_exported_to(provider, sidecar.ns);
  }

  const OtherNames& other_names() {
    if (!other_names_) other_names_.emplace(environment_);
    return *other_names_;
  }

  void check_name(const Resource& sidecar, Node at, const EgressHost& wanted) {
    const Resource* elsewhere = nullptr;
    const Resource* hidden = nullptr;
    bool is_found = false;
    const auto consider = [&](const Resource& provider) {
      if (!is_in(provider, wanted.ns)) {
        elsewhere = &provider;
      } else if (!is_seen(provider, sidecar)) {
        hidden = &provider;
      } else {
        is_found = true;
      }
    };
    for (const Resource* const provider : references_.providers(wanted.host)) consider(*provider);
    references_.for_each_wildcard_provider(wanted.host, consider);
    if (is_found || other_names().has(wanted)) return;

    const auto service = service_host(environment_, wanted.host, sidecar.ns);
    const std::string_view ns = service ? service->ns : wanted.ns;
    const bool has_provider = hidden != nullptr || elsewhere != nullptr;
    if (!is_checked(wanted, service ? &*service : nullptr, has_provider)) {
      return report_.not_checked(at);
    }
    if (hidden != nullptr) {
      report_
          .add(&sidecar, at, "host `{}` isn't exported to namespace `{}`", wanted.host, sidecar.ns)
          .related(hidden->at("metadata.name"), "defined here");
    } else if (elsewhere != nullptr) {
      report_
          .add(&sidecar, at, "host `{}` is in namespace `{}`, not in `{}`", wanted.host,
               model::or_default(elsewhere->ns), wanted.ns)
          .related(elsewhere->at("metadata.name"), "defined here");
    } else if (service) {
      report_.add(&sidecar, at, "host `{}` matches no Service in namespace `{}`{}", wanted.host, ns,
                  text::did_you_mean(nearest_.find(service->name, ns)));
    } else {
      report_.add(&sidecar, at, "host `{}` matches no Service or ServiceEntry", wanted.host);
    }
  }

  void check_wildcard(const Resource& sidecar, Node at, const EgressHost& wanted) {
    // Checks only cluster-local names: "*.example.com" is often meant for hosts that come later.
    const std::string_view place = place_of(wanted.host);
    if (place.empty() || wanted.host.size() != place.size() + kClusterDomain.size() + 2) return;
    const bool is_contradiction = wanted.ns != "*" && wanted.ns != place;
    if ((environment_.owns_namespace(place) && !is_contradiction) ||
        other_names().has_in_place(wanted.ns, place)) {
      return;
    }
    const bool is_checked = is_contradiction ? environment_.is_rendered && !environment_.is_open &&
                                                   !environment_.may_hold_more(wanted.ns)
                                             : environment_.is_closed(place);
    if (!is_checked) return report_.not_checked(at);
    if (is_contradiction) {
      report_.add(&sidecar, at, "hosts of namespace `{}` aren't in namespace `{}`", place,
                  wanted.ns);
    } else {
      report_.add(&sidecar, at, "host matches nothing; namespace `{}` has no Service", place);
    }
  }

  // Whether everything that could have the host is in the environment.
  bool is_checked(const EgressHost& wanted, const ServiceHost* service, bool has_provider) const {
    if (!environment_.is_rendered || environment_.is_open) return false;
    if (wanted.ns != "*" && environment_.may_hold_more(wanted.ns)) return false;
    if (service != nullptr) return environment_.is_closed(service->ns);
    return has_provider || (environment_.is_complete() && environment_.is_whole());
  }

  const Environment& environment_;
  const model::References& references_;
  Report& report_;
  NearestService nearest_;
  std::optional<OtherNames> other_names_;
};

}  // namespace

void egress_host_not_found(const Environment& environment, Report& report) {
  const auto& sidecars = environment.of_kind("networking.istio.io", "Sidecar");
  if (sidecars.empty()) return;
  EgressHostChecker checker(environment, report);
  for (const Resource* const sidecar : sidecars) {
    for (const Node egress : sidecar->at("spec.egress")) {
      for (const Node host : egress["hosts"]) checker.check(*sidecar, host);
    }
  }
}

}  // namespace meshlint::rules::reference
