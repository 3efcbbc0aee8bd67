// Transformers and generators that have a file of their own: an object with apiVersion `builtin`.
#ifndef MESHLINT_RENDER_PLUGINS_H_
#define MESHLINT_RENDER_PLUGINS_H_

#include "render/context.h"
#include "render/kustomization.h"
#include "render/stage.h"
#include "yaml/node.h"

namespace meshlint::render {

// Runs the transformer that the object configures on the stage. One that is no built-in is
// not executed, and named as unresolved. Paths count from the kustomization's folder.
void run_transformer(Context& context, const Kustomization& kustomization, Stage& stage,
                     const Object& plugin);
// The same for a generator, whose objects are added to the stage.
void run_generator(Context& context, const Kustomization& kustomization, Stage& stage,
                   const Object& plugin);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_PLUGINS_H_
