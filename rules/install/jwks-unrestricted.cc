#include <algorithm>

#include "check/rule.h"

namespace meshlint::rules::install {

void jwks_unrestricted(const Environment& environment, Report& report) {
  constexpr schema::Version kFirst{1, 28, 0};
  const auto& authentications = environment.of_kind("security.istio.io", "RequestAuthentication");
  if (authentications.empty() || report.istio().version < kFirst) return;
  for (const Resource* const deployment : environment.of_kind("apps", "Deployment")) {
    if (deployment->at("metadata.labels.app").text() != "istiod") continue;
    const Node containers = deployment->at("spec.template.spec.containers");
    const auto is_restricted = [](Node container) {
      return std::ranges::any_of(container["env"], [](Node variable) {
        return variable["name"].text() == "BLOCKED_CIDRS_IN_JWKS_URIS" &&
               !variable["value"].text().empty();
      });
    };
    if (containers.empty() || std::ranges::any_of(containers, is_restricted)) continue;
    report
        .add(deployment, containers.item(0),
             "istiod fetches keys from any address; set `BLOCKED_CIDRS_IN_JWKS_URIS`")
        .related(authentications.front()->at("spec.jwtRules"),
                 "rules that istiod fetches keys for");
  }
}

}  // namespace meshlint::rules::install
