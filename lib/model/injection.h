// Whether the pods of a workload get a sidecar, as far as files tell.
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
  kInjected,  // a label of the pod or of its namespace asks for it, or the sidecar is written out
  kRefused,   // a label or annotation says no, or the pod uses the network of its node
  kNotAsked,  // the namespace is here, and neither it nor the pod says anything
  kUnknown,   // the namespace lies elsewhere, or the mesh injects where nobody asks
};

// By the selectors of Istio's own webhooks: a namespace that says no wins over a pod that says yes,
// and a pod that says no over a namespace that says yes.
Injection injection_of(const Environment& environment, const Workload& workload);

// Whether a control plane injects where nothing is said, or may do so, for some of its values lie
// elsewhere.
bool injects_by_default(const InstallView& install);

// The annotations of the pods that a workload makes.
yaml::Node pod_annotations(const Workload& workload);

// The container that is the proxy itself, in a gateway or where the sidecar is written out.
inline constexpr std::string_view kProxyContainer = "istio-proxy";

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_INJECTION_H_
