#include "check/rule.h"
#include "model/istio_names.h"

namespace meshlint::rules::label {

void unknown_value(const Resource& resource, Report& report) {
  model::kIstioLabels.check_values(resource, [&](Node value, std::string_view message) {
    report.add(value, "{}, not `{}`", message, value.text());
  });
}

}  // namespace meshlint::rules::label
