// What kustomize rejects of a kustomization file as a whole.
#ifndef MESHLINT_KUSTOMIZE_KUSTOMIZATION_CHECKS_H_
#define MESHLINT_KUSTOMIZE_KUSTOMIZATION_CHECKS_H_

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Reports a second kustomization file in the folder, and an unknown `kind` or `apiVersion`.
void check_header(Context& context, const Kustomization& kustomization);

// Whether the file has anything to build; reports why not.
bool has_content(Context& context, const Kustomization& kustomization);

// Checks `sortOptions`, which kustomize reads from the root only.
void check_sort_options(Context& context, yaml::Node options);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_KUSTOMIZATION_CHECKS_H_
