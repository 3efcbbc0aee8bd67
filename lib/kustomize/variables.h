// `vars`: values of one object that replace `$(NAME)` in others.
#ifndef MESHLINT_KUSTOMIZE_VARIABLES_H_
#define MESHLINT_KUSTOMIZE_VARIABLES_H_

#include <cstddef>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"

namespace meshlint::kustomize {

// Binds the kustomization's variables to objects of the stage, after its transformers.
void add_variables(Context& context, const Kustomization& kustomization, Stage& stage);
// Adds the variables of a stage whose objects were added to this one. `new_places` has the new
// index of each object. Duplicate names are a problem.
void merge_variables(Context& context, Stage& stage, const std::vector<Variable>& inner,
                     const std::vector<std::size_t>& new_places);
// Replaces the variables by their values, at the end of a build.
void resolve_variables(Context& context, Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_VARIABLES_H_
