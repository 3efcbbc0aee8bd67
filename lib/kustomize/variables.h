// `vars`: values of one object that `$(NAME)` stands for in others.
#ifndef MESHLINT_KUSTOMIZE_VARIABLES_H_
#define MESHLINT_KUSTOMIZE_VARIABLES_H_

#include <cstddef>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Binds the kustomization's own variables to objects of the stage, once its transformers ran.
void add_variables(Context& context, const Kustomization& kustomization, Stage& stage);
// Takes over those of a stage whose objects were added to this one. `new_places` says for each
// object where it is now. Two variables of one name are a problem.
void merge_variables(Context& context, Stage& stage, const std::vector<Variable>& inner,
                     const std::vector<std::size_t>& new_places);
// Puts the values in, at the very end of a build.
void resolve_variables(Context& context, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_VARIABLES_H_
