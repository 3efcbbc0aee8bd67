#include <algorithm>

#include "check/rule.h"

namespace meshlint::rules::traffic {
namespace {

constexpr std::string_view kSwitch = "VERIFY_CERTIFICATE_AT_CLIENT";

bool verifies_by_default(const Environment& environment) {
  return std::ranges::any_of(environment.install.components, [](const Component& component) {
    return component.values["pilot"]["env"][kSwitch] || component.values["env"][kSwitch];
  });
}

void check_tls(const Resource& rule, Node tls, Report& report) {
  const std::string_view mode = tls["mode"].text();
  if ((mode != "SIMPLE" && mode != "MUTUAL") || tls["caCertificates"] || tls["credentialName"] ||
      tls["insecureSkipVerify"]) {
    return;
  }
  report.add(&rule, tls["mode"],
             "`{}` without `caCertificates`; Istio before 1.21 accepts any server certificate",
             mode);
}

void check_policy(const Resource& rule, Node policy, Report& report) {
  check_tls(rule, policy["tls"], report);
  for (const Node settings : policy["portLevelSettings"]) check_tls(rule, settings["tls"], report);
}

}  // namespace

void server_unverified(const Environment& environment, Report& report) {
  if (report.istio().is_assumed || !report.istio().is_before(1, 21)) return;
  const auto& rules = environment.of_kind("networking.istio.io", "DestinationRule");
  if (rules.empty() || verifies_by_default(environment)) return;
  for (const Resource* const rule : rules) {
    check_policy(*rule, rule->at("spec.trafficPolicy"), report);
    for (const Node subset : rule->at("spec.subsets")) {
      check_policy(*rule, subset["trafficPolicy"], report);
    }
  }
}

}  // namespace meshlint::rules::traffic
