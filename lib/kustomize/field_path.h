// Rewrites what lies at a path of an immutable tree, as kustomize's field specs name paths:
// "spec/containers[]/image". Lists on the way are entered item by item, marked or not.
#ifndef MESHLINT_KUSTOMIZE_FIELD_PATH_H_
#define MESHLINT_KUSTOMIZE_FIELD_PATH_H_

#include <functional>
#include <optional>
#include <string_view>

#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Gives the new value for a node (a missing one where it is to be created), or nothing to leave
// it as it is.
using Rewrite = std::function<std::optional<yaml::Record>(yaml::Node)>;

struct FieldPath {
  std::string_view path;
  // Missing maps on the way are made. A step that ends in `[]` is a list and never made; null there
  // is an empty one.
  bool is_created = false;

  friend bool operator==(const FieldPath&, const FieldPath&) = default;
};

// The tree with every value at the path rewritten; nothing if no value changed. New maps get
// the span `cause`, rebuilt ones keep theirs. `\/` in a step is a literal slash. A single value
// in the middle of the path stops the walk; `obstacle`, if given, is set to the first such.
std::optional<yaml::Record> rewrite_at(yaml::Arena& arena, yaml::Node root, FieldPath path,
                                       text::Span cause, const Rewrite& rewrite,
                                       yaml::Node* obstacle = nullptr);

// The list or map with some children replaced: `rewrite` is asked for each. Nothing if none
// changed, or if it is neither.
std::optional<yaml::Record> rewrite_items(yaml::Arena& arena, yaml::Node list,
                                          const Rewrite& rewrite);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_FIELD_PATH_H_
