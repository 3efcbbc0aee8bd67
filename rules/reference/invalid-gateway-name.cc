#include "model/host_name.h"
#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

void check_names(Node gateways, Report& report) {
  for (const Node gateway : gateways) {
    const std::string_view written = gateway.text();
    if (!gateway.is_scalar() || gateway.is_null() || text::has_placeholder(written)) return;
    const std::size_t slash = written.find('/');
    if (slash == written.npos) {
      if (written.empty()) {
        report.add(gateway, "Gateway name is empty, rejected by Istio; remove it");
      } else if (!model::is_domain_name(written)) {
        report.add(gateway,
                   "`{}` is not a Gateway name, rejected by Istio; use letters, digits and `-`",
                   written);
      }
      return;  // and so does Istio
    }
    const std::string_view ns = written.substr(0, slash);
    const std::string_view name = written.substr(slash + 1);
    if (ns.empty() || name.empty()) {
      report.add(gateway, "`{}` has an empty part, rejected by Istio; write `NAMESPACE/NAME`",
                 written);
    } else if (!model::is_dns_label(ns) || !model::is_dns_label(name)) {
      report.add(gateway, "`{}` is not a Gateway name, rejected by Istio; write `NAMESPACE/NAME`",
                 written);
    }
  }
}

}  // namespace

void invalid_gateway_name(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  check_names(spec["gateways"], report);
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    for (const Node route : spec[protocol]) {
      for (const Node match : route["match"]) check_names(match["gateways"], report);
    }
  }
}

}  // namespace meshlint::rules::reference
