#include "rules/gateway-api/gateway_api.h"
#include "text/edit_distance.h"

namespace meshlint::rules::gateway_api {

// Checks only namespaces whose Gateways come from this environment.
void parent_not_found(const Environment& environment, Report& report) {
  for_each_gateway_parent(environment, [&](const Resource& route, Node parent) {
    const Node name = parent["name"];
    const std::string_view ns = namespace_of(parent, route);
    if (text::has_placeholder(ns) ||
        environment.find(kGroup, "Gateway", ns, name.text()) != nullptr) {
      return;
    }
    text::NearestName nearest(name.text());
    bool has_others = environment.is_complete();
    const Resource* elsewhere = nullptr;
    for (const Resource* const gateway : environment.of_kind(kGroup, "Gateway")) {
      if (gateway->ns == ns) {
        has_others = true;
        nearest.consider(gateway->name);
      } else if (gateway->name == name.text()) {
        elsewhere = gateway;
      }
    }
    if (!environment.is_rendered || environment.is_open || !has_others) {
      return report.not_checked(name);
    }
    auto finding = report.add(&route, name, "Gateway `{}` not found in namespace `{}`{}",
                              name.text(), ns, text::did_you_mean(nearest.best()));
    if (elsewhere != nullptr) {
      finding.related(elsewhere->at("metadata.name"), "Gateway of that name");
    }
  });
}

}  // namespace meshlint::rules::gateway_api
