#include "model/host_name.h"
#include "rules/route/route.h"

namespace meshlint::rules::route {

// Other rules report names that are no host names, and TLS routes without `hosts`. Istio accepts
// addresses before it compares anything.
void sni_host_not_covered(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  const Node hosts = spec["hosts"];
  if (spec["tls"].empty() || hosts.empty()) return;
  for (const Node host : hosts) {
    if (is_filled_in_later(host.text())) return;
  }
  for (const Node route : spec["tls"]) {
    for (const Node match : route["match"]) {
      for (const Node sni : match["sniHosts"]) {
        const std::string_view text = sni.text();
        if (text.empty() || is_filled_in_later(text)) continue;
        if (!model::is_wildcard_domain(text) && !text.starts_with("outbound_")) continue;
        const bool is_covered = std::ranges::any_of(
            hosts, [text](Node host) { return model::covers_host(host.text(), text); });
        if (is_covered) continue;
        report
            .add(sni, "SNI host `{}` is in none of the `hosts`, rejected by Istio; add it there",
                 text)
            .related(hosts, "hosts of the VirtualService");
      }
    }
  }
}

}  // namespace meshlint::rules::route
