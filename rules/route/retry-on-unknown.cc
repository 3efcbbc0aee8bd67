#include "rules/route/route.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {

// Istio accepts the conditions that it knows and every HTTP status that has a name.
void retry_on_unknown(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node retry_on = http["retries"]["retryOn"];
    const std::string_view list = retry_on.text();
    // An unquoted status is a number in YAML, which the schema reports.
    if (list.empty() || retry_on.is_null() || text::has_placeholder(list)) continue;

    for_each_retry_condition(list, [&](const RetryCondition& item) {
      const text::Span at = part_of(retry_on, item.begin, item.text.size());
      if (item.text.empty()) {
        report.add(retry_on, "`retryOn` has an empty item, which Istio rejects; remove it").at(at);
        return;
      }
      if (is_http_status(item.text)) return;
      if (const KnownRetryCondition* known = known_retry_condition(item.text)) {
        if (!report.istio().is_before(1, known->since_minor)) return;
        report
            .add(retry_on, "`retryOn` condition `{}` needs Istio 1.{}; the target version is {}",
                 item.text, known->since_minor, report.istio().written)
            .at(at);
        return;
      }
      text::NearestName nearest(item.text);
      for (const KnownRetryCondition& known : kRetryConditions) nearest.consider(known.name);
      if (nearest.best().empty()) {
        report.add(retry_on, "unknown `retryOn` condition `{}`", item.text).at(at);
      } else {
        report
            .add(retry_on, "unknown `retryOn` condition `{}`; did you mean `{}`?", item.text,
                 nearest.best())
            .at(at);
      }
    });
  }
}

}  // namespace meshlint::rules::route
