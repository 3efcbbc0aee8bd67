// Keeps references between core objects right after prefixes, suffixes and namespaces.
#ifndef MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_
#define MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_

#include "kustomize/context.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Runs once, at the end of a build, when all names are final. A changed reference keeps its place.
// References in custom resources are updated only if `configurations` list them, since kustomize
// does not know them. A name that matches several objects, which kustomize rejects, becomes a
// problem and stays as it is.
void update_name_references(Context& context, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_
