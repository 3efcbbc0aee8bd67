// What kustomize can't print. It converts objects to JSON first, whose keys are strings and whose
// numbers are finite.
#ifndef MESHLINT_KUSTOMIZE_PRINTABLE_H_
#define MESHLINT_KUSTOMIZE_PRINTABLE_H_

#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// The first key that isn't a string to kustomize, or value that isn't a finite number; missing if
// there's none.
yaml::Node unprintable_in(yaml::Node root);

// What is wrong with such a key or value.
text::Problem unprintable_problem(yaml::Node found);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PRINTABLE_H_
