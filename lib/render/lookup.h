// Reading a kustomization file as leniently as kustomize does, and showing what it says.
#ifndef MESHLINT_RENDER_LOOKUP_H_
#define MESHLINT_RENDER_LOOKUP_H_

#include <string>
#include <string_view>

#include "yaml/any_case.h"

namespace meshlint::render {

using yaml::field_of;

// A text of the user for use inside of a message: long ones are cut, line breaks are spaces.
std::string shown(std::string_view text);

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_LOOKUP_H_
