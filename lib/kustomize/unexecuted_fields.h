// Fields of a kustomization that run another program, which meshlint doesn't.
#ifndef MESHLINT_KUSTOMIZE_UNEXECUTED_FIELDS_H_
#define MESHLINT_KUSTOMIZE_UNEXECUTED_FIELDS_H_

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Adds the items of these fields to what the build leaves unresolved.
void note_unexecuted(Context& context, const Kustomization& kustomization, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_UNEXECUTED_FIELDS_H_
