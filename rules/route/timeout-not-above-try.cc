#include "rules/route/route.h"

namespace meshlint::rules::route {

// The timeout of the route covers all tries. Envoy ends a running try with it, and a try that lasts
// as long leaves no time for another one.
void timeout_not_above_try(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node timeout = http["timeout"];
    const Node per_try = http["retries"]["perTryTimeout"];
    if (!timeout || http["retries"]["attempts"].as_int().value_or(0) <= 0) continue;

    const auto timeout_ms = positive_duration_ms(timeout);
    const auto per_try_ms = positive_duration_ms(per_try);
    if (!timeout_ms || !per_try_ms || *timeout_ms > *per_try_ms) continue;

    if (*timeout_ms == *per_try_ms) {
      report
          .add(per_try,
               "`perTryTimeout` {} is as long as `timeout`, so there is no time for a retry",
               per_try.text())
          .related(timeout, "timeout of all tries");
    } else {
      report
          .add(per_try, "`perTryTimeout` {} is longer than `timeout` {}, so it has no effect",
               per_try.text(), timeout.text())
          .related(timeout, "timeout of all tries");
    }
  }
}

}  // namespace meshlint::rules::route
