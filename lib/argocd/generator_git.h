// The `git` generator: a parameter set for each folder of the repository that matches a pattern
// (`directories`), or for each object in the files that match one (`files`).
#ifndef MESHLINT_ARGOCD_GENERATOR_GIT_H_
#define MESHLINT_ARGOCD_GENERATOR_GIT_H_

#include "argocd/generators.h"

namespace meshlint::argocd {

// Known only for this repository, and only for folders that belong to the run.
bool git_sets(const GeneratorContext& context, const Generator& generator, ParameterSets& sets);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_GENERATOR_GIT_H_
