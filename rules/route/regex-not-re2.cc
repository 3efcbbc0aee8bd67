#include <re2/re2.h>

#include "rules/route/route.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {
namespace {

constexpr std::size_t kMostBytes = 1024;
constexpr std::size_t kMostShown = 32;

std::string shown(std::string_view regex) {
  if (regex.size() <= kMostShown) return std::string(regex);
  return fmt::format("{}...", regex.substr(0, kMostShown - 3));
}

void check_regex(Node regex, Report& report) {
  if (!regex.is_scalar() || regex.is_null()) return;
  const std::string_view text = regex.text();
  if (text::has_placeholder(text)) return;
  if (text.empty()) {
    report.add(regex, "regex is empty; leave the condition out to match everything");
    return;
  }
  if (text.size() > kMostBytes) {
    report.add(regex, "regex is {} bytes long; Istio accepts at most {}", text.size(), kMostBytes);
    return;
  }

  RE2::Options options;
  options.set_log_errors(false);
  const RE2 compiled(re2::StringPiece(text.data(), text.size()), options);
  // The limit on the size of the program is a setting, not part of the syntax.
  if (compiled.ok() || compiled.error_code() == RE2::ErrorPatternTooLarge) return;

  auto finding = report.add(regex, "regex `{}` doesn't compile: {}", shown(text), compiled.error());
  if (compiled.error_code() == RE2::ErrorRepeatArgument && text.starts_with('*')) {
    finding.note("`*` repeats what is before it; write `.*` to match any string");
  } else if (text.find("(?=") != std::string_view::npos ||
             text.find("(?!") != std::string_view::npos ||
             text.find("(?<") != std::string_view::npos) {
    finding.note("Istio and Envoy use RE2, which has no lookahead or lookbehind");
  } else if (compiled.error_code() == RE2::ErrorBadEscape) {
    finding.note("Istio and Envoy use RE2, which has no backreferences");
  }
}

void check_each_regex(Node conditions, Report& report) {
  for (const auto [name, condition] : conditions.entries()) check_regex(condition["regex"], report);
}

void check_match(Node match, Report& report) {
  for (const std::string_view field : {"uri", "scheme", "method", "authority"}) {
    check_regex(match[field]["regex"], report);
  }
  check_each_regex(match["headers"], report);
  check_each_regex(match["queryParams"], report);
  for (const auto [name, condition] : match["withoutHeaders"].entries()) {
    // Here, `*` alone means any value.
    if (condition["regex"].text() != "*") check_regex(condition["regex"], report);
  }
}

}  // namespace

// Istio compiles each regex when it validates the VirtualService.
void regex_not_re2(const Resource& resource, Report& report) {
  for (const Node http : resource.at("spec.http")) {
    for (const Node match : http["match"]) check_match(match, report);
    for (const Node origin : http["corsPolicy"]["allowOrigins"]) {
      check_regex(origin["regex"], report);
    }
    check_regex(http["rewrite"]["uriRegexRewrite"]["match"], report);
  }
}

}  // namespace meshlint::rules::route
