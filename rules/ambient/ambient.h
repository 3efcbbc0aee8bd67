// What the rules on the ambient mesh share. There, pods have no sidecar: ztunnel encrypts and looks
// at addresses, ports and identities; a waypoint does what needs the request.
#ifndef MESHLINT_RULES_AMBIENT_AMBIENT_H_
#define MESHLINT_RULES_AMBIENT_AMBIENT_H_

#include <algorithm>

#include "check/rule.h"
#include "model/injection.h"

namespace meshlint::rules::ambient {

// Whether the pods of the namespace are in the ambient mesh and get no sidecars.
inline bool is_ambient(const Environment& environment, std::string_view ns) {
  const Resource* const object = environment.references().namespace_object(model::or_default(ns));
  if (object == nullptr) return false;
  const Node labels = object->at("metadata.labels");
  return labels["istio.io/dataplane-mode"].text() == "ambient" &&
         labels["istio-injection"].text() != "enabled" && labels["istio.io/rev"].text().empty();
}

// Whether the selector matches a pod that has its own proxy anyway: a gateway, or a pod with a
// sidecar.
inline bool selects_proxies(const Environment& environment, Node selector, std::string_view ns) {
  bool result = false;
  environment.references().for_each_selected(selector, &ns, [&](const model::Workload& workload) {
    const auto is_proxy = [](Node container) {
      return container["name"].text() == model::kProxyContainer;
    };
    result = result || std::ranges::any_of(workload.pod_spec["containers"], is_proxy) ||
             model::injection_of(environment, workload) == model::Injection::kInjected;
  });
  return result;
}

}  // namespace meshlint::rules::ambient

#endif  // MESHLINT_RULES_AMBIENT_AMBIENT_H_
