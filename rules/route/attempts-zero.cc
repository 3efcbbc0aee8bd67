#include "rules/route/route.h"

namespace meshlint::rules::route {

// `attempts: 0` alone turns retries off. Together with a setting that only retries use, istiod's
// webhook rejects it. A missing `attempts` also counts as 0.
void attempts_zero(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node retries = http["retries"];
    if (!retries.is_map()) continue;
    const Node attempts = retries["attempts"];
    if (is_set(attempts) && attempts.as_int() != 0) continue;

    for (const std::string_view name : {"perTryTimeout", "retryOn", "retryRemoteLocalities"}) {
      const Node setting = retries[name];
      if (!is_set(setting) || (setting.is_scalar() && setting.text().empty())) continue;

      if (is_set(attempts)) {
        report
            .add(attempts,
                 "`attempts` 0 turns retries off, so Istio rejects `{}`; remove one of them", name)
            .related(setting, "set here");
      } else {
        report.add(retries, "`{}` without `attempts` is rejected by Istio; set `attempts`", name)
            .related(setting, "set here");
      }
      break;
    }
  }
}

}  // namespace meshlint::rules::route
