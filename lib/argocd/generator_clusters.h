// The `clusters` generator: a parameter set for each cluster that Argo CD deploys to.
#ifndef MESHLINT_ARGOCD_GENERATOR_CLUSTERS_H_
#define MESHLINT_ARGOCD_GENERATOR_CLUSTERS_H_

#include "argocd/generators.h"

namespace meshlint::argocd {

// Known if the repository declares clusters at all: if not, they are outside of it.
bool cluster_sets(const GeneratorContext& context, const Generator& generator, ParameterSets& sets);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_CLUSTERS_H_
