#include "check/rule.h"
#include "model/istio_names.h"

namespace meshlint::rules::label {

void misplaced(const Resource& resource, Report& report) {
  const auto& labels = model::kIstioLabels;
  labels.for_each(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    if (labels.on_kind(kind, name)) return;
    const std::string_view right = labels.kind_with(name);
    const bool is_for_pods = static_cast<bool>(labels.on_kind("Pod", name));
    if (right.empty()) {
      if (model::kIstioAnnotations.kind_with(name).empty()) return;
      report.add(key,
                 "`{}` is an annotation and has no effect as a label; move it to `annotations`",
                 name);
    } else if (is_for_pods && labels.template_metadata(resource)) {
      // Charts often write the same labels on the workload and its pod template.
      if (labels.is_on_template(resource, name)) return;
      report.add(key, "`{}` is for pods and has no effect on a {}; move it to the pod template",
                 name, kind);
    } else {
      report.add(key, "`{}` is for a {} and has no effect on a {}", name,
                 is_for_pods ? "Pod" : right, kind);
    }
  });
}

}  // namespace meshlint::rules::label
