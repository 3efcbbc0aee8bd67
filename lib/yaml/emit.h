// Trees to YAML text, byte for byte as `kustomize build` prints them.
//
//   std::string text = emit(values);
#ifndef MESHLINT_YAML_EMIT_H_
#define MESHLINT_YAML_EMIT_H_

#include <span>
#include <string>
#include <vector>

#include "yaml/node.h"

namespace meshlint::yaml {

// For each line of a text, in order, the node that it shows: the value, or the key if the value
// begins on a later line. Every line of a long scalar shows that scalar; a `---` shows nothing.
using ShownNodes = std::vector<Node>;

// Block style with the keys of each mapping sorted. The text reads back as the same values, except
// for what kustomize itself loses: forms of numbers, styles, comments, breaks in folded scalars,
// and U+0085, which becomes a space. Ends with a line break; empty for a missing node. Linear time
// except for the sorting of keys; the tree's depth bounds the recursion.
std::string emit(Node node);

// One of several documents. The values of the mapping `strings` in it are written as strings
// whatever their type, and it isn't written at all if it's empty: the annotations of an object, for
// kustomize.
struct OutputDocument {
  Node root;
  Node strings = {};
};

// All documents with `---` between them, in their order. With `lines`, the node that each line
// shows is appended to it.
std::string emit(std::span<const OutputDocument> documents, ShownNodes* lines = nullptr);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_EMIT_H_
