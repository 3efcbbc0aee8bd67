// How a resource was changed: kept only if the options of a build ask for it.
#ifndef MESHLINT_KUSTOMIZE_HISTORY_H_
#define MESHLINT_KUSTOMIZE_HISTORY_H_

#include <string_view>

#include "text/span.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// One change of a resource. The trees live as long as the build that they are part of.
struct Step {
  yaml::Node before;      // the resource before the change
  text::Span cause;       // what caused the change: a patch, `namePrefix`, ...
  std::string_view what;  // the field or kind of the transformer: "patches", "namespace"
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_HISTORY_H_
