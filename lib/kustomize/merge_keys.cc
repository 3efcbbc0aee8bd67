#include "kustomize/merge_keys.h"

#include <algorithm>
#include <tuple>

namespace meshlint::kustomize {
namespace {

struct RootRow {
  std::string_view api_version;
  std::string_view kind;
  ShippedType type;

  constexpr auto key() const { return std::tuple(api_version, kind); }
};

// Sorted by apiVersion and kind.
constexpr auto kRoots = std::to_array<RootRow>({
    {"admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration",
     ShippedType::kWebhookConfiguration},
    {"admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration",
     ShippedType::kWebhookConfiguration},
    {"apiextensions.k8s.io/v1", "CustomResourceDefinition", ShippedType::kBareObject},
    {"apiregistration.k8s.io/v1", "APIService", ShippedType::kBareObject},
    {"apps/v1", "ControllerRevision", ShippedType::kBareObject},
    {"apps/v1", "DaemonSet", ShippedType::kWorkload},
    {"apps/v1", "Deployment", ShippedType::kWorkload},
    {"apps/v1", "ReplicaSet", ShippedType::kWorkload},
    {"apps/v1", "StatefulSet", ShippedType::kWorkload},
    {"autoscaling/v1", "HorizontalPodAutoscaler", ShippedType::kBareObject},
    {"batch/v1", "CronJob", ShippedType::kCronJob},
    {"batch/v1", "Job", ShippedType::kWorkload},
    {"batch/v1beta1", "CronJob", ShippedType::kCronJob},
    {"certificates.k8s.io/v1", "CertificateSigningRequest", ShippedType::kBareObject},
    {"coordination.k8s.io/v1", "Lease", ShippedType::kBareObject},
    {"discovery.k8s.io/v1", "EndpointSlice", ShippedType::kBareObject},
    {"events.k8s.io/v1", "Event", ShippedType::kBareObject},
    {"networking.k8s.io/v1", "Ingress", ShippedType::kBareObject},
    {"networking.k8s.io/v1", "IngressClass", ShippedType::kBareObject},
    {"networking.k8s.io/v1", "NetworkPolicy", ShippedType::kBareObject},
    {"node.k8s.io/v1", "RuntimeClass", ShippedType::kBareObject},
    {"policy/v1", "PodDisruptionBudget", ShippedType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "ClusterRole", ShippedType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding", ShippedType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "Role", ShippedType::kBareObject},
    {"rbac.authorization.k8s.io/v1", "RoleBinding", ShippedType::kBareObject},
    {"scheduling.k8s.io/v1", "PriorityClass", ShippedType::kBareObject},
    {"storage.k8s.io/v1", "CSIDriver", ShippedType::kBareObject},
    {"storage.k8s.io/v1", "CSINode", ShippedType::kCsiNode},
    {"storage.k8s.io/v1", "StorageClass", ShippedType::kBareObject},
    {"storage.k8s.io/v1", "VolumeAttachment", ShippedType::kBareObject},
    {"v1", "ConfigMap", ShippedType::kBareObject},
    {"v1", "Endpoints", ShippedType::kBareObject},
    {"v1", "Event", ShippedType::kBareObject},
    {"v1", "LimitRange", ShippedType::kBareObject},
    {"v1", "Namespace", ShippedType::kBareObject},
    {"v1", "Node", ShippedType::kNode},
    {"v1", "PersistentVolume", ShippedType::kBareObject},
    {"v1", "PersistentVolumeClaim", ShippedType::kBareObject},
    {"v1", "Pod", ShippedType::kPod},
    {"v1", "PodTemplate", ShippedType::kPodTemplateObject},
    {"v1", "ReplicationController", ShippedType::kWorkload},
    {"v1", "ResourceQuota", ShippedType::kBareObject},
    {"v1", "Secret", ShippedType::kBareObject},
    {"v1", "Service", ShippedType::kService},
    {"v1", "ServiceAccount", ShippedType::kServiceAccount},
});
static_assert(std::ranges::is_sorted(kRoots, {}, &RootRow::key));

struct FieldRow {
  ShippedType type;
  std::string_view field;
  MergeField rule;

  constexpr auto key() const { return std::tuple(type, field); }
};

constexpr MergeField is_a(ShippedType type) { return {.type = {.shipped = type}}; }
constexpr MergeField list_of(ShippedType item, std::string_view key, std::string_view key2 = {}) {
  return {.type = {.shipped = item}, .is_merged_list = true, .keys = {key, key2}};
}
constexpr MergeField set_of_scalars() { return {.is_merged_list = true}; }

// `metadata` is the same for every type, so it is not listed. Sorted by type, as declared, and
// field.
constexpr auto kFields = std::to_array<FieldRow>({
    {ShippedType::kContainer, "env", list_of(ShippedType::kNone, "name")},
    {ShippedType::kContainer, "ports", list_of(ShippedType::kNone, "containerPort", "protocol")},
    {ShippedType::kContainer, "volumeDevices", list_of(ShippedType::kNone, "devicePath")},
    {ShippedType::kContainer, "volumeMounts", list_of(ShippedType::kNone, "mountPath")},
    {ShippedType::kCsiNode, "spec", is_a(ShippedType::kCsiNodeSpec)},
    {ShippedType::kCsiNodeSpec, "drivers", list_of(ShippedType::kNone, "name")},
    {ShippedType::kCronJob, "spec", is_a(ShippedType::kCronJobSpec)},
    {ShippedType::kCronJobSpec, "jobTemplate", is_a(ShippedType::kJobTemplate)},
    {ShippedType::kEphemeralContainer, "env", list_of(ShippedType::kNone, "name")},
    {ShippedType::kEphemeralContainer, "volumeDevices", list_of(ShippedType::kNone, "devicePath")},
    {ShippedType::kEphemeralContainer, "volumeMounts", list_of(ShippedType::kNone, "mountPath")},
    {ShippedType::kEphemeralVolume, "volumeClaimTemplate", is_a(ShippedType::kClaimTemplate)},
    {ShippedType::kJobTemplate, "spec", is_a(ShippedType::kWorkloadSpec)},
    {ShippedType::kMetadata, "finalizers", set_of_scalars()},
    {ShippedType::kMetadata, "ownerReferences", list_of(ShippedType::kNone, "uid")},
    {ShippedType::kNode, "spec", is_a(ShippedType::kNodeSpec)},
    {ShippedType::kNodeSpec, "podCIDRs", set_of_scalars()},
    {ShippedType::kPod, "spec", is_a(ShippedType::kPodSpec)},
    {ShippedType::kPodSpec, "containers", list_of(ShippedType::kContainer, "name")},
    {ShippedType::kPodSpec, "ephemeralContainers",
     list_of(ShippedType::kEphemeralContainer, "name")},
    {ShippedType::kPodSpec, "hostAliases", list_of(ShippedType::kNone, "ip")},
    {ShippedType::kPodSpec, "imagePullSecrets", list_of(ShippedType::kNone, "name")},
    {ShippedType::kPodSpec, "initContainers", list_of(ShippedType::kContainer, "name")},
    {ShippedType::kPodSpec, "topologySpreadConstraints",
     list_of(ShippedType::kNone, "topologyKey", "whenUnsatisfiable")},
    {ShippedType::kPodSpec, "volumes", list_of(ShippedType::kVolume, "name")},
    {ShippedType::kPodTemplate, "spec", is_a(ShippedType::kPodSpec)},
    {ShippedType::kPodTemplateObject, "template", is_a(ShippedType::kPodTemplate)},
    {ShippedType::kService, "spec", is_a(ShippedType::kServiceSpec)},
    {ShippedType::kServiceAccount, "secrets", list_of(ShippedType::kNone, "name")},
    {ShippedType::kServiceSpec, "ports", list_of(ShippedType::kNone, "port", "protocol")},
    {ShippedType::kVolume, "ephemeral", is_a(ShippedType::kEphemeralVolume)},
    {ShippedType::kWebhookConfiguration, "webhooks", list_of(ShippedType::kNone, "name")},
    {ShippedType::kWorkload, "spec", is_a(ShippedType::kWorkloadSpec)},
    {ShippedType::kWorkloadSpec, "template", is_a(ShippedType::kPodTemplate)},
});
static_assert(std::ranges::is_sorted(kFields, {}, &FieldRow::key));

bool has_metadata(ShippedType type) {
  switch (type) {
    case ShippedType::kBareObject:
    case ShippedType::kClaimTemplate:
    case ShippedType::kCsiNode:
    case ShippedType::kCronJob:
    case ShippedType::kJobTemplate:
    case ShippedType::kNode:
    case ShippedType::kPod:
    case ShippedType::kPodTemplate:
    case ShippedType::kPodTemplateObject:
    case ShippedType::kService:
    case ShippedType::kServiceAccount:
    case ShippedType::kWebhookConfiguration:
    case ShippedType::kWorkload:
      return true;
    default:
      return false;
  }
}

// The shipped types by the names of their definitions in an OpenAPI document.
ShippedType shipped_definition(std::string_view name) {
  struct Row {
    std::string_view name;
    ShippedType type;
  };
  static constexpr auto kRows = std::to_array<Row>({
      {"io.k8s.api.apps.v1.DaemonSetSpec", ShippedType::kWorkloadSpec},
      {"io.k8s.api.apps.v1.DeploymentSpec", ShippedType::kWorkloadSpec},
      {"io.k8s.api.apps.v1.ReplicaSetSpec", ShippedType::kWorkloadSpec},
      {"io.k8s.api.apps.v1.StatefulSetSpec", ShippedType::kWorkloadSpec},
      {"io.k8s.api.batch.v1.CronJobSpec", ShippedType::kCronJobSpec},
      {"io.k8s.api.batch.v1.JobSpec", ShippedType::kWorkloadSpec},
      {"io.k8s.api.batch.v1.JobTemplateSpec", ShippedType::kJobTemplate},
      {"io.k8s.api.core.v1.Container", ShippedType::kContainer},
      {"io.k8s.api.core.v1.EphemeralContainer", ShippedType::kEphemeralContainer},
      {"io.k8s.api.core.v1.EphemeralVolumeSource", ShippedType::kEphemeralVolume},
      {"io.k8s.api.core.v1.NodeSpec", ShippedType::kNodeSpec},
      {"io.k8s.api.core.v1.PersistentVolumeClaimTemplate", ShippedType::kClaimTemplate},
      {"io.k8s.api.core.v1.PodSpec", ShippedType::kPodSpec},
      {"io.k8s.api.core.v1.PodTemplateSpec", ShippedType::kPodTemplate},
      {"io.k8s.api.core.v1.ServiceSpec", ShippedType::kServiceSpec},
      {"io.k8s.api.core.v1.Volume", ShippedType::kVolume},
      {"io.k8s.api.storage.v1.CSINodeSpec", ShippedType::kCsiNodeSpec},
      {"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", ShippedType::kMetadata},
  });
  static_assert(std::ranges::is_sorted(kRows, {}, &Row::name));
  const auto found = std::ranges::lower_bound(kRows, name, {}, &Row::name);
  return found != kRows.end() && found->name == name ? found->type : ShippedType::kNone;
}

ShippedType shipped_type_of(std::string_view api_version, std::string_view kind) {
  const auto wanted = std::tuple(api_version, kind);
  const auto found = std::ranges::lower_bound(kRoots, wanted, {}, &RootRow::key);
  return found != kRoots.end() && found->key() == wanted ? found->type : ShippedType::kNone;
}

MergeField shipped_field(ShippedType type, std::string_view field) {
  if (type == ShippedType::kNone) return {};
  if (field == "metadata" && has_metadata(type)) return is_a(ShippedType::kMetadata);
  const auto wanted = std::tuple(type, field);
  const auto found = std::ranges::lower_bound(kFields, wanted, {}, &FieldRow::key);
  return found != kFields.end() && found->key() == wanted ? found->rule : MergeField();
}

std::string key_of(std::string_view api_version, std::string_view kind) {
  return std::string(api_version).append(1, ' ').append(kind);
}

constexpr int kMostReferences = 32;

}  // namespace

bool MergeSchema::set(yaml::Node document) {
  if (!document["definitions"].is_map()) return false;
  is_set_ = true;
  definitions_ = document["definitions"];
  for (const auto [name, schema] : definitions_.entries()) {
    for (const yaml::Node kind : schema["x-kubernetes-group-version-kind"]) {
      std::string api_version(kind["group"].text());
      if (!api_version.empty()) api_version += '/';
      api_version += kind["version"].text();
      kinds_[key_of(api_version, kind["kind"].text())] = schema;
    }
  }
  return true;
}

MergeType MergeSchema::resolved(yaml::Node schema) const {
  for (int i = 0; i < kMostReferences; ++i) {
    const yaml::Node reference = schema["$ref"];
    if (!reference) return {.schema = schema};
    const std::string_view path = reference.text();
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (has_shipped_) {
      const ShippedType shipped = shipped_definition(name);
      if (shipped != ShippedType::kNone) return {.shipped = shipped};
    }
    schema = definitions_[name];
  }
  return {};
}

MergeType MergeSchema::type_of(std::string_view api_version, std::string_view kind) const {
  if (!definitions_ || has_shipped_) {
    const ShippedType shipped = shipped_type_of(api_version, kind);
    if (!definitions_ || shipped != ShippedType::kNone) return {.shipped = shipped};
  }
  const auto own = kinds_.find(key_of(api_version, kind));
  return own == kinds_.end() ? MergeType() : MergeType{.schema = own->second};
}

MergeField MergeSchema::field(const MergeType& type, std::string_view name) const {
  const MergeType known = type.schema ? resolved(type.schema) : type;
  const yaml::Node schema = known.schema;
  if (!schema) return shipped_field(known.shipped, name);
  yaml::Node field = schema["properties"][name];
  if (!field && schema["additionalProperties"].is_map()) field = schema["additionalProperties"];
  const std::string_view strategy = field["x-kubernetes-patch-strategy"].text();
  const MergeType target = resolved(field);
  MergeField result;
  if (const yaml::Node items = target.schema["items"]) {
    result.type.schema = items;
    result.is_merged_list = strategy.find("merge") != strategy.npos;
    if (result.is_merged_list) {
      result.keys[0] = field["x-kubernetes-patch-merge-key"].text();
      // If a list has several keys, kustomize uses all of them.
      const yaml::Node keys = field["x-kubernetes-list-map-keys"];
      if (keys.size() > 1) {
        result.keys = {keys.item(0).text(), keys.item(1).text()};
      } else if (keys.size() == 1 && result.keys[0].empty()) {
        result.keys[0] = keys.item(0).text();
      }
    }
  } else {
    result.type = target;
  }
  return result;
}

}  // namespace meshlint::kustomize
