// `replacements`: values that are copied from one object into others.
#ifndef MESHLINT_KUSTOMIZE_REPLACEMENTS_H_
#define MESHLINT_KUSTOMIZE_REPLACEMENTS_H_

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// An item of `replacements`: a `source` with `targets`, or the `path` of a file that has them.
void apply_replacement_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                             yaml::Node entry);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_REPLACEMENTS_H_
