// The `matrix` generator: every set of its first child combined with every set of its second.
#ifndef MESHLINT_ARGOCD_GENERATOR_MATRIX_H_
#define MESHLINT_ARGOCD_GENERATOR_MATRIX_H_

#include "argocd/generators.h"

namespace meshlint::argocd {

// The second child is rendered with the parameters of each set of the first.
bool matrix_sets(const GeneratorContext& context, const Generator& generator,
                 const GenerateChild& generate, ParameterSets& sets);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_MATRIX_H_
