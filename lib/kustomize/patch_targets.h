// What is reported for a patch without a resource to change.
#ifndef MESHLINT_KUSTOMIZE_PATCH_TARGETS_H_
#define MESHLINT_KUSTOMIZE_PATCH_TARGETS_H_

#include "kustomize/context.h"
#include "kustomize/object.h"
#include "kustomize/selector.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// For a patch that names its resource itself. Nothing is reported where the stage may have more
// resources than are known.
void report_no_target(Context& context, Stage& stage, const Object& wanted);
// For a patch with a `target`. Nothing is reported for a component, whose patches are for whatever
// includes it, or for a selector of labels, which may match any number of resources.
void report_no_target(Context& context, Stage& stage, const TargetSelector& selector);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PATCH_TARGETS_H_
