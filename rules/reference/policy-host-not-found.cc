#include <algorithm>
#include <optional>
#include <unordered_set>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

// Hosts of routes and gateways, as written, and the bare names of all Services.
std::unordered_set<std::string> known_names(const Environment& environment) {
  std::unordered_set<std::string> names;
  for (const Resource* const service : environment.of_kind("", "Service")) {
    names.insert(lower(service->name));
  }
  for (const Resource* const route : environment.of_kind("networking.istio.io", "VirtualService")) {
    for (const Node host : route->at("spec.hosts")) names.insert(lower(host.text()));
  }
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    for (const Node server : gateway->at("spec.servers")) {
      for (const Node host : server["hosts"]) {
        names.insert(lower(host.text().substr(host.text().find('/') + 1)));
      }
    }
  }
  return names;
}

class PolicyHostChecker {
 public:
  PolicyHostChecker(const Environment& environment, Report& report)
      : environment_(environment), report_(report), nearest_(environment) {}

  void check(const Resource& policy, Node at) {
    std::string host = lower(at.text());
    if (const std::size_t colon = host.find(':'); colon != host.npos) host.resize(colon);
    if (host == "localhost" || text::has_placeholder(host)) return;
    const auto service = service_host(environment_, host, policy.ns);
    if (!service) return;  // a wildcard, or an external name
    const model::References& references = environment_.references();
    if (!references.providers(service->full_name).empty() || !references.providers(host).empty() ||
        environment_.is_external_host(service->full_name) || environment_.is_external_host(host)) {
      return;
    }
    if (!names_) names_ = known_names(environment_);
    if (names_->contains(host)) return;
    if (!environment_.is_closed(service->ns)) return report_.not_checked(at);
    report_.add(&policy, at, "host `{}` matches no Service in namespace `{}`{}", at.text(),
                service->ns, text::did_you_mean(nearest_.find(service->name, service->ns)));
  }

 private:
  const Environment& environment_;
  Report& report_;
  NearestService nearest_;
  std::optional<std::unordered_set<std::string>> names_;
};

}  // namespace

// A bare name means a Service in the client's namespace, so a Service in any namespace counts.
void policy_host_not_found(const Environment& environment, Report& report) {
  PolicyHostChecker checker(environment, report);
  for (const Resource* const policy :
       environment.of_kind("security.istio.io", "AuthorizationPolicy")) {
    for (const Node rule : policy->at("spec.rules")) {
      for (const Node to : rule["to"]) {
        for (const std::string_view field : {"hosts", "notHosts"}) {
          for (const Node host : to["operation"][field]) checker.check(*policy, host);
        }
      }
    }
  }
}

}  // namespace meshlint::rules::reference
