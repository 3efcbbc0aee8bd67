#include "check/rule.h"
#include "model/istio_names.h"
#include "schema/version.h"
#include "text/edit_distance.h"

namespace meshlint::rules::annotation {

void unknown(const Resource& resource, Report& report) {
  const auto& annotations = model::kIstioAnnotations;
  annotations.for_each(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    const schema::Field known = annotations.on_kind(kind, name);
    if (known && !report.istio().is_assumed && !known.when().contains(report.istio().version)) {
      const bool is_newer = report.istio().version < known.when().since;
      report.add(key, "Istio {} has no annotation `{}`; it was {} {}",
                 schema::to_string(report.istio().version), name,
                 is_newer ? "added in" : "removed in",
                 schema::to_string(is_newer ? known.when().since : known.when().until));
    }
    if (known || !annotations.kind_with(name).empty()) return;
    if (!model::kIstioLabels.kind_with(name).empty()) {
      report.add(key, "`{}` is a label and has no effect as an annotation; move it to the labels",
                 name);
      return;
    }
    text::NearestName nearest(name);
    annotations.for_each_known([&](std::string_view other) { nearest.consider(other); });
    if (nearest.best().empty()) {
      report.add(key, "Istio has no annotation `{}`; correct the name or remove it", name);
    } else {
      report.add(key, "Istio has no annotation `{}`; did you mean `{}`?", name, nearest.best());
    }
  });
}

}  // namespace meshlint::rules::annotation
