#include "kustomize/scope.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace meshlint::kustomize {
namespace {

enum Versions : std::uint8_t { kV1 = 1, kV1Beta1 = 2 };

struct ClusterKind {
  std::string_view kind;
  std::string_view group;
  std::uint8_t versions;
};

// Sorted by kind, which is unique. Clusters have removed or deprecated PodSecurityPolicy and
// ComponentStatus, but kustomize still sets no namespace on them.
constexpr auto kClusterKinds = std::to_array<ClusterKind>({
    {"APIService", "apiregistration.k8s.io", kV1 | kV1Beta1},
    {"CSIDriver", "storage.k8s.io", kV1 | kV1Beta1},
    {"CSINode", "storage.k8s.io", kV1 | kV1Beta1},
    {"CertificateSigningRequest", "certificates.k8s.io", kV1 | kV1Beta1},
    {"ClusterRole", "rbac.authorization.k8s.io", kV1 | kV1Beta1},
    {"ClusterRoleBinding", "rbac.authorization.k8s.io", kV1 | kV1Beta1},
    {"ComponentStatus", "", kV1},
    {"CustomResourceDefinition", "apiextensions.k8s.io", kV1 | kV1Beta1},
    {"FlowSchema", "flowcontrol.apiserver.k8s.io", kV1Beta1},
    {"IngressClass", "networking.k8s.io", kV1 | kV1Beta1},
    {"MutatingWebhookConfiguration", "admissionregistration.k8s.io", kV1 | kV1Beta1},
    {"Namespace", "", kV1},
    {"Node", "", kV1},
    {"NodeProxyOptions", "", kV1},
    {"PersistentVolume", "", kV1},
    {"PodSecurityPolicy", "policy", kV1Beta1},
    {"PriorityClass", "scheduling.k8s.io", kV1 | kV1Beta1},
    {"PriorityLevelConfiguration", "flowcontrol.apiserver.k8s.io", kV1Beta1},
    {"RuntimeClass", "node.k8s.io", kV1 | kV1Beta1},
    {"StorageClass", "storage.k8s.io", kV1 | kV1Beta1},
    {"ValidatingWebhookConfiguration", "admissionregistration.k8s.io", kV1 | kV1Beta1},
    {"VolumeAttachment", "storage.k8s.io", kV1 | kV1Beta1},
});
static_assert(std::ranges::is_sorted(kClusterKinds, {}, &ClusterKind::kind));

}  // namespace

bool is_cluster_scoped(std::string_view api_version, std::string_view kind) {
  const auto found = std::ranges::lower_bound(kClusterKinds, kind, {}, &ClusterKind::kind);
  if (found == kClusterKinds.end() || found->kind != kind) return false;
  std::string_view version = api_version;
  std::string_view group;
  if (const std::size_t slash = api_version.find('/'); slash != api_version.npos) {
    group = api_version.substr(0, slash);
    version = api_version.substr(slash + 1);
  }
  if (group != found->group) return false;
  return (version == "v1" && (found->versions & kV1) != 0) ||
         (version == "v1beta1" && (found->versions & kV1Beta1) != 0);
}

}  // namespace meshlint::kustomize
