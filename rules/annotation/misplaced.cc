#include "rules/annotation/annotation.h"

namespace meshlint::rules::annotation {

// Injection reads the pod only: an annotation of the Deployment never reaches it.
void misplaced(const Resource& resource, Report& report) {
  for_each_annotation(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    const std::string_view right = kind_with(name);
    if (right.empty() || is_set_by_istio(name) || on_kind(kind, name)) return;
    const bool has_template =
        right == "Pod" && (resource.at("spec.template") || resource.at("spec.jobTemplate"));
    if (has_template) {
      report.add(key,
                 "`{}` is for pods, and a {} does not hand it down; move it to the pod template",
                 name, kind);
    } else {
      report.add(key, "`{}` is for a {}; on a {} nobody reads it", name, right, kind);
    }
  });
}

}  // namespace meshlint::rules::annotation
