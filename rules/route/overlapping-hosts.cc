#include "model/host_name.h"
#include "rules/route/route.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {

// Istio compares the hosts as they are written, so a short and a full name of one Service differ.
void overlapping_hosts(const Resource& resource, Report& report) {
  // How many earlier hosts each one is compared with, against hostile lists.
  constexpr std::size_t kMostEarlier = 300;
  const Node hosts = resource.at("spec.hosts");
  for (std::size_t i = 1; i < hosts.size(); ++i) {
    const Node host = hosts.item(i);
    if (host.text().empty() || host.is_null() || text::has_placeholder(host.text())) continue;
    for (std::size_t j = 0; j < std::min(i, kMostEarlier); ++j) {
      const Node earlier = hosts.item(j);
      if (earlier.text().empty() || earlier.is_null() || text::has_placeholder(earlier.text()) ||
          !model::hosts_overlap(earlier.text(), host.text())) {
        continue;
      }
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
