#include "rules/reference/reference.h"

namespace meshlint::rules::reference {

// Checks only hosts that the environment provides, and hosts in namespaces whose Services all come
// from it.
void host_not_found(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    for_each_destination(*resource, [&](Node destination) {
      const Node host = destination["host"];
      if (host.text().empty()) return;
      const HostFinding found = find_host(environment, *resource, host);
      switch (found.verdict) {
        case HostVerdict::kFound:
          return;
        case HostVerdict::kNotChecked:
          return report.not_checked(host);
        case HostVerdict::kNotVisible:
          report
              .add(resource, host, "host `{}` isn't exported to the namespaces that use this route",
                   host.text())
              .related(found.provider->at("metadata.name"), "defined here");
          return;
        case HostVerdict::kMissing:
          report.add(resource, host, "host `{}` {}", host.text(), missing_text(found));
          return;
      }
    });
  }
}

}  // namespace meshlint::rules::reference
