// How a strategic merge patch merges lists: by which keys, at which places of which kinds.
#ifndef MESHLINT_RENDER_MERGE_KEYS_H_
#define MESHLINT_RENDER_MERGE_KEYS_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace meshlint::render {

// A type whose fields have merge rules. kNone: nothing below is known, all lists are replaced.
enum class MergeType : std::uint8_t {
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

// What a field of such a type is.
struct MergeField {
  MergeType type = MergeType::kNone;  // of the value, or of a list's items
  bool is_merged_list = false;
  // Which fields of an item tell it from the others. None: the items are scalars.
  std::array<std::string_view, 2> keys = {};
};

// The type of a whole object; kNone for kinds that kustomize has no schema of, which are all
// custom resources and all kinds that are newer than Kubernetes 1.21.
MergeType merge_type_of(std::string_view api_version, std::string_view kind);
MergeField merge_field(MergeType type, std::string_view field);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_MERGE_KEYS_H_
