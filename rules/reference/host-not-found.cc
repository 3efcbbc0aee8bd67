#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {

// Judges only hosts in namespaces whose Services all come from this environment.
void host_not_found(const Environment& environment, Report& report) {
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "VirtualService")) {
    for_each_destination(*resource, [&](Node destination) {
      const Node host = destination["host"];
      const auto service = service_host(environment, host.text(), resource->ns);
      if (!service || !environment.is_closed(service->ns) ||
          environment.has_host(service->full_name) || environment.has_host(host.text())) {
        return;
      }

      text::NearestName nearest(service->name);
      for (const Resource* const other : environment.of_kind("", "Service")) {
        if (other->ns == service->ns) nearest.consider(other->name);
      }
      if (nearest.best().empty()) {
        report.add(resource, host, "host `{}` is no Service in namespace `{}`", host.text(),
                   service->ns);
      } else {
        report.add(resource, host, "host `{}` is no Service in namespace `{}`; did you mean `{}`?",
                   host.text(), service->ns, nearest.best());
      }
    });
  }
}

}  // namespace meshlint::rules::reference
