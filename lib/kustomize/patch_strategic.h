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
  // What kustomize refuses, and patch values that it drops without a word. At places of the
  // patch, with the object's own place as related.
  std::vector<text::Problem> problems;
};

// Merges `patch` into `target`, both maps. `type`, of `schema`, says how the target's lists merge.
// Values keep the place where they were written; a map that both sides have keeps the target's.
// Lists whose items their keys do not tell apart take the square of their length from `budget`, and
// stay as they are where that is not left.
MergeResult merge_patch(yaml::Arena& arena, yaml::Node target, yaml::Node patch,
                        const MergeSchema& schema, const MergeType& type, std::size_t& budget);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_STRATEGIC_H_
