// Reading a kustomization file as leniently as kustomize does, and showing what it says.
#ifndef MESHLINT_RENDER_LOOKUP_H_
#define MESHLINT_RENDER_LOOKUP_H_

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::render {

// The value of a field of a kustomization or of one of its entries: case does not count, and
// of several the last one wins. Missing if there is none.
yaml::Node field_of(yaml::Node map, std::string_view name);

// A text of the user for use inside of a message: long ones are cut, line breaks are spaces.
std::string shown(std::string_view text);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_LOOKUP_H_
