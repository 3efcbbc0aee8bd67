#include <algorithm>
#include <array>
#include <cstdint>

#include "check/rule.h"
#include "text/placeholder.h"

namespace meshlint::rules::annotation {
namespace {

constexpr std::string_view kDryRun = "istio.io/dry-run";

// Annotations of Istio's own, and the minor version since which its webhook rejects them.
struct Internal {
  std::string_view name;
  std::uint16_t minor;
};
constexpr auto kInternal = std::to_array<Internal>({{"internal.istio.io/webhook-always-reject", 20},
                                                    {"internal.istio.io/parent-namespace", 27},
                                                    {"internal.istio.io/parents", 27}});

// What Go's strconv.ParseBool accepts.
bool is_boolean(std::string_view value) {
  constexpr auto kBooleans = std::to_array<std::string_view>(
      {"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False"});
  return std::ranges::find(kBooleans, value) != kBooleans.end();
}

void check_dry_run(const Resource& resource, Node key, Node value, Report& report) {
  if (resource.kind != "AuthorizationPolicy") {
    report.add(key, "`{}` on a {}, rejected by Istio; move it to an AuthorizationPolicy", kDryRun,
               resource.kind);
    return;
  }
  const Node action = resource.at("spec.action");
  if (action.text() == "AUDIT" || action.text() == "CUSTOM") {
    report
        .add(key, "`{}` with action {}, rejected by Istio; only ALLOW and DENY have a dry run",
             kDryRun, action.text())
        .related(action, "action of the policy");
    return;
  }
  if (is_boolean(value.text()) || text::has_placeholder(value.text())) return;
  report.add(value, "`{}` is not a boolean, rejected by Istio; write \"true\" or \"false\"",
             value.text());
}

}  // namespace

void rejected(const Resource& resource, Report& report) {
  const Node annotations = resource.at("metadata.annotations");
  if (const Node value = annotations[kDryRun]) {
    check_dry_run(resource, annotations.key(kDryRun), value, report);
  }
  for (const Internal& internal : kInternal) {
    const Node key = annotations.key(internal.name);
    if (!key || report.istio().is_before(1, internal.minor)) continue;
    report.add(key, "`{}` is internal, rejected by Istio; delete it", internal.name);
  }
}

}  // namespace meshlint::rules::annotation
