#include "check/rule.h"
#include "model/istio_names.h"
#include "schema/version.h"

namespace meshlint::rules::annotation {

void deprecated(const Resource& resource, Report& report) {
  const auto& annotations = model::kIstioAnnotations;
  annotations.for_each(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    const schema::Field known = annotations.on_kind(kind, name);
    // annotation/unknown reports one that the version does not have at all.
    if (!known || !known.when().contains(report.istio().version)) return;
    for (const schema::Facet facet : known.type().facets()) {
      if (facet.kind() != schema::FacetKind::kDeprecated) continue;
      if (!facet.when().contains(report.istio().version)) continue;
      const bool is_dated = facet.when().since != schema::Version{};
      report.add(key, "annotation `{}` is deprecated{}{}{}", name, is_dated ? " since Istio " : "",
                 is_dated ? schema::to_string(facet.when().since) : "",
                 model::kIstioLabels.on_kind(kind, name) ? "; use the label of that name" : "");
    }
  });
}

}  // namespace meshlint::rules::annotation
