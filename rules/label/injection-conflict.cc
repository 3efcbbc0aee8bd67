#include "check/rule.h"

namespace meshlint::rules::label {

// `istio-injection: disabled` isn't a conflict: it clearly means no sidecars.
void injection_conflict(const Resource& resource, Report& report) {
  const Node labels = resource.at("metadata.labels");
  const Node injection = labels.key("istio-injection");
  if (injection && labels["istio-injection"].text() != "enabled") return;
  const Node revision = labels["istio.io/rev"].text().empty() ? Node() : labels.key("istio.io/rev");
  const Node mode = labels["istio.io/dataplane-mode"].text() == "ambient"
                        ? labels.key("istio.io/dataplane-mode")
                        : Node();
  if (injection && revision) {
    report.add(revision, "`istio.io/rev` is ignored because of `istio-injection`; keep one of them")
        .related(injection, "takes precedence");
  }
  const Node sidecar = injection ? injection : revision;
  if (!sidecar || !mode) return;
  report
      .add(injection ? mode : revision,
           "`{}` adds sidecars, and pods with a sidecar don't join the ambient mesh; keep one",
           sidecar.text())
      .related(injection ? injection : mode, "other label");
}

}  // namespace meshlint::rules::label
