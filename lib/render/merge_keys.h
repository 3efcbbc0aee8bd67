// How a strategic merge patch merges lists: by which keys, at which places of which kinds.
#ifndef MESHLINT_RENDER_MERGE_KEYS_H_
#define MESHLINT_RENDER_MERGE_KEYS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yaml/node.h"

namespace meshlint::render {

// A shipped type whose fields have merge rules. kNone: nothing below is known, all lists are
// replaced.
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

// A shipped type, or a schema of the user's own.
struct MergeType {
  ShippedType shipped = ShippedType::kNone;
  yaml::Node schema = {};

  bool is_known() const { return shipped != ShippedType::kNone || schema; }
};

// What a field of such a type is.
struct MergeField {
  MergeType type = {};  // of the value, or of a list's items
  bool is_merged_list = false;
  // Which fields of an item tell it from the others. None: the items are scalars.
  std::array<std::string_view, 2> keys = {};
};

// The types of all objects of one build. Views the documents that are added.
class MergeSchema {
 public:
  // The definitions of an OpenAPI document that name the kind which they are of; they count
  // instead of shipped ones. False if it is none: it has no map `definitions`.
  bool add(yaml::Node document);

  // The type of a whole object; unknown for kinds that kustomize has no schema of, which are
  // all custom resources and all kinds that are newer than Kubernetes 1.21.
  MergeType type_of(std::string_view api_version, std::string_view kind) const;
  MergeField field(const MergeType& type, std::string_view name) const;

 private:
  yaml::Node resolved(yaml::Node schema) const;

  std::unordered_map<std::string, yaml::Node> kinds_;  // by "apiVersion kind"
  std::vector<yaml::Node> definitions_;                // maps by name, the latest first
};

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_MERGE_KEYS_H_
