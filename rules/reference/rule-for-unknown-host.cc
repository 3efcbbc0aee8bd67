#include "rules/reference/reference.h"

namespace meshlint::rules::reference {

// A wildcard is a rule for whatever comes, so only plain names are judged. Where the host is
// exported matters to those who call it, not to the rule.
void rule_for_unknown_host(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "DestinationRule")) {
    const Node host = resource->at("spec.host");
    if (host.text().empty() || host.text().starts_with('*')) continue;
    const HostFinding found = find_host(environment, *resource, host);
    if (found.verdict == HostVerdict::kNotJudged) report.not_judged(host);
    if (found.verdict != HostVerdict::kMissing) continue;
    report.add(resource, host, "rule for host `{}`, which is {}", host.text(), missing_text(found));
  }
}

}  // namespace meshlint::rules::reference
