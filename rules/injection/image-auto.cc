#include "check/rule.h"
#include "model/injection.h"

namespace meshlint::rules::injection {

// A namespace without labels may get them by hand, so it is reported only in a complete
// environment.
void image_auto(const Environment& environment, Report& report) {
  for (const model::Workload& workload : environment.references().workloads()) {
    for (const Node container : workload.pod_spec["containers"]) {
      const Node image = container["image"];
      if (image.text() != "auto" || container["name"].text() != model::kProxyContainer) continue;
      const model::Injection injection = model::injection_of(environment, workload);
      if (injection == model::Injection::kRefused) {
        report.add(workload.resource, image,
                   "image `auto` needs injection, but it's disabled for this pod; enable it");
      } else if (injection == model::Injection::kNotAsked && environment.is_complete()) {
        report.add(
            workload.resource, image,
            "image `auto` needs injection, but no label of the pod or of namespace `{}` enables it",
            model::or_default(workload.resource->ns));
      }
    }
  }
}

}  // namespace meshlint::rules::injection
