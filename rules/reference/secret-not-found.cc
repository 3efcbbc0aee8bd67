#include "model/placeholder.h"
#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {

// Secrets often come from nowhere that a repository shows. So this asks for more than a closed
// world: the namespace of the gateway's pods gets other Secrets from this environment.
void secret_not_found(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    for (const Node server : gateway->at("spec.servers")) {
      const Node credential = server["tls"]["credentialName"];
      const std::string_view name = credential.text();
      // "kubernetes://ns/name" and "ns/name" name another place on purpose.
      if (name.empty() || name.find('/') != name.npos || model::has_placeholder(name)) continue;
      // The pods of the gateway read it, and so it has to lie beside them.
      const Resource* workload = nullptr;
      const Node selector = gateway->at("spec.selector");
      if (!selector.empty()) {
        references.for_each_selected(selector, nullptr, [&](const model::Workload& each) {
          if (workload == nullptr) workload = each.resource;
        });
      }
      if (workload == nullptr || environment.may_hold_more(workload->ns) ||
          (!references.makes_secrets_in(workload->ns) && !environment.is_complete())) {
        report.not_judged(credential);
        continue;
      }
      if (references.has_secret(workload->ns, name)) continue;
      const bool is_elsewhere =
          workload->ns != gateway->ns && references.has_secret(gateway->ns, name);
      auto finding = report.add(
          gateway, credential, "no Secret `{}` in namespace `{}`, where the gateway runs{}", name,
          workload->ns, is_elsewhere ? fmt::format("; there is one in `{}`", gateway->ns) : "");
      finding.related(workload->at("metadata.name"), "the gateway's workload");
    }
  }
}

}  // namespace meshlint::rules::reference
