#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

void invalid_ca_reference(const Resource& resource, Report& report) {
  if (report.istio().is_before(1, 26)) return;
  const std::string_view own_namespace = resource.root["metadata"]["namespace"].text();
  for_each_policy(resource, [&](Node policy) {
    constexpr std::string_view kScheme = "configmap://";
    const Node credential = policy["tls"]["credentialName"];
    if (!credential.text().starts_with(kScheme)) return;
    const std::string_view name = credential.text().substr(kScheme.size());
    const std::size_t slash = name.find('/');
    if (slash == 0 || slash == name.npos || slash + 1 == name.size() ||
        name.find('/', slash + 1) != name.npos) {
      report.add(credential, "`{}` is rejected by Istio; write `configmap://NAMESPACE/NAME`",
                 credential.text());
    } else if (!own_namespace.empty() && name.substr(0, slash) != own_namespace) {
      report.add(credential, "a ConfigMap of namespace `{}` is rejected by Istio; use one of `{}`",
                 name.substr(0, slash), own_namespace);
    }
  });
}

}  // namespace meshlint::rules::traffic
