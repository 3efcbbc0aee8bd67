#include "rules/route/route.h"

namespace meshlint::rules::route {

// `attempts` is the number of retries, so there is one try more. The pauses between tries aren't
// included here: tries that don't fit without pauses don't fit with them.
void retries_exceed_timeout(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node timeout = http["timeout"];
    const Node per_try = http["retries"]["perTryTimeout"];
    const Node attempts = http["retries"]["attempts"];
    if (!timeout || !per_try) continue;

    // The schema bounds `attempts` to 32 bits.
    const std::int64_t retries = attempts.as_int().value_or(0);
    if (retries <= 0 || retries > INT32_MAX) continue;
    const auto timeout_ms = positive_duration_ms(timeout);
    const auto per_try_ms = positive_duration_ms(per_try);
    // Not even one try fits: timeout-not-above-try reports it.
    if (!timeout_ms || !per_try_ms || *timeout_ms <= *per_try_ms) continue;

    const std::int64_t fitting = *timeout_ms / *per_try_ms;
    if (fitting > retries) continue;

    std::int64_t needed_ms = 0;
    const bool is_beyond_all = __builtin_mul_overflow(*per_try_ms, retries + 1, &needed_ms);
    report
        .add(attempts, "{} tries of {} take {}, but `timeout` {} has room for {}", retries + 1,
             per_try.text(),
             is_beyond_all ? "more than any timeout" : model::duration_text(needed_ms),
             timeout.text(), fitting)
        .related(timeout, "timeout of all tries");
  }
}

}  // namespace meshlint::rules::route
