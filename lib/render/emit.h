// Trees to YAML text, for people and tests.
#ifndef MESHLINT_RENDER_EMIT_H_
#define MESHLINT_RENDER_EMIT_H_

#include <span>
#include <string>

#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::render {

// Block style with the keys of each map sorted, as kustomize prints objects. Reading it back
// gives an equal tree. Ends in a line break; a missing node gives an empty text.
std::string emit(yaml::Node node);

// All resources with `---` between them, in their order.
std::string emit(std::span<const model::Resource> resources);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_EMIT_H_
