#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {

// Judges only where the Service's pods all come from here, and there are some.
void subset_selects_nothing(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  for (const Resource* const resource :
       environment.of_kind("networking.istio.io", "DestinationRule")) {
    const Node subsets = resource->at("spec.subsets");
    if (subsets.empty()) continue;
    const auto service = service_host(environment, resource->at("spec.host").text(), resource->ns);
    if (!service) continue;
    const auto providers = references.providers(service->full_name);
    if (providers.size() != 1 || providers.front()->kind != "Service") continue;
    const Node selector = providers.front()->at("spec.selector");
    const std::string_view ns = providers.front()->ns;
    if (selector.empty() || !references.selects_any_in(selector, ns)) continue;
    for (const Node subset : subsets) {
      const Node labels = subset["labels"];
      if (labels.empty() || asks_for_unknown(labels)) continue;
      bool is_met = false;
      references.for_each_selected(selector, &ns, [&](const model::Workload& workload) {
        is_met = is_met || model::selects(labels, workload.labels);
      });
      if (is_met) continue;
      if (environment.may_hold_more(ns)) {
        report.not_judged(labels);
        continue;
      }
      const auto first = *labels.entries().begin();
      text::NearestName nearest(first.value.text());
      references.for_each_selected(selector, &ns, [&](const model::Workload& workload) {
        nearest.consider(workload.labels[first.key.text()].text());
      });
      report
          .add(resource, labels, "no pod of Service `{}` has the labels of subset `{}`{}",
               providers.front()->name, subset["name"].text(),
               labels.size() == 1 ? hint(nearest.best()) : std::string())
          .related(selector, "selector of the Service");
    }
  }
}

}  // namespace meshlint::rules::reference
