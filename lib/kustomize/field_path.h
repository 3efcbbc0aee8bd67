// Rewrites the values at a path of an immutable tree. Paths are those of kustomize's field specs:
// "spec/containers[]/image". A list on the path applies to all its items, even without `[]`.
#ifndef MESHLINT_KUSTOMIZE_FIELD_PATH_H_
#define MESHLINT_KUSTOMIZE_FIELD_PATH_H_

#include <functional>
#include <optional>
#include <string_view>

#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Returns the new value for a node (a missing one if it is to be created), or nothing to keep it.
using Rewrite = std::function<std::optional<yaml::Record>(yaml::Node)>;

struct FieldPath {
  std::string_view path;
  // Whether missing mappings on the path are created. A step that ends with `[]` is a list, which
  // is never created; null counts as an empty list.
  bool is_created = false;

  friend bool operator==(const FieldPath&, const FieldPath&) = default;
};

// The tree with every value at the path rewritten; nothing if no value changed. New mappings get
// the span `cause`, changed ones keep theirs. `\/` in a step is a literal slash. A scalar in the
// middle of the path ends it; `obstacle`, if not null, is set to the first one.
std::optional<yaml::Record> rewrite_at(yaml::Arena& arena, yaml::Node root, FieldPath path,
                                       text::Span cause, const Rewrite& rewrite,
                                       yaml::Node* obstacle = nullptr);

// The list or mapping with `rewrite` applied to each child. Nothing if none changed, or if the node
// is neither.
std::optional<yaml::Record> rewrite_items(yaml::Arena& arena, yaml::Node list,
                                          const Rewrite& rewrite);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FIELD_PATH_H_
