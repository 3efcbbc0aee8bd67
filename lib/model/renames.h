// The resources that kustomizations have renamed or moved to another namespace.
#ifndef MESHLINT_MODEL_RENAMES_H_
#define MESHLINT_MODEL_RENAMES_H_

#include <string_view>
#include <vector>

#include "model/resource.h"
#include "model/workspace.h"
#include "text/span.h"

namespace meshlint::model {

// A resource whose identity was changed by a kustomization's transformer or name hash.
struct Rename {
  const Resource* resource = nullptr;  // as rendered
  std::string_view old_name;           // as written
  std::string_view old_namespace;      // as written; empty if there is none
  text::Span cause;  // the entry of the kustomization that changed it: `namePrefix: prod-`
};

// The resources whose name or namespace differs from the written one, in order. A rendered tree
// keeps the place of its document or generator entry, which is compared here. A namespace that
// comes only from an Application's destination is no rename. `resources` and `workspace` must
// outlive the result.
std::vector<Rename> renames_of(const std::vector<Resource>& resources, const Workspace& workspace);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_RENAMES_H_
