// Keeps references between core objects right after prefixes, suffixes and namespaces.
#ifndef MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_
#define MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_

#include "kustomize/context.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Runs once, when everything else is done, since only then all names are final. A changed
// reference keeps the place where it was written. References in custom resources are updated
// only where `configurations` name them, as kustomize does not know them. A name that may stand for
// several objects, which kustomize refuses, becomes a problem and stays as it is.
void update_name_references(Context& context, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_NAME_REFERENCE_H_
