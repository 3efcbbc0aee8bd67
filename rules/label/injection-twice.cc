#include "check/rule.h"

namespace meshlint::rules::label {

// `istio-injection: disabled` wins over both others, and says so.
void injection_twice(const Resource& resource, Report& report) {
  const Node labels = resource.at("metadata.labels");
  const Node injection = labels.key("istio-injection");
  if (injection && labels["istio-injection"].text() != "enabled") return;
  const Node revision = labels["istio.io/rev"].text().empty() ? Node() : labels.key("istio.io/rev");
  const Node mode = labels["istio.io/dataplane-mode"].text() == "ambient"
                        ? labels.key("istio.io/dataplane-mode")
                        : Node();
  if (injection && revision) {
    report.add(revision, "`istio.io/rev` is not looked at beside `istio-injection`; keep one")
        .related(injection, "this one counts");
  }
  const Node sidecar = injection ? injection : revision;
  if (!sidecar || !mode) return;
  report
      .add(injection ? mode : revision,
           "`{}` gives the pods sidecars, and those are left out of the ambient mesh; keep one",
           sidecar.text())
      .related(injection ? injection : mode, "the other label");
}

}  // namespace meshlint::rules::label
