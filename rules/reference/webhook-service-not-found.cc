#include <algorithm>

#include "rules/reference/reference.h"
#include "text/edit_distance.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::int64_t kDefaultPort = 443;

void check(const Environment& environment, const Resource& configuration, Node wanted,
           NearestService& nearest, Report& report) {
  const Node name = wanted["name"];
  const std::string_view ns = wanted["namespace"].text();
  if (name.text().empty() || ns.empty() || text::has_placeholder(name.text()) ||
      text::has_placeholder(ns)) {
    return;
  }
  const Resource* const service = environment.find("", "Service", ns, name.text());
  if (service == nullptr) {
    if (!environment.is_closed(ns)) return report.not_checked(name);
    report.add(&configuration, name, "Service `{}` not found in namespace `{}`{}", name.text(), ns,
               text::did_you_mean(nearest.find(name.text(), ns)));
    return;
  }
  const Node ports = service->at("spec.ports");
  const std::int64_t port = wanted["port"].as_int().value_or(kDefaultPort);
  const bool has_port =
      std::ranges::any_of(ports, [port](Node each) { return each["port"].as_int() == port; });
  if (has_port || ports.empty() || service->at("spec.type").text() == "ExternalName") return;
  report
      .add(&configuration, wanted["port"] ? wanted["port"] : name,
           "Service `{}` has no port {}, which the webhook calls", name.text(), port)
      .related(ports, "ports of the Service");
}

}  // namespace

void webhook_service_not_found(const Environment& environment, Report& report) {
  NearestService nearest(environment);
  for (const std::string_view kind :
       {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}) {
    for (const Resource* const configuration :
         environment.of_kind("admissionregistration.k8s.io", kind)) {
      for (const Node webhook : configuration->root["webhooks"]) {
        check(environment, *configuration, webhook["clientConfig"]["service"], nearest, report);
      }
    }
  }
}

}  // namespace meshlint::rules::reference
