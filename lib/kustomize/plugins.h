// Transformers and generators with files of their own: objects with apiVersion `builtin`.
#ifndef MESHLINT_KUSTOMIZE_PLUGINS_H_
#define MESHLINT_KUSTOMIZE_PLUGINS_H_

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Runs the transformer that the object configures on the stage. One that isn't built in is not
// executed, and added as unresolved. Paths are relative to the kustomization's folder.
void run_transformer(Context& context, const Kustomization& kustomization, Stage& stage,
                     const Object& plugin);
// The same for a generator, whose objects are added to the stage.
void run_generator(Context& context, const Kustomization& kustomization, Stage& stage,
                   const Object& plugin);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PLUGINS_H_
