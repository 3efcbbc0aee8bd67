// Lists whose items should be identified by keys, but aren't.
#ifndef MESHLINT_KUSTOMIZE_KEYED_LISTS_H_
#define MESHLINT_KUSTOMIZE_KEYED_LISTS_H_

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

using ListKeys = std::array<std::string_view, 2>;  // the second may be empty

// Whether every item is a mapping with a unique first key, and all or none have the second key. If
// not, the list is merged by the function below.
bool are_told_apart(std::span<const yaml::Node> items, const ListKeys& keys);

// Merges two items, of which one can be missing; nothing if none is left.
using MergeItems = std::function<std::optional<yaml::Record>(yaml::Node target, yaml::Node patch)>;

// The items of the merged list, as kustomize finds, removes and adds them one after the other: an
// item without a key can remove others. `patch` is empty if the patch doesn't have the list;
// `is_new` means that both are the patch's list. Nothing if kustomize rejects the list, for example
// because of a single value among the target's items. Takes quadratic time.
std::optional<std::vector<yaml::Record>> merge_item_by_item(yaml::Arena& arena,
                                                            std::span<const yaml::Node> target,
                                                            std::span<const yaml::Node> patch,
                                                            bool is_new, const ListKeys& keys,
                                                            const MergeItems& merge);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_KEYED_LISTS_H_
