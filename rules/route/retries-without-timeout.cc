#include "rules/route/route.h"

namespace meshlint::rules::route {

// Istio sets no default timeout for HTTP routes, so nothing limits all tries together.
void retries_without_timeout(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node per_try = http["retries"]["perTryTimeout"];
    if (!per_try || is_set(http["timeout"])) continue;

    const std::int64_t retries = http["retries"]["attempts"].as_int().value_or(0);
    const auto per_try_ms = positive_duration_ms(per_try);
    std::int64_t total_ms = 0;
    if (retries <= 0 || retries > INT32_MAX || !per_try_ms ||
        __builtin_mul_overflow(*per_try_ms, retries + 1, &total_ms)) {
      continue;
    }
    report.add(per_try, "`perTryTimeout` {} without `timeout`; {} tries may take {} or more",
               per_try.text(), retries + 1, model::duration_text(total_ms));
  }
}

}  // namespace meshlint::rules::route
