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

// For each line of a text, in order, the node that it shows: the value, or the key where the
// value begins on a later line. Every line of a long scalar names that scalar; a `---` names
// nothing.
using ShownNodes = std::vector<Node>;

// Block style with the keys of each map sorted. The text reads back as the same values, but for
// what kustomize loses itself: forms of numbers, styles, comments, breaks in folded scalars, and
// U+0085, which becomes a blank. Ends in a line break; a missing node gives an empty text. Cost is
// linear but for the sorting of keys; the tree's depth bounds the recursion.
std::string emit(Node node);

// A document of several, with the mapping in it whose values come out as strings whatever they
// were, and which does not come out at all if it is empty: an object's annotations, for kustomize.
struct OutputDocument {
  Node root;
  Node strings = {};
};

// All documents with `---` between them, in their order. With `lines`, what each line shows is
// appended to it.
std::string emit(std::span<const OutputDocument> documents, ShownNodes* lines = nullptr);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_EMIT_H_
