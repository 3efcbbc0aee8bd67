// The keys by which a strategic merge patch merges the lists of each kind.
#ifndef MESHLINT_KUSTOMIZE_MERGE_KEYS_H_
#define MESHLINT_KUSTOMIZE_MERGE_KEYS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "yaml/node.h"

namespace meshlint::kustomize {

// A shipped type whose fields have merge rules. kNone: no schema, so lists are replaced.
enum class ShippedType : std::uint8_t {
  kNone,
  kBareObject,  // nothing but metadata
  kClaimTemplate,
  kContainer,
  kCsiNode,
  kCsiNodeSpec,
  kCronJob,
  kCronJobSpec,
  kEphemeralContainer,
  kEphemeralVolume,
  kJobTemplate,
  kMetadata,
  kNode,
  kNodeSpec,
  kPod,
  kPodSpec,
  kPodTemplate,
  kPodTemplateObject,
  kService,
  kServiceAccount,
  kServiceSpec,
  kVolume,
  kWebhookConfiguration,
  kWorkload,
  kWorkloadSpec,
};

// A shipped type, or a schema from the user's `openapi`.
struct MergeType {
  ShippedType shipped = ShippedType::kNone;
  yaml::Node schema = {};

  bool is_known() const { return shipped != ShippedType::kNone || schema; }
};

// What a field of such a type is.
struct MergeField {
  MergeType type = {};  // of the value, or of a list's items
  bool is_merged_list = false;
  // The fields that identify an item. None: the items are scalars.
  std::array<std::string_view, 2> keys = {};
};

// The types of all objects of one build. Views the OpenAPI document that is set.
class MergeSchema {
 public:
  // Whether an `openapi` was set already. The first one is used for the whole build.
  bool is_set() const { return is_set_; }
  // Uses the definitions of an OpenAPI document that name their kinds: in addition to the shipped
  // types if an object was read already, else instead of them. False if the document has no mapping
  // `definitions`.
  bool set(yaml::Node document);
  void set_to_shipped() { is_set_ = true; }
  // To be called for each object that is read: from then on, kustomize keeps the types that it has.
  void note_object() { has_shipped_ |= !definitions_; }

  // The type of a whole object; unknown for kinds without a schema in kustomize: all custom
  // resources, and all kinds that are newer than Kubernetes 1.21.
  MergeType type_of(std::string_view api_version, std::string_view kind) const;
  MergeField field(const MergeType& type, std::string_view name) const;

 private:
  // Follows the references of a schema, to a shipped type if there is one with that name.
  MergeType resolved(yaml::Node schema) const;

  bool is_set_ = false;
  bool has_shipped_ = false;
  yaml::Node definitions_;                             // a map by name
  std::unordered_map<std::string, yaml::Node> kinds_;  // by "apiVersion kind"
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_MERGE_KEYS_H_
