#include "kustomize/field_specs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace meshlint::kustomize {
namespace {

constexpr FieldPath made(std::string_view path) { return {.path = path, .is_created = true}; }
constexpr FieldPath found(std::string_view path) { return {.path = path, .is_created = false}; }

constexpr auto kNames = std::to_array<FieldSpec>({{"", "", "", found("metadata/name")}});
constexpr auto kMetadataLabels = std::to_array<FieldSpec>({{"", "", "", made("metadata/labels")}});
constexpr auto kMetadataAnnotations =
    std::to_array<FieldSpec>({{"", "", "", made("metadata/annotations")}});

// metadata.namespace of all other kinds, and the accounts of role bindings, have other rules.
constexpr auto kNamespaces = std::to_array<FieldSpec>({
    {"APIService", "apiregistration.k8s.io", "", made("spec/service/namespace")},
    {"CustomResourceDefinition", "apiextensions.k8s.io", "",
     found("spec/conversion/webhook/clientConfig/service/namespace")},
    {"Namespace", "", "", made("metadata/name")},
});
static_assert(std::ranges::is_sorted(kNamespaces, {}, &FieldSpec::kind));

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

// Containers of any object are also found by the name of their field, so those at these places are
// changed twice: a tag suffix is then added twice, as kustomize does.
constexpr auto kImages = std::to_array<FieldSpec>({
    {"", "", "", made("spec/containers[]/image")},
    {"", "", "", made("spec/initContainers[]/image")},
    {"", "", "", made("spec/template/spec/containers[]/image")},
    {"", "", "", made("spec/template/spec/initContainers[]/image")},
    {"", "", "", made("spec/template/spec/volumes[]/image/reference")},
    {"", "", "", made("spec/volumes[]/image/reference")},
});
static_assert(std::ranges::is_sorted(kImages, {}, &FieldSpec::kind));

constexpr auto kReplicas = std::to_array<FieldSpec>({
    {"Deployment", "", "", made("spec/replicas")},
    {"ReplicaSet", "", "", made("spec/replicas")},
    {"ReplicationController", "", "", made("spec/replicas")},
    {"StatefulSet", "", "", made("spec/replicas")},
});
static_assert(std::ranges::is_sorted(kReplicas, {}, &FieldSpec::kind));

// Where `$(NAME)` is replaced by the value of a variable.
constexpr auto kVariables = std::to_array<FieldSpec>({
    {"", "", "", found("metadata/labels")},
    {"", "", "", found("metadata/annotations")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/containers/args")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/containers/command")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/containers/env/value")},
    {"CronJob", "", "",
     found("spec/jobTemplate/spec/template/spec/containers/volumeMounts/mountPath")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/initContainers/args")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/initContainers/command")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/spec/initContainers/env/value")},
    {"CronJob", "", "",
     found("spec/jobTemplate/spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"CronJob", "", "", found("spec/jobTemplate/spec/template/volumes/nfs/server")},
    {"DaemonSet", "", "", found("spec/template/spec/containers/args")},
    {"DaemonSet", "", "", found("spec/template/spec/containers/command")},
    {"DaemonSet", "", "", found("spec/template/spec/containers/env/value")},
    {"DaemonSet", "", "", found("spec/template/spec/containers/volumeMounts/mountPath")},
    {"DaemonSet", "", "", found("spec/template/spec/initContainers/args")},
    {"DaemonSet", "", "", found("spec/template/spec/initContainers/command")},
    {"DaemonSet", "", "", found("spec/template/spec/initContainers/env/value")},
    {"DaemonSet", "", "", found("spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"DaemonSet", "", "", found("spec/template/spec/volumes/nfs/server")},
    {"Deployment", "", "", found("spec/template/spec/containers/args")},
    {"Deployment", "", "", found("spec/template/spec/containers/command")},
    {"Deployment", "", "", found("spec/template/spec/containers/env/value")},
    {"Deployment", "", "", found("spec/template/spec/containers/volumeMounts/mountPath")},
    {"Deployment", "", "", found("spec/template/spec/initContainers/args")},
    {"Deployment", "", "", found("spec/template/spec/initContainers/command")},
    {"Deployment", "", "", found("spec/template/spec/initContainers/env/value")},
    {"Deployment", "", "", found("spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"Deployment", "", "", found("spec/template/spec/volumes/nfs/server")},
    {"Deployment", "", "", found("spec/template/metadata/annotations")},
    {"Ingress", "", "", found("spec/rules/host")},
    {"Ingress", "", "", found("spec/tls/hosts")},
    {"Ingress", "", "", found("spec/tls/secretName")},
    {"Job", "", "", found("spec/template/spec/containers/args")},
    {"Job", "", "", found("spec/template/spec/containers/command")},
    {"Job", "", "", found("spec/template/spec/containers/env/value")},
    {"Job", "", "", found("spec/template/spec/containers/volumeMounts/mountPath")},
    {"Job", "", "", found("spec/template/spec/initContainers/args")},
    {"Job", "", "", found("spec/template/spec/initContainers/command")},
    {"Job", "", "", found("spec/template/spec/initContainers/env/value")},
    {"Job", "", "", found("spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"Job", "", "", found("spec/template/spec/volumes/nfs/server")},
    {"PersistentVolume", "", "", found("spec/nfs/server")},
    {"Pod", "", "", found("spec/containers/args")},
    {"Pod", "", "", found("spec/containers/command")},
    {"Pod", "", "", found("spec/containers/env/value")},
    {"Pod", "", "", found("spec/containers/volumeMounts/mountPath")},
    {"Pod", "", "", found("spec/initContainers/args")},
    {"Pod", "", "", found("spec/initContainers/command")},
    {"Pod", "", "", found("spec/initContainers/env/value")},
    {"Pod", "", "", found("spec/initContainers/volumeMounts/mountPath")},
    {"Pod", "", "", found("spec/volumes/nfs/server")},
    {"ReplicaSet", "", "", found("spec/template/spec/containers/args")},
    {"ReplicaSet", "", "", found("spec/template/spec/containers/command")},
    {"ReplicaSet", "", "", found("spec/template/spec/containers/env/value")},
    {"ReplicaSet", "", "", found("spec/template/spec/containers/volumeMounts/mountPath")},
    {"ReplicaSet", "", "", found("spec/template/spec/initContainers/args")},
    {"ReplicaSet", "", "", found("spec/template/spec/initContainers/command")},
    {"ReplicaSet", "", "", found("spec/template/spec/initContainers/env/value")},
    {"ReplicaSet", "", "", found("spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"ReplicaSet", "", "", found("spec/template/spec/volumes/nfs/server")},
    {"Service", "", "", found("spec/ports/port")},
    {"Service", "", "", found("spec/ports/targetPort")},
    {"StatefulSet", "", "", found("spec/template/spec/containers/args")},
    {"StatefulSet", "", "", found("spec/template/spec/containers/command")},
    {"StatefulSet", "", "", found("spec/template/spec/containers/env/value")},
    {"StatefulSet", "", "", found("spec/template/spec/containers/volumeMounts/mountPath")},
    {"StatefulSet", "", "", found("spec/template/spec/initContainers/args")},
    {"StatefulSet", "", "", found("spec/template/spec/initContainers/command")},
    {"StatefulSet", "", "", found("spec/template/spec/initContainers/env/value")},
    {"StatefulSet", "", "", found("spec/template/spec/initContainers/volumeMounts/mountPath")},
    {"StatefulSet", "", "", found("spec/volumeClaimTemplates/spec/nfs/server")},
});
static_assert(std::ranges::is_sorted(kVariables, {}, &FieldSpec::kind));

// The fields of a pod that kustomize updates; for some kinds it omits some of them.
enum Parts : std::uint8_t {
  kConfig = 1,   // ConfigMaps and Secrets
  kAccount = 2,  // ServiceAccount
  kClaim = 4,    // PersistentVolumeClaim
  kPriority = 8,
  kAll = kConfig | kAccount | kClaim | kPriority,
};

struct PodHost {
  std::string_view kind;
  std::string_view version;  // empty matches all
  std::string_view prefix;   // of the pod spec
  std::uint8_t parts;
};

// Sorted by kind. For a Pod, kustomize updates ConfigMaps and Secrets in v1 only, its only version.
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

// Sorted by kind. `ingressClassName` of an Ingress is missing on purpose: kustomize's entry for it
// has a group that no object has, so kustomize never updates the name.
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

std::span<const std::span<const FieldSpec>> shipped_places(Places places) {
  using Table = std::span<const FieldSpec>;
  static constexpr Table kNameTables[] = {kNames};
  static constexpr Table kNamespaceTables[] = {kNamespaces};
  static constexpr Table kCommonLabelTables[] = {kMetadataLabels, kSelectorLabels, kTemplateLabels};
  static constexpr Table kTemplateLabelTables[] = {kMetadataLabels, kTemplateLabels};
  static constexpr Table kAnnotationTables[] = {kMetadataAnnotations, kAnnotations};
  static constexpr Table kImageTables[] = {kImages};
  static constexpr Table kReplicaTables[] = {kReplicas};
  static constexpr Table kVariableTables[] = {kVariables};
  switch (places) {
    case Places::kNamePrefix:
    case Places::kNameSuffix:
      return kNameTables;
    case Places::kNamespace:
      return kNamespaceTables;
    case Places::kCommonLabels:
      return kCommonLabelTables;
    case Places::kLabels:
      return {};
    case Places::kTemplateLabels:
      return kTemplateLabelTables;
    case Places::kCommonAnnotations:
      return kAnnotationTables;
    case Places::kImages:
      return kImageTables;
    case Places::kReplicas:
      return kReplicaTables;
    case Places::kVarReference:
      return kVariableTables;
  }
  return {};
}

namespace {

// The one of `olds` that covers the new one. In kustomize, a spec for a single kind also covers a
// spec for all kinds.
const FieldSpec* covering(std::span<const FieldSpec> olds, const FieldSpec& fresh) {
  const auto old = std::ranges::find_if(olds, [&](const FieldSpec& spec) {
    return spec.field.path == fresh.field.path && fresh.fits(spec.kind, spec.group, spec.version);
  });
  return old == olds.end() ? nullptr : &*old;
}

// Appends those that nothing covers.
void merge_into(std::vector<FieldSpec>& kept, std::span<const FieldSpec> specs,
                const std::function<void(const FieldSpec&)>& refuse) {
  for (const FieldSpec& spec : specs) {
    const FieldSpec* const old = covering(kept, spec);
    if (!old) {
      kept.push_back(spec);
    } else if (old->field.is_created != spec.field.is_created) {
      refuse(spec);
    }
  }
}

}  // namespace

bool comes_before(const FieldSpec& left, const FieldSpec& right) {
  const auto is_last = [](const FieldSpec& spec) {
    return spec.kind == "MutatingWebhookConfiguration" ||
           spec.kind == "ValidatingWebhookConfiguration";
  };
  const auto empty_parts = [](const FieldSpec& spec) {
    return std::tuple(spec.group.empty(), spec.version.empty(), spec.kind.empty());
  };
  if (is_last(left) != is_last(right)) return is_last(right);
  return empty_parts(left) < empty_parts(right);
}

bool OwnPlaces::add(Places places, const FieldSpec& spec) {
  const SpecTables tables = all_places(places, *this);
  for (const std::span<const FieldSpec> table : tables) {
    if (const FieldSpec* const old = covering(table, spec)) {
      return old->field.is_created == spec.field.is_created;
    }
  }
  std::vector<FieldSpec>& own = specs[static_cast<std::size_t>(places)];
  own.insert(std::ranges::upper_bound(own, spec.kind, {}, &FieldSpec::kind), spec);
  return true;
}

void OwnPlaces::drop_covered(const std::function<void(const FieldSpec&)>& refuse) {
  for (std::size_t i = 0; i < specs.size(); ++i) {
    if (specs[i].empty()) continue;
    std::vector<FieldSpec> all;
    for (const std::span<const FieldSpec> table : all_places(static_cast<Places>(i), *this)) {
      all.insert(all.end(), table.begin(), table.end());
    }
    std::ranges::stable_sort(all, comes_before);
    std::vector<FieldSpec> kept;
    merge_into(kept, all, refuse);
    if (kept.size() == all.size()) continue;
    std::ranges::stable_sort(kept, {}, &FieldSpec::kind);
    specs[i] = std::move(kept);
    is_whole[i] = true;
  }
}

SpecTables all_places(Places places, const OwnPlaces& own) {
  SpecTables tables;
  if (!own.is_whole[static_cast<std::size_t>(places)]) {
    const auto shipped = shipped_places(places);
    tables.assign(shipped.begin(), shipped.end());
  }
  if (!own.of(places).empty()) tables.push_back(own.of(places));
  return tables;
}

SpecTables label_places(const OwnPlaces& own, Places more, std::vector<FieldSpec>& fields,
                        const std::function<void(const FieldSpec&)>& refuse) {
  SpecTables others;
  if (more != Places::kLabels) others = all_places(more, own);
  if (more != Places::kCommonLabels) others.push_back(kMetadataLabels);
  if (fields.empty() && own.of(Places::kLabels).empty()) return others;
  merge_into(fields, own.of(Places::kLabels), refuse);
  for (const std::span<const FieldSpec> table : others) merge_into(fields, table, refuse);
  std::ranges::stable_sort(fields, {}, &FieldSpec::kind);
  return {fields};
}

namespace {

// The value at a path that ends with a slash, or the first one on the way that is not a mapping.
yaml::Node reached(yaml::Node node, std::string_view path) {
  while (!path.empty() && node.is_map()) {
    const std::size_t end = path.find('/');
    node = node[path.substr(0, end)];
    path.remove_prefix(end + 1);
  }
  return node;
}

}  // namespace

void for_each_name_reference(std::string_view kind, std::string_view group,
                             std::string_view version, yaml::Node object,
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
    const yaml::Node pod = reached(object, host.prefix);
    if (!pod) continue;
    for (const PodReference& reference : kPodReferences) {
      if ((host.parts & reference.part) == 0) continue;
      if (pod.is_map() && !pod[reference.path.substr(0, reference.path.find('/'))]) continue;
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

}  // namespace meshlint::kustomize
