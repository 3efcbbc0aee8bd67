#include "check/rule.h"
#include "model/istio_names.h"

namespace meshlint::rules::annotation {
namespace {

// Istio itself writes these to objects of many kinds.
bool is_set_by_istio(std::string_view name) {
  return name == "sidecar.istio.io/status" || name == "gateway.istio.io/controller-version" ||
         name == "istio.io/rev";
}

}  // namespace

// Injection reads only the pod: an annotation of the Deployment never gets there.
void misplaced(const Resource& resource, Report& report) {
  const auto& known = model::kIstioAnnotations;
  known.for_each(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    if (is_set_by_istio(name) || known.on_kind(kind, name)) return;
    const std::string_view right = known.kind_with(name);
    if (right.empty()) return;
    if (right == "Pod" && known.template_metadata(resource)) {
      report.add(key, "`{}` is for pods, but a {} doesn't pass it on; move it to the pod template",
                 name, kind);
    } else {
      report.add(key, "`{}` belongs on a {}; Istio ignores it on a {}", name, right, kind);
    }
  });
}

}  // namespace meshlint::rules::annotation
