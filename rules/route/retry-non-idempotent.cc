#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// Conditions that also hold after the service has begun, or finished, its work. connect-failure,
// refused-stream and the like say that it never saw the request.
bool retries_after_work(std::string_view condition) {
  return condition == "5xx" || condition == "gateway-error" || condition == "reset" ||
         condition == "retriable-4xx" || (condition.starts_with('5') && is_http_status(condition));
}

}  // namespace

// Speaks only where the route itself says that it is about such requests: most routes name no
// method, and what their services take is not in the manifest.
void retry_non_idempotent(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node retries = http["retries"];
    const Node retry_on = retries["retryOn"];
    if (retry_on.text().empty() || retries["attempts"].as_int().value_or(0) <= 0) continue;

    Node method;
    for (const Node match : http["match"]) {
      const Node exact = match["method"]["exact"];
      if (exact.text() == "POST" || exact.text() == "PATCH") method = exact;
    }
    if (!method) continue;

    bool is_told = false;
    for_each_retry_condition(retry_on.text(), [&](const RetryCondition& item) {
      if (is_told || !retries_after_work(item.text)) return;
      is_told = true;
      report
          .add(retry_on, "`{}` repeats {} requests that the service may have carried out already",
               item.text, method.text())
          .at(part_of(retry_on, item.begin, item.text.size()))
          .related(method, "method matched here");
    });
  }
}

}  // namespace meshlint::rules::route
