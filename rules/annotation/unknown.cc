#include "rules/annotation/annotation.h"
#include "schema/version.h"
#include "text/edit_distance.h"

namespace meshlint::rules::annotation {

void unknown(const Resource& resource, Report& report) {
  for_each_annotation(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    const schema::Field known = on_kind(kind, name);
    if (known && !report.istio().is_assumed && !known.when().contains(report.istio().version)) {
      const bool is_newer = report.istio().version < known.when().since;
      report.add(key, "Istio {} does not know the annotation `{}`; it is there {} {}",
                 schema::to_string(report.istio().version), name, is_newer ? "since" : "until",
                 schema::to_string(is_newer ? known.when().since : known.when().until));
    }
    if (!kind_with(name).empty()) return;
    text::NearestName nearest(name);
    for (const std::string_view other : kKinds) {
      for (const schema::Field field : schema::find_type(kGroup, other).fields()) {
        nearest.consider(field.name());
      }
    }
    if (nearest.best().empty()) {
      report.add(key, "Istio has no annotation `{}`, so it does nothing", name);
    } else {
      report.add(key, "Istio has no annotation `{}`, so it does nothing; did you mean `{}`?", name,
                 nearest.best());
    }
  });
}

}  // namespace meshlint::rules::annotation
