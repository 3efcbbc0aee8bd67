// Whether the pods of a workload get a sidecar, as far as files determine it.
//
//   if (injection_of(environment, workload) == Injection::kInjected) ...
#ifndef MESHLINT_MODEL_INJECTION_H_
#define MESHLINT_MODEL_INJECTION_H_

#include <cstdint>

#include "model/environment.h"
#include "model/references.h"
#include "yaml/node.h"

namespace meshlint::model {

enum class Injection : std::uint8_t {
  kInjected,  // a label of the pod or of its namespace enables it, or the pod has a proxy container
  kRefused,   // a label or annotation disables it, or the pod uses the host network
  kNotAsked,  // the namespace is known, and neither it nor the pod has a label for it
  kUnknown,   // the namespace is outside the repository, or the mesh injects by default
};

// By the selectors of Istio's own webhooks: a namespace that disables injection wins over a pod
// that enables it, and a pod that disables it wins over a namespace that enables it.
Injection injection_of(const Environment& environment, const Workload& workload);

// Whether a control plane injects pods without a label for it. True also if some of its values are
// unknown.
bool injects_by_default(const InstallView& install);

// The annotations of a workload's pods.
yaml::Node pod_annotations(const Workload& workload);

// The name of the proxy's container, in a gateway or in a manifest that was injected by hand.
inline constexpr std::string_view kProxyContainer = "istio-proxy";

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_INJECTION_H_
