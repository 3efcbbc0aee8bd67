// The `list` generator: a parameter set for each element of `elements` and of `elementsYaml`.
#ifndef MESHLINT_ARGOCD_GENERATOR_LIST_H_
#define MESHLINT_ARGOCD_GENERATOR_LIST_H_

#include "argocd/generators.h"

namespace meshlint::argocd {

bool list_sets(const GeneratorContext& context, const Generator& generator, ParameterSets& sets);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_LIST_H_
