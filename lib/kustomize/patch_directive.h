// `$patch: delete`, `replace` and `merge` in strategic merge patches.
#ifndef MESHLINT_KUSTOMIZE_PATCH_DIRECTIVE_H_
#define MESHLINT_KUSTOMIZE_PATCH_DIRECTIVE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

inline constexpr std::string_view kDirectiveKey = "$patch";

enum class Directive : std::uint8_t { kMerge, kReplace, kDelete };

// The directive of a mapping, which is to merge if it has none. An unknown one is added to
// `problems`.
Directive directive_of(yaml::Node patch, std::vector<text::Problem>& problems);

// The directive of a list is an item that holds nothing else. Removes that item, every other item
// with the same directive, and empty items.
Directive take_directive(std::vector<yaml::Node>& items, std::vector<text::Problem>& problems);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_DIRECTIVE_H_
