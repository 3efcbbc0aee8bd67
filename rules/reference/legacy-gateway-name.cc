#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

void check(Node gateway, Report& report) {
  const std::string_view written = gateway.text();
  if (written.find('/') != written.npos || written.find('.') == written.npos ||
      text::has_placeholder(written)) {
    return;
  }
  const GatewayName meant = gateway_name(written, {});
  if (meant.name.empty() || meant.ns.empty()) return;
  const std::string modern = fmt::format("{}/{}", meant.ns, meant.name);
  auto finding =
      report.add(gateway, "Gateway name `{}` has the legacy form; write `{}`", written, modern);
  if (!gateway.is_quoted()) finding.safe_fix("write " + modern, gateway, modern);
}

}  // namespace

void legacy_gateway_name(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  for (const Node gateway : spec["gateways"]) check(gateway, report);
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    for (const Node route : spec[protocol]) {
      for (const Node match : route["match"]) {
        for (const Node gateway : match["gateways"]) check(gateway, report);
      }
    }
  }
}

}  // namespace meshlint::rules::reference
