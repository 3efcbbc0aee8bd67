#include <algorithm>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {
namespace {

// Calls visit(name) for each named port of a pod's containers.
template <typename Visit>
void for_each_port_name(const model::Workload& workload, Visit visit) {
  for (const std::string_view field : {"containers", "initContainers"}) {
    for (const Node container : workload.pod_spec[field]) {
      for (const Node port : container["ports"]) {
        if (!port["name"].text().empty()) visit(port["name"].text());
      }
    }
  }
}

}  // namespace

// Only a port name has to be declared; a number works with whatever listens there.
void target_port_not_found(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  for (const Resource* const service : environment.of_kind("", "Service")) {
    const Node selector = service->at("spec.selector");
    if (selector.empty()) continue;
    for (const Node port : service->at("spec.ports")) {
      const Node target = port["targetPort"];
      const std::string_view name = target.text();
      if (name.empty() || target.is_null() || target.as_int() ||
          name.find_first_not_of("0123456789") == name.npos) {
        continue;
      }
      bool is_met = false;
      const model::Workload* first = nullptr;
      text::NearestName nearest(name);
      references.for_each_selected(selector, &service->ns, [&](const model::Workload& workload) {
        if (!workload.pod_spec["containers"]) {
          is_met = true;  // a machine, or a template that another tool fills in
          return;
        }
        if (first == nullptr) first = &workload;
        for_each_port_name(workload, [&](std::string_view each) {
          is_met = is_met || each == name;
          nearest.consider(each);
        });
      });
      if (is_met || first == nullptr || !environment.is_rendered) continue;
      report
          .add(service, target, "no container of the selected pods has a port named `{}`{}", name,
               text::did_you_mean(nearest.best()))
          .related(first->resource->at("metadata.name"), "selected workload");
    }
  }
}

}  // namespace meshlint::rules::reference
