// Files as Go programs read them: through JSON.
#ifndef MESHLINT_TEMPLATE_GO_VALUES_H_
#define MESHLINT_TEMPLATE_GO_VALUES_H_

#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// The tree as Go decodes JSON without a schema: every number is a float with the text that Go
// prints for it (1000000 is "1e+06"), and a boolean is `true` or `false`. Values keep their spans.
yaml::Node go_values(yaml::Arena& arena, yaml::Node root);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_GO_VALUES_H_
