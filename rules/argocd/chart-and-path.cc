#include "rules/argocd/argocd.h"

namespace meshlint::rules::argocd {

void chart_and_path(const Resource& resource, Report& report) {
  for_each_source(application_spec(resource), [&](Node source) {
    const Node chart = source["chart"];
    const Node path = source["path"];
    if (chart.text().empty() || path.text().empty()) return;
    report
        .add(path,
             "`path` is ignored because `chart` selects `{}` in a Helm repository; remove one",
             chart.text())
        .related(chart, "the chart");
  });
}

}  // namespace meshlint::rules::argocd
