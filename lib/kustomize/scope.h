// Which kinds have no namespace, as far as kustomize knows.
#ifndef MESHLINT_KUSTOMIZE_SCOPE_H_
#define MESHLINT_KUSTOMIZE_SCOPE_H_

#include <string_view>

namespace meshlint::kustomize {

// True for the cluster-scoped kinds that kustomize knows without an `openapi` field. It treats
// every other kind as namespaced, including ClusterIssuer and the like, and so must we.
bool is_cluster_scoped(std::string_view api_version, std::string_view kind);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_SCOPE_H_
