// Keeps references between core objects right after prefixes, suffixes and namespaces.
#ifndef MESHLINT_RENDER_NAME_REFERENCE_H_
#define MESHLINT_RENDER_NAME_REFERENCE_H_

#include <vector>

#include "render/object.h"
#include "text/problem.h"
#include "yaml/arena.h"

namespace meshlint::render {

// Runs once, when everything else is done, since only then all names are final. A changed
// reference keeps the place where it was written. References in custom resources are not
// updated, as kustomize does not know them. A name that may stand for several objects, which
// kustomize refuses, becomes a problem and stays as it is.
void update_name_references(yaml::Arena& arena, Objects& objects,
                            std::vector<text::Problem>& problems);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_NAME_REFERENCE_H_
