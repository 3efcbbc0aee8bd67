#include "check/rule.h"

namespace meshlint::rules::traffic {
namespace {

void check_endpoint(Node endpoint, Report& report) {
  const Node network = endpoint["network"];
  const Node address = endpoint["address"];
  if (network.is_null() || network.text().empty()) return;
  if (!address.is_null() && !address.text().empty()) return;
  report.add(network, "only the gateway of network `{}` leads to this endpoint; set `address`",
             network.text());
}

}  // namespace

void endpoint_without_address(const Resource& resource, Report& report) {
  const Node spec = resource.root["spec"];
  if (resource.kind == "WorkloadEntry") {
    check_endpoint(spec, report);
  } else if (spec["resolution"].text() == "STATIC") {
    for (const Node endpoint : spec["endpoints"]) check_endpoint(endpoint, report);
  }
}

}  // namespace meshlint::rules::traffic
