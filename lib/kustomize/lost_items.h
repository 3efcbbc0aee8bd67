// Items of lists that kustomize loses when it merges a patch without an error.
#ifndef MESHLINT_KUSTOMIZE_LOST_ITEMS_H_
#define MESHLINT_KUSTOMIZE_LOST_ITEMS_H_

#include <optional>
#include <span>

#include "kustomize/merge_keys.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// An item of a patch whose values aren't in the merged list. `theirs` are the items of the patched
// list.
std::optional<text::Problem> lost_item(yaml::Node item, std::span<const yaml::Node> theirs,
                                       yaml::Node merged, const MergeField& field);

// A patch's list that replaces the target's list as a whole, although an item lacks what every
// item of the target has, and so was hardly meant to be complete.
std::optional<text::Problem> replaced_list(yaml::Node target, yaml::Node patch);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_LOST_ITEMS_H_
