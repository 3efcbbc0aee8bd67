// Values as Go's fmt package prints them.
#ifndef MESHLINT_TEMPLATE_GO_TEXT_H_
#define MESHLINT_TEMPLATE_GO_TEXT_H_

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::templates {

// As `%v`: a scalar's text, "map[a:1 b:2]", "[1 2]", "<nil>".
std::string go_text(yaml::Node value);

// As `%T`: "float64", "map[string]interface {}".
std::string_view go_type(yaml::Node value);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_GO_TEXT_H_
