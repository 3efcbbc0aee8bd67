#include "rules/route/route.h"

namespace meshlint::rules::route {

// Istio's validation splits the list at the commas and compares each piece as it is.
void retry_on_blanks(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    const Node retry_on = http["retries"]["retryOn"];
    if (retry_on.text().find_first_of(" \t\r\n") == std::string_view::npos) continue;

    bool is_known = true;
    std::string_view example;
    std::string repaired;
    for_each_retry_condition(retry_on.text(), [&](const RetryCondition& item) {
      if (item.has_blanks && !item.text.empty() && example.empty()) example = item.text;
      is_known = is_known && (is_http_status(item.text) || known_retry_condition(item.text));
      if (!repaired.empty()) repaired += ',';
      repaired += item.text;
    });
    if (example.empty()) continue;

    auto finding = report.add(
        retry_on, "`retryOn` has whitespace around `{}`, which Istio rejects; remove it", example);
    // If the list has other mistakes, Istio rejects it even without whitespace.
    if (!is_known) continue;
    const std::string quote = retry_on.style() == yaml::Style::kSingleQuoted   ? "'"
                              : retry_on.style() == yaml::Style::kDoubleQuoted ? "\""
                                                                               : "";
    if (quote.empty() && retry_on.style() != yaml::Style::kPlain) continue;
    finding.safe_fix("remove the whitespace", retry_on, quote + repaired + quote);
  }
}

}  // namespace meshlint::rules::route
