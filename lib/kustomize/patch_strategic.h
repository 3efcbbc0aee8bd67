// Strategic merge patches as kustomize applies them.
#ifndef MESHLINT_KUSTOMIZE_PATCH_STRATEGIC_H_
#define MESHLINT_KUSTOMIZE_PATCH_STRATEGIC_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "kustomize/merge_keys.h"
#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct MergeResult {
  // The merged tree; nothing if the patch deletes the whole object.
  std::optional<yaml::Record> root;
  // What kustomize rejects, and patch values that it drops without an error. At places of the
  // patch, with the object's place as related.
  std::vector<text::Problem> problems;
};

// Merges `patch` into `target`, both mappings. `type`, of `schema`, has the merge keys of the
// target's lists. Values keep their places; a mapping that both sides have keeps the target's. A
// list whose items aren't identified by their keys takes the square of its length from `budget`,
// and isn't merged if that is not left.
MergeResult merge_patch(yaml::Arena& arena, yaml::Node target, yaml::Node patch,
                        const MergeSchema& schema, const MergeType& type, std::size_t& budget);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_STRATEGIC_H_
