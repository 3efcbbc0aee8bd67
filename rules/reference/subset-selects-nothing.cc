#include "rules/reference/reference.h"
#include "text/edit_distance.h"

namespace meshlint::rules::reference {

// Checks only Services whose pods all come from the environment, and which have some.
void subset_selects_nothing(const Environment& environment, Report& report) {
  const model::References& references = environment.references();
  for (const EmptySubset& empty : empty_subsets(environment)) {
    const Node labels = empty.subset["labels"];
    if (!empty.is_certain) {
      report.not_checked(labels);
      continue;
    }
    const Node selector = empty.service->at("spec.selector");
    const auto first = *labels.entries().begin();
    text::NearestName nearest(first.value.text());
    references.for_each_selected(selector, &empty.service->ns,
                                 [&](const model::Workload& workload) {
                                   nearest.consider(workload.labels[first.key.text()].text());
                                 });
    report
        .add(empty.rule, labels, "no pod of Service `{}` has the labels of subset `{}`{}",
             empty.service->name, empty.subset["name"].text(),
             labels.size() == 1 ? text::did_you_mean(nearest.best()) : std::string())
        .related(selector, "selector of the Service");
  }
}

}  // namespace meshlint::rules::reference
