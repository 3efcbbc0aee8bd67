#include <algorithm>
#include <span>
#include <string>

#include "meshlint/config.h"
#include "rules/gateway-api/gateway_api.h"
#include "text/edit_distance.h"

namespace meshlint::rules::gateway_api {
namespace {

constexpr auto kClassesOfIstio =
    std::to_array<std::string_view>({"istio", "istio-remote", "istio-waypoint", "istio-east-west"});

}  // namespace

// Other controllers have their own classes, so a name that resembles no known one is not checked.
void class_not_found(const Environment& environment, Report& report) {
  std::span<const std::string> external;
  if (environment.config != nullptr) external = environment.config->external.gateway_classes;
  for (const Resource* const gateway : environment.of_kind(kGroup, "Gateway")) {
    const Node name = gateway->at("spec.gatewayClassName");
    if (name.text().empty() || text::has_placeholder(name.text()) ||
        std::ranges::find(kClassesOfIstio, name.text()) != kClassesOfIstio.end() ||
        std::ranges::find(external, name.text()) != external.end() ||
        environment.find(kGroup, "GatewayClass", "", name.text()) != nullptr) {
      continue;
    }
    text::NearestName nearest(name.text());
    for (const std::string_view known : kClassesOfIstio) nearest.consider(known);
    for (const std::string_view known : external) nearest.consider(known);
    for (const Resource* const known : environment.of_kind(kGroup, "GatewayClass")) {
      nearest.consider(known->name);
    }
    const bool is_checked =
        environment.is_complete() || (environment.is_rendered && !nearest.best().empty());
    if (!is_checked) {
      report.not_checked(name);
      continue;
    }
    report.add(gateway, name, "GatewayClass `{}` not found{}", name.text(),
               text::did_you_mean(nearest.best()));
  }
}

}  // namespace meshlint::rules::gateway_api
