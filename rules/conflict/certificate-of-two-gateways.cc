#include <map>

#include "rules/conflict/conflict.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {

// Browsers reuse an HTTP/2 connection for each host that its certificate covers, but the listener
// of that connection does not have the routes of the other Gateway.
void certificate_of_two_gateways(const Environment& environment, Report& report) {
  const auto& gateways = environment.of_kind("networking.istio.io", "Gateway");
  if (!environment.is_rendered || gateways.size() < 2) return;
  struct Use {
    const Resource* gateway;
    Node credential;
  };
  std::map<std::string_view, std::vector<Use>> uses;
  for (const Resource* const gateway : gateways) {
    for (const Node server : gateway->at("spec.servers")) {
      const Node credential = server["tls"]["credentialName"];
      if (credential.text().empty() || text::has_placeholder(credential.text())) continue;
      auto& others = uses[credential.text()];
      if (others.empty() || others.back().gateway != gateway)
        others.push_back({gateway, credential});
    }
  }
  for (const auto& [credential, users] : uses) {
    for (const Use& use : users) {
      const Node selector = use.gateway->at("spec.selector");
      const auto other = std::ranges::find_if(users, [&](const Use& each) {
        return each.gateway != use.gateway &&
               is_part_of(selector, each.gateway->at("spec.selector"));
      });
      if (other == users.end()) continue;
      report
          .add(use.gateway, use.credential,
               "certificate `{}` is also used by Gateway `{}`; merge the two", credential,
               title_of(*other->gateway))
          .related(other->credential, "also used here")
          .note("browsers reuse a connection for all hosts of a certificate, and then get a 404");
    }
  }
}

}  // namespace meshlint::rules::conflict
