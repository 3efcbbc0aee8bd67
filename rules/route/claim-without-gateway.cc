#include "rules/route/route.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {
namespace {

// "@request.auth.claims.group" or "@request.auth.claims[group]".
bool is_claim(std::string_view name) {
  constexpr std::string_view kPrefix = "@request.auth.claims";
  if (!text::equals_ignoring_case(name.substr(0, kPrefix.size()), kPrefix)) return false;
  name.remove_prefix(kPrefix.size());
  return (name.starts_with('.') && name.size() > 1) ||
         (name.starts_with('[') && name.ends_with(']') && name.size() > 2);
}

}  // namespace

void claim_without_gateway(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  const Node gateways = spec["gateways"];
  Node mesh;
  for (const Node gateway : gateways) {
    if (text::has_placeholder(gateway.text())) return;
    if (gateway.text() == "mesh") mesh = gateway;
  }
  if (!gateways.empty() && !mesh) return;

  for (const Node http : spec["http"]) {
    for (const Node match : http["match"]) {
      for (const std::string_view field : {"headers", "withoutHeaders"}) {
        for (const auto [name, condition] : match[field].entries()) {
          if (!is_claim(name.text())) continue;
          if (mesh) {
            report
                .add(name, "`{}` with the gateway `mesh`, rejected by Istio; remove `mesh`",
                     name.text())
                .related(mesh, "the mesh");
          } else {
            report.add(name, "`{}` without `gateways`, rejected by Istio; name a Gateway",
                       name.text());
          }
        }
      }
    }
  }
}

}  // namespace meshlint::rules::route
