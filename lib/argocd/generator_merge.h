// The `merge` generator: the sets of its first child, each overridden by the sets of the others
// that have the same values of `mergeKeys`.
#ifndef MESHLINT_ARGOCD_GENERATOR_MERGE_H_
#define MESHLINT_ARGOCD_GENERATOR_MERGE_H_

#include "argocd/generators.h"

namespace meshlint::argocd {

bool merge_sets(const GeneratorContext& context, const Generator& generator,
                const GenerateChild& generate, ParameterSets& sets);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_MERGE_H_
