// What kustomizations have renamed or moved, told from where a resource was written.
#ifndef MESHLINT_MODEL_RENAMES_H_
#define MESHLINT_MODEL_RENAMES_H_

#include <string_view>
#include <vector>

#include "model/resource.h"
#include "model/workspace.h"
#include "text/span.h"

namespace meshlint::model {

// What a kustomization's transformer or name hash made of a resource's identity.
struct Rename {
  const Resource* resource = nullptr;  // as rendered
  std::string_view old_name;           // as the resource was loaded
  std::string_view old_namespace;      // the same; empty where it has none
  text::Span cause;  // the entry of the kustomization that did it: `namePrefix: prod-`
};

// The resources whose name or namespace is not the one that they were written with, in order. A
// rendered tree keeps the place of the document or generator entry that it comes from, and that is
// looked at again here. A namespace that only an Application's destination gives is no rename.
// `resources` and `workspace` must outlive the result.
std::vector<Rename> renames_of(const std::vector<Resource>& resources, const Workspace& workspace);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_RENAMES_H_
