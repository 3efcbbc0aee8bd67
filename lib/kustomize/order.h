// The order of a build's output: the order of the inputs, or by kind so that dependencies are
// applied first.
#ifndef MESHLINT_KUSTOMIZE_ORDER_H_
#define MESHLINT_KUSTOMIZE_ORDER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/resource.h"

namespace meshlint::kustomize {

// `sortOptions` of a kustomization. Kinds in neither list come between the two.
struct LegacyOrder {
  std::vector<std::string> first;
  std::vector<std::string> last;

  // kustomize's own lists: Namespaces, CustomResourceDefinitions and so on first, webhooks last.
  static LegacyOrder defaults();
};

// Indexes of `resources` in that order: by rank of the kind, then by group, version and kind, then
// by namespace and name. The core group, and no namespace, come last. Equal ones keep the order of
// the inputs. O(n log n).
std::vector<std::uint32_t> legacy_order(std::span<const model::Resource> resources,
                                        const LegacyOrder& order);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_ORDER_H_
