#include "model/host_name.h"
#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

bool is_compared(Node host) {
  return model::is_wildcard_domain(host.text()) || model::is_ip_address(host.text()) ||
         host.text().starts_with("outbound_");
}

}  // namespace

// Istio compares the hosts as they are written, so a short and a full name of one Service differ.
// It compares nothing if one of them is invalid, which another rule reports.
void overlapping_hosts(const Resource& resource, Report& report) {
  // How many earlier hosts each one is compared with, against hostile lists.
  constexpr std::size_t kMostEarlier = 300;
  const Node hosts = resource.at("spec.hosts");
  const bool is_mesh = is_for_mesh(resource.at("spec.gateways"));
  for (const Node host : hosts) {
    if (!is_compared(host) || (is_mesh && host.text() == "*")) return;
  }
  for (std::size_t i = 1; i < hosts.size(); ++i) {
    const Node host = hosts.item(i);
    for (std::size_t j = 0; j < std::min(i, kMostEarlier); ++j) {
      const Node earlier = hosts.item(j);
      if (!model::hosts_overlap(earlier.text(), host.text())) continue;
      if (earlier.text() == host.text()) {
        report.add(host, "duplicate host `{}`, rejected by Istio; remove one", host.text())
            .related(earlier, "first one here");
      } else {
        report
            .add(host, "hosts `{}` and `{}` overlap, rejected by Istio; remove one", earlier.text(),
                 host.text())
            .related(earlier, "overlaps with this");
      }
      break;
    }
  }
}

}  // namespace meshlint::rules::route
