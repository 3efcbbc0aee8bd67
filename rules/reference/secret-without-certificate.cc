#include "rules/reference/reference.h"

namespace meshlint::rules::reference {
namespace {

bool has(const Resource& secret, std::string_view key) {
  return secret.root["data"][key] || secret.root["stringData"][key];
}

bool is_filled_in_elsewhere(const Resource& secret) {
  return secret.root["data"].empty() && secret.root["stringData"].empty();
}

bool has_authority(const Environment& environment, const Resource& secret) {
  const std::string name = fmt::format("{}-cacert", secret.name);
  const Resource* const other = environment.find("", "Secret", secret.ns, name);
  if (other == nullptr) {
    return has(secret, "ca.crt") || has(secret, "cacert") ||
           environment.references().has_secret(secret.ns, name);
  }
  return is_filled_in_elsewhere(*other) || has(*other, "cacert") || has(*other, "ca.crt");
}

void check(const Environment& environment, const Resource& gateway, Node server,
           std::string_view ns, Report& report) {
  const Node credential = server["tls"]["credentialName"];
  const Resource* const secret = environment.find("", "Secret", ns, credential.text());
  if (secret == nullptr || is_filled_in_elsewhere(*secret)) return;
  const Node name = secret->at("metadata.name");
  if (!(has(*secret, "tls.crt") && has(*secret, "tls.key")) &&
      !(has(*secret, "cert") && has(*secret, "key"))) {
    report
        .add(&gateway, credential,
             "Secret `{}` has neither `tls.crt` and `tls.key` nor `cert` and `key`",
             credential.text())
        .related(name, "the Secret");
    return;
  }
  if (server["tls"]["mode"].text() != "MUTUAL" || server["tls"]["caCertCredentialName"] ||
      has_authority(environment, *secret)) {
    return;
  }
  if (environment.may_hold_more(ns)) return report.not_checked(credential);
  report
      .add(&gateway, credential,
           "`MUTUAL` without a CA for clients; add `ca.crt` to Secret `{}` or to `{}-cacert`",
           credential.text(), credential.text())
      .related(name, "the Secret");
}

}  // namespace

// Doesn't check the certificate itself or its dates.
void secret_without_certificate(const Environment& environment, Report& report) {
  if (environment.of_kind("", "Secret").empty()) return;
  for (const Resource* const gateway : environment.of_kind("networking.istio.io", "Gateway")) {
    const Resource* const workload = workload_of(environment, *gateway);
    if (workload == nullptr) continue;
    for (const Node server : gateway->at("spec.servers")) {
      if (!server["tls"]["credentialName"].text().empty()) {
        check(environment, *gateway, server, workload->ns, report);
      }
    }
  }
}

}  // namespace meshlint::rules::reference
