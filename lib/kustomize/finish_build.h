// The end of a build: from the stage of the root to its result.
#ifndef MESHLINT_KUSTOMIZE_FINISH_BUILD_H_
#define MESHLINT_KUSTOMIZE_FINISH_BUILD_H_

#include "kustomize/build.h"
#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// What kustomize does once the root is complete: adds hashes to names, follows references, puts
// in variables. Then moves the objects into the build.
void finish_build(Context& context, const Kustomization& root, Stage& stage);

// Sorts problems, unresolved entries and paths, and keeps each once: two ways to one folder meet
// the same mistakes twice.
void sort_reports(Build& build);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FINISH_BUILD_H_
