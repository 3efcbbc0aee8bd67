#include "rules/reference/reference.h"

namespace meshlint::rules::reference {

// A wildcard may be for hosts that come later, so only plain names are checked. It doesn't matter
// where the host is exported: that concerns its callers, not the rule.
void rule_for_unknown_host(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "DestinationRule")) {
    const Node host = resource->at("spec.host");
    if (host.text().empty() || host.text().starts_with('*')) continue;
    const HostFinding found = find_host(environment, *resource, host);
    if (found.verdict == HostVerdict::kNotChecked) report.not_checked(host);
    if (found.verdict != HostVerdict::kMissing) continue;
    report.add(resource, host, "rule has no effect: host `{}` {}", host.text(),
               missing_text(found));
  }
}

}  // namespace meshlint::rules::reference
