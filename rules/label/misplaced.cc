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
      report.add(key, "`{}` is an annotation, and as a label does nothing; move it there", name);
    } else if (is_for_pods && labels.template_metadata(resource)) {
      // A chart often writes its labels in both places.
      if (labels.is_on_template(resource, name)) return;
      report.add(key,
                 "`{}` is for pods, and a {} does not hand it down; move it to the pod template",
                 name, kind);
    } else {
      report.add(key, "`{}` is for a {}; on a {} nobody reads it", name,
                 is_for_pods ? "Pod" : right, kind);
    }
  });
}

}  // namespace meshlint::rules::label
