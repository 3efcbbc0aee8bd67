#include "check/rule.h"
#include "model/istio_names.h"

namespace meshlint::rules::annotation {
namespace {

// Istio itself writes these wherever it likes.
bool is_set_by_istio(std::string_view name) {
  return name == "sidecar.istio.io/status" || name == "gateway.istio.io/controller-version" ||
         name == "istio.io/rev";
}

}  // namespace

// Injection reads the pod only: an annotation of the Deployment never reaches it.
void misplaced(const Resource& resource, Report& report) {
  const auto& known = model::kIstioAnnotations;
  known.for_each(resource, [&](Node key, Node, std::string_view kind) {
    const std::string_view name = key.text();
    if (is_set_by_istio(name) || known.on_kind(kind, name)) return;
    const std::string_view right = known.kind_with(name);
    if (right.empty()) return;
    if (right == "Pod" && known.template_metadata(resource)) {
      report.add(key,
                 "`{}` is for pods, and a {} does not hand it down; move it to the pod template",
                 name, kind);
    } else {
      report.add(key, "`{}` is for a {}; on a {} nobody reads it", name, right, kind);
    }
  });
}

}  // namespace meshlint::rules::annotation
