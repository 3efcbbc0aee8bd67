// The part of a strategic merge patch that changes its targets.
#ifndef MESHLINT_KUSTOMIZE_PATCH_BODY_H_
#define MESHLINT_KUSTOMIZE_PATCH_BODY_H_

#include <vector>

#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// How kustomize applies a strategic merge patch.
struct PatchHandling {
  bool allows_name = false;  // `allowNameChange`
  bool allows_kind = false;  // `allowKindChange`
  // Where kustomize copies the patch for each target, labels and annotations become strings.
  bool has_only_strings = false;
};

// The patch without its apiVersion, kind, name and namespace, which say what it's for and not what
// it changes, unless `handling` allows that. Labels and annotations that lose their meaning as
// strings are added to `problems`.
yaml::Record patch_body(yaml::Arena& arena, yaml::Node document, const PatchHandling& handling,
                        std::vector<text::Problem>& problems);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_BODY_H_
