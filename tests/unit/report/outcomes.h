// Outcomes made by hand for the tests of the reports.
#ifndef MESHLINT_TESTS_UNIT_REPORT_OUTCOMES_H_
#define MESHLINT_TESTS_UNIT_REPORT_OUTCOMES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "meshlint/linter.h"
#include "text/source.h"

namespace meshlint::report {

inline Place place_at(const std::string& path, std::string_view source, std::size_t begin,
                      std::size_t end) {
  const text::LineIndex lines(source);
  const text::LineColumn first = lines.at(static_cast<std::uint32_t>(begin));
  const text::LineColumn last = lines.at(static_cast<std::uint32_t>(end));
  return {.path = path,
          .begin = static_cast<std::uint32_t>(begin),
          .end = static_cast<std::uint32_t>(end),
          .line = first.line,
          .column = first.column,
          .end_line = last.line,
          .end_column = last.column,
          .utf16_column = first.utf16_column,
          .utf16_end_column = last.utf16_column};
}

// The place of the first `words` in the text.
inline Place place_of(const std::string& path, std::string_view source, std::string_view words) {
  const std::size_t begin = source.find(words);
  return place_at(path, source, begin, begin + words.size());
}

// A warning of route/weights-sum about the first `words` of a file.
inline Finding finding_at(const std::string& path, std::string_view source,
                          std::string_view words) {
  return {.rule = "route/weights-sum",
          .severity = Severity::kWarning,
          .message = "weights of the 2 destinations add up to 90, not 100",
          .arguments = {"2", "90"},
          .place = place_of(path, source, words)};
}

inline constexpr std::string_view kReviews =
    "kind: VirtualService\n"
    "spec:\n"
    "  http:\n"
    "    - route:\n"
    "        - weight: 75\n"
    "        - weight: 15\n";

// One finding with everything that a finding can have, and all kinds of things unchecked.
inline Outcome full_outcome() {
  Outcome outcome;
  Finding finding = finding_at("shop/reviews.yaml", kReviews, "route");
  finding.related.push_back(
      {.place = place_of("shop/reviews.yaml", kReviews, "15"), .message = "last weight"});
  finding.notes = {"requests are split 75/15 of 90"};
  finding.fixes = {{.title = "set the last weight to 25",
                    .is_safe = true,
                    .edits = {{.path = "shop/reviews.yaml",
                               .begin = finding.related[0].place.begin,
                               .end = finding.related[0].place.end,
                               .text = "25"}}}};
  finding.resource = "VirtualService shop/reviews";
  finding.field = "spec.http[0].route";
  finding.environments = {"overlays/aws", "overlays/azure"};
  outcome.findings.push_back(std::move(finding));
  outcome.sources.emplace("shop/reviews.yaml", kReviews);
  const Unchecked remote{.place = {.path = "shop/kustomization.yaml", .line = 3},
                         .what = "https://example.com/base",
                         .reason = "remote base, not fetched"};
  outcome.unchecked.push_back(remote);
  outcome.environments.push_back({.name = "overlays/aws", .resources = 4, .unresolved = {remote}});
  outcome.environments.push_back(
      {.name = "overlays/azure", .resources = 4, .istio_version = "1.22.1"});
  outcome.files = 3;
  outcome.documents = 1;
  outcome.resources = 8;
  outcome.suppressed = 1;
  outcome.kinds_without_schema = {{"Bar.example.com", 1}, {"Foo.example.com", 3}};
  outcome.references_not_checked = {{"reference/gateway-not-found", 2},
                                    {"reference/host-not-found", 5}};
  return outcome;
}

}  // namespace meshlint::report

#endif  // MESHLINT_TESTS_UNIT_REPORT_OUTCOMES_H_
