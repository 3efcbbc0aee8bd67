// YAML and JSON in a template's strings.
#ifndef MESHLINT_TEMPLATE_DECODE_H_
#define MESHLINT_TEMPLATE_DECODE_H_

#include <string>

#include "template/functions.h"
#include "yaml/node.h"

namespace meshlint::templates {

// The first document of `text` as Go reads it (see go_values.h); missing for an empty text. The
// call fails if the text doesn't parse.
yaml::Node decode(FunctionCall& call, std::string text);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_DECODE_H_
