#include "check/rule.h"
#include "model/istio_names.h"

namespace meshlint::rules::annotation {

// istiod checks these values during injection and rejects the pod.
void invalid_value(const Resource& resource, Report& report) {
  model::kIstioAnnotations.check_values(resource, [&](Node value, std::string_view message) {
    report.add(value, "{}, not `{}`", message, value.text());
  });
}

}  // namespace meshlint::rules::annotation
