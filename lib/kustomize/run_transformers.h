// The transformers of one kustomization, in the order in which kustomize runs them.
#ifndef MESHLINT_KUSTOMIZE_RUN_TRANSFORMERS_H_
#define MESHLINT_KUSTOMIZE_RUN_TRANSFORMERS_H_

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Applies the fields of the kustomization to its stage, `patches` to `replacements`, but not
// `transformers`, which run after them.
void run_transformers(Context& context, const Kustomization& kustomization, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_RUN_TRANSFORMERS_H_
