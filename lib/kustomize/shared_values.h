// Values that kustomize keeps once and shows in several places of an object.
#ifndef MESHLINT_KUSTOMIZE_SHARED_VALUES_H_
#define MESHLINT_KUSTOMIZE_SHARED_VALUES_H_

#include <optional>
#include <vector>

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The addresses of the texts of an object's shared values. Nothing else has these addresses.
using SharedTexts = std::vector<const char*>;

// A copy of a scalar, with a text that is added to `shared`.
yaml::Record share(yaml::Arena& arena, const yaml::Record& value, SharedTexts& shared);

// `after` with every change of a shared value repeated in the other places of that value. Nothing
// if that changes nothing. `before` is the object before those changes; changed values are shared
// under new addresses.
std::optional<yaml::Record> with_shared_changes(yaml::Arena& arena, yaml::Node before,
                                                yaml::Node after, SharedTexts& shared);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_SHARED_VALUES_H_
