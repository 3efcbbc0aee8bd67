// Trees to YAML text, byte for byte as `kustomize build` prints them.
//
//   std::string text = emit(build.resources);
#ifndef MESHLINT_RENDER_EMIT_H_
#define MESHLINT_RENDER_EMIT_H_

#include <span>
#include <string>
#include <vector>

#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::render {

// For each line of a text, in order, the node that it shows: the value, or the key where the
// value begins on a later line. Every line of a long scalar names that scalar; a `---` names
// nothing.
using ShownNodes = std::vector<yaml::Node>;

// Block style with the keys of each map sorted. The text reads back as the same values, but for
// what kustomize loses itself: forms of numbers, styles, comments, and U+0085, which becomes a
// blank. Ends in a line break; a missing node gives an empty text. Cost is linear but for the
// sorting of keys; the tree's depth bounds the recursion.
std::string emit(yaml::Node node);

// All resources with `---` between them, in their order. Values of annotations come out as
// strings whatever they were. With `lines`, what each line shows is appended to it.
std::string emit(std::span<const model::Resource> resources, ShownNodes* lines = nullptr);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_EMIT_H_
