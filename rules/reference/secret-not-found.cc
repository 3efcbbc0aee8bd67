#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {

namespace {

class SecretChecker {
 public:
  SecretChecker(const Environment& environment, Report& report)
      : environment_(environment), references_(environment.references()), report_(report) {}

  void check(const Resource& gateway, Node credential) {
    const std::string_view name = credential.text();
    // "kubernetes://ns/name" and "ns/name" name another namespace on purpose.
    if (name.empty() || name.find('/') != name.npos || text::has_placeholder(name)) return;
    const Resource* const workload = workload_of(environment_, gateway);
    if (workload == nullptr || environment_.may_hold_more(workload->ns) ||
        (!references_.makes_secrets_in(workload->ns) && !environment_.is_complete())) {
      return report_.not_checked(credential);
    }
    if (references_.has_secret(workload->ns, name)) return;
    const bool is_elsewhere =
        workload->ns != gateway.ns && references_.has_secret(gateway.ns, name);
    report_
        .add(&gateway, credential,
             "Secret `{}` not found in namespace `{}`, where the gateway runs{}", name,
             workload->ns, is_elsewhere ? fmt::format("; there is one in `{}`", gateway.ns) : "")
        .related(workload->at("metadata.name"), "workload of the gateway");
  }

 private:
  const Environment& environment_;
  const model::References& references_;
  Report& report_;
};

}  // namespace

// Secrets are often created outside the repository. So this also requires that the namespace of the
// gateway's pods gets other Secrets from this environment.
void secret_not_found(const Environment& environment, Report& report) {
  SecretChecker checker(environment, report);
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    for (const Node server : gateway->at("spec.servers")) {
      const Node tls = server["tls"];
      checker.check(*gateway, tls["credentialName"]);
      for (const Node credential : tls["credentialNames"]) checker.check(*gateway, credential);
      checker.check(*gateway, tls["caCertCredentialName"]);
    }
  }
}

}  // namespace meshlint::rules::reference
