// Lists whose items are told apart by keys, where the keys do not tell them apart.
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

// Whether every item is a map with a first key of its own, and all or none have the second: what
// merges item by item.
bool are_told_apart(std::span<const yaml::Node> items, const ListKeys& keys);

// Merges two items, of which one may be missing; nothing if none is left.
using MergeItems = std::function<std::optional<yaml::Record>(yaml::Node target, yaml::Node patch)>;

// The items of the merged list, as kustomize finds, removes and adds them one after the other:
// an item without a key takes others with it. `patch` is empty where the patch does not speak of
// the list; `is_new` says that both are the patch's own list. Nothing where kustomize refuses, as
// it does a single value among the target's items. The time grows with the square of the items.
std::optional<std::vector<yaml::Record>> merge_item_by_item(yaml::Arena& arena,
                                                            std::span<const yaml::Node> target,
                                                            std::span<const yaml::Node> patch,
                                                            bool is_new, const ListKeys& keys,
                                                            const MergeItems& merge);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_KEYED_LISTS_H_
