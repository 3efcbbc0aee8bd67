#include "rules/route/route.h"

namespace meshlint::rules::route {
namespace {

// Conditions that also apply after the service has started or finished its work. With
// connect-failure, refused-stream and the like, it has never seen the request.
bool retries_after_work(std::string_view condition) {
  return condition == "5xx" || condition == "gateway-error" || condition == "reset" ||
         condition == "retriable-4xx" || (condition.starts_with('5') && is_http_status(condition));
}

}  // namespace

// Checks only routes that match such a method: most routes match none, and the manifest doesn't
// show which methods their services accept.
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
          .add(retry_on, "`{}` retries {} requests that the service may already have processed",
               item.text, method.text())
          .at(part_of(retry_on, item.begin, item.text.size()))
          .related(method, "method matched here");
    });
  }
}

}  // namespace meshlint::rules::route
