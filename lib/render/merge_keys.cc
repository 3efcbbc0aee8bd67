#include "render/merge_keys.h"

#include <algorithm>
#include <tuple>

namespace meshlint::render {
namespace {

struct RootRow {
  std::string_view api_version;
  std::string_view kind;
  MergeType type;

  constexpr auto key() const { return std::tuple(api_version, kind); }
};

// Sorted by apiVersion and kind.
constexpr auto kRoots = std::to_array<RootRow>({
    {"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration",
     MergeType::kWebhookConfiguration},
    {"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration",
     MergeType::kWebhookConfiguration},
    {"apiextensions.k8s.io/v1", "CustomResourceDefinition", MergeType::kBareObject},
    {"apiregistration.k8s.io/v1", "APIService", MergeType::kBareObject},
    {"apps/v1", "ControllerRevision", MergeType::kBareObject},
    {"apps/v1", "DaemonSet", MergeType::kWorkload},
    {"apps/v1", "Deployment", MergeType::kWorkload},
    {"apps/v1", "ReplicaSet", MergeType::kWorkload},
    {"apps/v1", "StatefulSet", MergeType::kWorkload},
    {"autoscaling/v1", "HorizontalPodAutoscaler", MergeType::kBareObject},
    {"batch/v1", "CronJob", MergeType::kCronJob},
    {"batch/v1", "Job", MergeType::kWorkload},
    {"batch/v1beta1", "CronJob", MergeType::kCronJob},
    {"certificates.k8s.io/v1", "CertificateSigningRequest", MergeType::kBareObject},
    {"coordination.k8s.io/v1", "Lease", MergeType::kBareObject},
    {"discovery.k8s.io/v1", "EndpointSlice", MergeType::kBareObject},
    {"events.k8s.io/v1", "Event", MergeType::kBareObject},
    {"networking.k8s.io/v1", "Ingress", MergeType::kBareObject},
    {"networking.k8s.io/v1", "IngressClass", MergeType::kBareObject},
    {"networking.k8s.io/v1", "NetworkPolicy", MergeType::kBareObject},
    {"node.k8s.io/v1", "RuntimeClass", MergeType::kBareObject},
    {"policy/v1", "PodDisruptionBudget", MergeType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "ClusterRole", MergeType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding", MergeType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "Role", MergeType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "RoleBinding", MergeType::kBareObject},
    {"scheduling.k8s.io/v1", "PriorityClass", MergeType::kBareObject},
    {"storage.k8s.io/v1", "CSIDriver", MergeType::kBareObject},
    {"storage.k8s.io/v1", "CSINode", MergeType::kCsiNode},
    {"storage.k8s.io/v1", "StorageClass", MergeType::kBareObject},
    {"storage.k8s.io/v1", "VolumeAttachment", MergeType::kBareObject},
    {"v1", "ConfigMap", MergeType::kBareObject},
    {"v1", "Endpoints", MergeType::kBareObject},
    {"v1", "Event", MergeType::kBareObject},
    {"v1", "LimitRange", MergeType::kBareObject},
    {"v1", "Namespace", MergeType::kBareObject},
    {"v1", "Node", MergeType::kNode},
    {"v1", "PersistentVolume", MergeType::kBareObject},
    {"v1", "PersistentVolumeClaim", MergeType::kBareObject},
    {"v1", "Pod", MergeType::kPod},
    {"v1", "PodTemplate", MergeType::kPodTemplateObject},
    {"v1", "ReplicationController", MergeType::kWorkload},
    {"v1", "ResourceQuota", MergeType::kBareObject},
    {"v1", "Secret", MergeType::kBareObject},
    {"v1", "Service", MergeType::kService},
    {"v1", "ServiceAccount", MergeType::kServiceAccount},
});
static_assert(std::ranges::is_sorted(kRoots, {}, &RootRow::key));

struct FieldRow {
  MergeType type;
  std::string_view field;
  MergeField rule;

  constexpr auto key() const { return std::tuple(type, field); }
};

constexpr MergeField is_a(MergeType type) { return {.type = type}; }
constexpr MergeField list_of(MergeType item, std::string_view key, std::string_view key2 = {}) {
  return {.type = item, .is_merged_list = true, .keys = {key, key2}};
}
constexpr MergeField set_of_scalars() { return {.is_merged_list = true}; }

// `metadata` is the same for every type that has it, and is left out here. Sorted by type, as
// declared, and field.
constexpr auto kFields = std::to_array<FieldRow>({
    {MergeType::kContainer, "env", list_of(MergeType::kNone, "name")},
    {MergeType::kContainer, "ports", list_of(MergeType::kNone, "containerPort", "protocol")},
    {MergeType::kContainer, "volumeDevices", list_of(MergeType::kNone, "devicePath")},
    {MergeType::kContainer, "volumeMounts", list_of(MergeType::kNone, "mountPath")},
    {MergeType::kCsiNode, "spec", is_a(MergeType::kCsiNodeSpec)},
    {MergeType::kCsiNodeSpec, "drivers", list_of(MergeType::kNone, "name")},
    {MergeType::kCronJob, "spec", is_a(MergeType::kCronJobSpec)},
    {MergeType::kCronJobSpec, "jobTemplate", is_a(MergeType::kJobTemplate)},
    {MergeType::kEphemeralContainer, "env", list_of(MergeType::kNone, "name")},
    {MergeType::kEphemeralContainer, "volumeDevices", list_of(MergeType::kNone, "devicePath")},
    {MergeType::kEphemeralContainer, "volumeMounts", list_of(MergeType::kNone, "mountPath")},
    {MergeType::kEphemeralVolume, "volumeClaimTemplate", is_a(MergeType::kClaimTemplate)},
    {MergeType::kJobTemplate, "spec", is_a(MergeType::kWorkloadSpec)},
    {MergeType::kMetadata, "finalizers", set_of_scalars()},
    {MergeType::kMetadata, "ownerReferences", list_of(MergeType::kNone, "uid")},
    {MergeType::kNode, "spec", is_a(MergeType::kNodeSpec)},
    {MergeType::kNodeSpec, "podCIDRs", set_of_scalars()},
    {MergeType::kPod, "spec", is_a(MergeType::kPodSpec)},
    {MergeType::kPodSpec, "containers", list_of(MergeType::kContainer, "name")},
    {MergeType::kPodSpec, "ephemeralContainers", list_of(MergeType::kEphemeralContainer, "name")},
    {MergeType::kPodSpec, "hostAliases", list_of(MergeType::kNone, "ip")},
    {MergeType::kPodSpec, "imagePullSecrets", list_of(MergeType::kNone, "name")},
    {MergeType::kPodSpec, "initContainers", list_of(MergeType::kContainer, "name")},
    {MergeType::kPodSpec, "topologySpreadConstraints",
     list_of(MergeType::kNone, "topologyKey", "whenUnsatisfiable")},
    {MergeType::kPodSpec, "volumes", list_of(MergeType::kVolume, "name")},
    {MergeType::kPodTemplate, "spec", is_a(MergeType::kPodSpec)},
    {MergeType::kPodTemplateObject, "template", is_a(MergeType::kPodTemplate)},
    {MergeType::kService, "spec", is_a(MergeType::kServiceSpec)},
    {MergeType::kServiceAccount, "secrets", list_of(MergeType::kNone, "name")},
    {MergeType::kServiceSpec, "ports", list_of(MergeType::kNone, "port", "protocol")},
    {MergeType::kVolume, "ephemeral", is_a(MergeType::kEphemeralVolume)},
    {MergeType::kWebhookConfiguration, "webhooks", list_of(MergeType::kNone, "name")},
    {MergeType::kWorkload, "spec", is_a(MergeType::kWorkloadSpec)},
    {MergeType::kWorkloadSpec, "template", is_a(MergeType::kPodTemplate)},
});
static_assert(std::ranges::is_sorted(kFields, {}, &FieldRow::key));

bool has_metadata(MergeType type) {
  switch (type) {
    case MergeType::kBareObject:
    case MergeType::kClaimTemplate:
    case MergeType::kCsiNode:
    case MergeType::kCronJob:
    case MergeType::kJobTemplate:
    case MergeType::kNode:
    case MergeType::kPod:
    case MergeType::kPodTemplate:
    case MergeType::kPodTemplateObject:
    case MergeType::kService:
    case MergeType::kServiceAccount:
    case MergeType::kWebhookConfiguration:
    case MergeType::kWorkload:
      return true;
    default:
      return false;
  }
}

}  // namespace

MergeType merge_type_of(std::string_view api_version, std::string_view kind) {
  const auto wanted = std::tuple(api_version, kind);
  const auto found = std::ranges::lower_bound(kRoots, wanted, {}, &RootRow::key);
  return found != kRoots.end() && found->key() == wanted ? found->type : MergeType::kNone;
}

MergeField merge_field(MergeType type, std::string_view field) {
  if (type == MergeType::kNone) return {};
  if (field == "metadata" && has_metadata(type)) return is_a(MergeType::kMetadata);
  const auto wanted = std::tuple(type, field);
  const auto found = std::ranges::lower_bound(kFields, wanted, {}, &FieldRow::key);
  return found != kFields.end() && found->key() == wanted ? found->rule : MergeField();
}

}  // namespace meshlint::render
