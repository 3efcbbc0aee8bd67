#include <algorithm>

#include "check/rule.h"
#include "model/injection.h"

namespace meshlint::rules::injection {
namespace {

constexpr std::int64_t kProxyUser = 1337;

bool is_proxy_user(Node security_context) {
  return security_context["runAsUser"].as_int() == kProxyUser;
}

// Istio's own Deployments run as that user and are not part of the mesh.
bool is_of_istio(const Resource& resource) {
  const Node labels = resource.at("metadata.labels");
  return labels["istio"] || labels["release"].text() == "istio" ||
         labels["app"].text() == "istiod" || labels["operator.istio.io/component"] ||
         labels["app.kubernetes.io/part-of"].text() == "istio";
}

bool is_proxy(Node container) { return container["name"].text() == model::kProxyContainer; }

}  // namespace

void user_of_proxy(const Environment& environment, Report& report) {
  for (const model::Workload& workload : environment.references().workloads()) {
    const Node spec = workload.pod_spec;
    const Node containers = spec["containers"];
    const auto runs_as_proxy = [](Node container) {
      return !is_proxy(container) && is_proxy_user(container["securityContext"]);
    };
    const bool is_pod_user =
        is_proxy_user(spec["securityContext"]) && !std::ranges::all_of(containers, is_proxy);
    if (!is_pod_user && std::ranges::none_of(containers, runs_as_proxy)) continue;
    if (is_of_istio(*workload.resource) ||
        model::injection_of(environment, workload) == model::Injection::kRefused) {
      continue;
    }
    constexpr fmt::format_string<> kMessage =
        "user 1337 is the proxy's, so this application bypasses the sidecar; use another user";
    if (is_pod_user) report.add(workload.resource, spec["securityContext"]["runAsUser"], kMessage);
    for (const Node container : containers) {
      if (!runs_as_proxy(container)) continue;
      report.add(workload.resource, container["securityContext"]["runAsUser"], kMessage);
    }
  }
}

}  // namespace meshlint::rules::injection
