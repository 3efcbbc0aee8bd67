#include "render/field_specs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace meshlint::render {
namespace {

constexpr FieldPath made(std::string_view path) { return {.path = path, .is_created = true}; }
constexpr FieldPath found(std::string_view path) { return {.path = path, .is_created = false}; }

constexpr auto kSelectorLabels = std::to_array<FieldSpec>({
    {"CronJob", "batch", "", found("spec/jobTemplate/spec/selector/matchLabels")},
    {"DaemonSet", "", "", made("spec/selector/matchLabels")},
    {"Deployment", "", "", made("spec/selector/matchLabels")},
    {"Deployment", "apps", "",
     found(
         "spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/"
         "podAffinityTerm/labelSelector/matchLabels")},
    {"Deployment", "apps", "",
     found("spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/"
           "labelSelector/matchLabels")},
    {"Deployment", "apps", "",
     found("spec/template/spec/affinity/podAntiAffinity/"
           "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/"
           "matchLabels")},
    {"Deployment", "apps", "",
     found("spec/template/spec/affinity/podAntiAffinity/"
           "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels")},
    {"Deployment", "apps", "",
     found("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels")},
    {"Job", "batch", "", found("spec/selector/matchLabels")},
    {"NetworkPolicy", "networking.k8s.io", "", found("spec/podSelector/matchLabels")},
    {"NetworkPolicy", "networking.k8s.io", "", found("spec/ingress/from/podSelector/matchLabels")},
    {"NetworkPolicy", "networking.k8s.io", "", found("spec/egress/to/podSelector/matchLabels")},
    {"PodDisruptionBudget", "policy", "", found("spec/selector/matchLabels")},
    {"ReplicaSet", "", "", made("spec/selector/matchLabels")},
    {"ReplicationController", "", "v1", made("spec/selector")},
    {"Service", "", "v1", made("spec/selector")},
    {"StatefulSet", "apps", "", made("spec/selector/matchLabels")},
    {"StatefulSet", "apps", "",
     found(
         "spec/template/spec/affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/"
         "podAffinityTerm/labelSelector/matchLabels")},
    {"StatefulSet", "apps", "",
     found("spec/template/spec/affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution/"
           "labelSelector/matchLabels")},
    {"StatefulSet", "apps", "",
     found("spec/template/spec/affinity/podAntiAffinity/"
           "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/"
           "matchLabels")},
    {"StatefulSet", "apps", "",
     found("spec/template/spec/affinity/podAntiAffinity/"
           "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels")},
    {"StatefulSet", "apps", "",
     found("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels")},
});
static_assert(std::ranges::is_sorted(kSelectorLabels, {}, &FieldSpec::kind));

constexpr auto kTemplateLabels = std::to_array<FieldSpec>({
    {"CronJob", "batch", "", made("spec/jobTemplate/metadata/labels")},
    {"CronJob", "batch", "", made("spec/jobTemplate/spec/template/metadata/labels")},
    {"DaemonSet", "", "", made("spec/template/metadata/labels")},
    {"Deployment", "", "", made("spec/template/metadata/labels")},
    {"Job", "batch", "", made("spec/template/metadata/labels")},
    {"ReplicaSet", "", "", made("spec/template/metadata/labels")},
    {"ReplicationController", "", "v1", made("spec/template/metadata/labels")},
    {"StatefulSet", "apps", "", made("spec/template/metadata/labels")},
    {"StatefulSet", "apps", "", made("spec/volumeClaimTemplates[]/metadata/labels")},
});
static_assert(std::ranges::is_sorted(kTemplateLabels, {}, &FieldSpec::kind));

constexpr auto kAnnotations = std::to_array<FieldSpec>({
    {"CronJob", "batch", "", made("spec/jobTemplate/metadata/annotations")},
    {"CronJob", "batch", "", made("spec/jobTemplate/spec/template/metadata/annotations")},
    {"DaemonSet", "", "", made("spec/template/metadata/annotations")},
    {"Deployment", "", "", made("spec/template/metadata/annotations")},
    {"Job", "batch", "", made("spec/template/metadata/annotations")},
    {"ReplicaSet", "", "", made("spec/template/metadata/annotations")},
    {"ReplicationController", "", "v1", made("spec/template/metadata/annotations")},
    {"StatefulSet", "", "", made("spec/template/metadata/annotations")},
});
static_assert(std::ranges::is_sorted(kAnnotations, {}, &FieldSpec::kind));

// The containers of any object are reached by their name already; these are the image volumes.
constexpr auto kImages = std::to_array<FieldSpec>({
    {"", "", "", found("spec/volumes[]/image/reference")},
    {"", "", "", found("spec/template/spec/volumes[]/image/reference")},
});
static_assert(std::ranges::is_sorted(kImages, {}, &FieldSpec::kind));

constexpr auto kReplicas = std::to_array<FieldSpec>({
    {"Deployment", "", "", made("spec/replicas")},
    {"ReplicaSet", "", "", made("spec/replicas")},
    {"ReplicationController", "", "", made("spec/replicas")},
    {"StatefulSet", "", "", made("spec/replicas")},
});
static_assert(std::ranges::is_sorted(kReplicas, {}, &FieldSpec::kind));

// What of a pod's fields kustomize looks at; it leaves some out for some kinds.
enum Parts : std::uint8_t {
  kConfig = 1,   // ConfigMaps and Secrets
  kAccount = 2,  // ServiceAccount
  kClaim = 4,    // PersistentVolumeClaim
  kPriority = 8,
  kAll = kConfig | kAccount | kClaim | kPriority,
};

struct PodHost {
  std::string_view kind;
  std::string_view version;  // empty fits all
  std::string_view prefix;   // of the pod spec
  std::uint8_t parts;
};

// Sorted by kind. A plain Pod's ConfigMaps and Secrets are looked at in v1 only, which is all
// there is.
constexpr auto kPodHosts = std::to_array<PodHost>({
    {"CronJob", "", "spec/jobTemplate/spec/template/spec/", kAll},
    {"DaemonSet", "", "spec/template/spec/", kAll},
    {"Deployment", "", "spec/template/spec/", kAll},
    {"Job", "", "spec/template/spec/", kAll},
    {"Pod", "v1", "spec/", kAll},
    {"PodTemplate", "", "template/spec/", kConfig},
    {"ReplicaSet", "", "spec/template/spec/", kConfig},
    {"ReplicationController", "", "spec/template/spec/", kAccount | kClaim | kPriority},
    {"StatefulSet", "", "spec/template/spec/", kAll},
});
static_assert(std::ranges::is_sorted(kPodHosts, {}, &PodHost::kind));

struct PodReference {
  std::string_view path;
  Parts part;
  std::string_view target_kind;
  std::string_view target_group;
};

constexpr auto kPodReferences = std::to_array<PodReference>({
    {"volumes/configMap/name", kConfig, "ConfigMap", ""},
    {"volumes/projected/sources/configMap/name", kConfig, "ConfigMap", ""},
    {"containers/env/valueFrom/configMapKeyRef/name", kConfig, "ConfigMap", ""},
    {"containers/envFrom/configMapRef/name", kConfig, "ConfigMap", ""},
    {"initContainers/env/valueFrom/configMapKeyRef/name", kConfig, "ConfigMap", ""},
    {"initContainers/envFrom/configMapRef/name", kConfig, "ConfigMap", ""},
    {"volumes/secret/secretName", kConfig, "Secret", ""},
    {"volumes/projected/sources/secret/name", kConfig, "Secret", ""},
    {"containers/env/valueFrom/secretKeyRef/name", kConfig, "Secret", ""},
    {"containers/envFrom/secretRef/name", kConfig, "Secret", ""},
    {"initContainers/env/valueFrom/secretKeyRef/name", kConfig, "Secret", ""},
    {"initContainers/envFrom/secretRef/name", kConfig, "Secret", ""},
    {"imagePullSecrets/name", kConfig, "Secret", ""},
    {"serviceAccountName", kAccount, "ServiceAccount", ""},
    {"volumes/persistentVolumeClaim/claimName", kClaim, "PersistentVolumeClaim", ""},
    {"priorityClassName", kPriority, "PriorityClass", "scheduling.k8s.io"},
});

// Sorted by kind. An Ingress' `ingressClassName` is left out: kustomize's own entry for it asks
// for a group that no object has, so the name is never updated.
constexpr auto kReferences = std::to_array<NameReference>({
    {"APIService", "apiregistration.k8s.io", "", "spec/service/name", "Service", "", "v1"},
    {"ClusterRole", "", "", "rules/resourceNames", "ConfigMap", "", "v1"},
    {"ClusterRole", "", "", "rules/resourceNames", "Secret", "", "v1"},
    {"ClusterRole", "", "", "rules/resourceNames", "PersistentVolume", "", "v1"},
    {"ClusterRoleBinding", "rbac.authorization.k8s.io", "", "roleRef/name", "ClusterRole",
     "rbac.authorization.k8s.io", ""},
    {"ClusterRoleBinding", "rbac.authorization.k8s.io", "", "subjects", "ServiceAccount", "", "v1"},
    {"HorizontalPodAutoscaler", "", "", "spec/scaleTargetRef/name", "Deployment", "", ""},
    {"HorizontalPodAutoscaler", "", "", "spec/scaleTargetRef/name", "ReplicationController", "",
     ""},
    {"HorizontalPodAutoscaler", "", "", "spec/scaleTargetRef/name", "ReplicaSet", "", ""},
    {"HorizontalPodAutoscaler", "", "", "spec/scaleTargetRef/name", "StatefulSet", "", ""},
    {"Ingress", "", "",
     "metadata/annotations/nginx.ingress.kubernetes.io\\/fastcgi-params-configmap", "ConfigMap", "",
     "v1"},
    {"Ingress", "", "", "spec/tls/secretName", "Secret", "", "v1"},
    {"Ingress", "", "", "metadata/annotations/ingress.kubernetes.io\\/auth-secret", "Secret", "",
     "v1"},
    {"Ingress", "", "", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-secret", "Secret",
     "", "v1"},
    {"Ingress", "", "", "metadata/annotations/nginx.ingress.kubernetes.io\\/auth-tls-secret",
     "Secret", "", "v1"},
    {"Ingress", "", "", "spec/rules/http/paths/backend/serviceName", "Service", "", "v1"},
    {"Ingress", "", "", "spec/backend/serviceName", "Service", "", "v1"},
    {"Ingress", "", "", "spec/rules/http/paths/backend/service/name", "Service", "", "v1"},
    {"Ingress", "", "", "spec/defaultBackend/service/name", "Service", "", "v1"},
    {"MutatingWebhookConfiguration", "admissionregistration.k8s.io", "",
     "webhooks/clientConfig/service", "Service", "", "v1"},
    {"Node", "", "", "spec/configSource/configMap", "ConfigMap", "", "v1"},
    {"PersistentVolume", "", "", "spec/azureFile/secretName", "Secret", "", "v1"},
    {"PersistentVolume", "", "", "spec/storageClassName", "StorageClass", "storage.k8s.io", "v1"},
    {"PersistentVolumeClaim", "", "", "spec/volumeName", "PersistentVolume", "", "v1"},
    {"PersistentVolumeClaim", "", "", "spec/storageClassName", "StorageClass", "storage.k8s.io",
     "v1"},
    {"Role", "", "", "rules/resourceNames", "ConfigMap", "", "v1"},
    {"Role", "", "", "rules/resourceNames", "Secret", "", "v1"},
    {"RoleBinding", "rbac.authorization.k8s.io", "", "roleRef/name", "Role",
     "rbac.authorization.k8s.io", ""},
    {"RoleBinding", "rbac.authorization.k8s.io", "", "roleRef/name", "ClusterRole",
     "rbac.authorization.k8s.io", ""},
    {"RoleBinding", "rbac.authorization.k8s.io", "", "subjects", "ServiceAccount", "", "v1"},
    {"Service", "serving.knative.dev", "v1",
     "spec/template/spec/containers/env/valueFrom/secretKeyRef/name", "Secret", "", "v1"},
    {"ServiceAccount", "", "", "imagePullSecrets/name", "Secret", "", "v1"},
    {"StatefulSet", "apps", "", "spec/serviceName", "Service", "", "v1"},
    {"StatefulSet", "", "", "spec/volumeClaimTemplates/spec/storageClassName", "StorageClass",
     "storage.k8s.io", "v1"},
    {"StorageClass", "", "", "parameters/secretName", "Secret", "", "v1"},
    {"StorageClass", "", "", "parameters/adminSecretName", "Secret", "", "v1"},
    {"StorageClass", "", "", "parameters/userSecretName", "Secret", "", "v1"},
    {"StorageClass", "", "", "parameters/secretRef", "Secret", "", "v1"},
    {"ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io", "", "spec/policyName",
     "ValidatingAdmissionPolicy", "admissionregistration.k8s.io", ""},
    {"ValidatingWebhookConfiguration", "admissionregistration.k8s.io", "",
     "webhooks/clientConfig/service", "Service", "", "v1"},
});
static_assert(std::ranges::is_sorted(kReferences, {}, &NameReference::kind));

}  // namespace

std::span<const FieldSpec> selector_label_specs() { return kSelectorLabels; }
std::span<const FieldSpec> template_label_specs() { return kTemplateLabels; }
std::span<const FieldSpec> annotation_specs() { return kAnnotations; }
std::span<const FieldSpec> image_specs() { return kImages; }
std::span<const FieldSpec> replica_specs() { return kReplicas; }

void for_each_name_reference(std::string_view kind, std::string_view group,
                             std::string_view version,
                             const std::function<void(const NameReference&)>& use) {
  const auto fits = [](std::string_view wanted, std::string_view part) {
    return wanted.empty() || wanted == part;
  };
  for (const NameReference& reference :
       std::ranges::equal_range(kReferences, kind, {}, &NameReference::kind)) {
    if (fits(reference.group, group) && fits(reference.version, version)) use(reference);
  }
  for (const PodHost& host : std::ranges::equal_range(kPodHosts, kind, {}, &PodHost::kind)) {
    if (!fits(host.version, version)) continue;
    for (const PodReference& reference : kPodReferences) {
      if ((host.parts & reference.part) == 0) continue;
      const std::string path = std::string(host.prefix) + std::string(reference.path);
      use({.kind = host.kind,
           .group = {},
           .version = host.version,
           .path = path,
           .target_kind = reference.target_kind,
           .target_group = reference.target_group,
           .target_version = "v1"});
    }
  }
}

}  // namespace meshlint::render
