#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {

void delegate_not_found(const Environment& environment, Report& report) {
  const auto& virtual_services = environment.of_kind("networking.istio.io", "VirtualService");
  for (const Resource* const resource : virtual_services) {
    for (const Node route : resource->at("spec.http")) {
      const Node delegate = route["delegate"];
      const Node name = delegate["name"];
      if (name.text().empty() || text::has_placeholder(name.text())) continue;
      const Node written_ns = delegate["namespace"];
      const std::string_view ns = written_ns.text().empty() ? resource->ns : written_ns.text();
      if (text::has_placeholder(ns) ||
          environment.find("networking.istio.io", "VirtualService", ns, name.text()) != nullptr) {
        continue;
      }
      text::NearestName nearest(name.text());
      bool has_others = environment.is_complete();
      for (const Resource* const other : virtual_services) {
        if (other->ns != ns) continue;
        has_others = true;
        nearest.consider(other->name);
      }
      if (!has_others || environment.may_hold_more(ns)) {
        report.not_checked(name);
        continue;
      }
      report.add(resource, name, "delegate `{}` not found in namespace `{}`{}", name.text(), ns,
                 text::did_you_mean(nearest.best()));
    }
  }
}

}  // namespace meshlint::rules::reference
