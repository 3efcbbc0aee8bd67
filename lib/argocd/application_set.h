// The Applications that an ApplicationSet creates, as far as files determine them.
//
//   Expansion made = expand_application_set(set, inputs);
//   for (const model::Resource& application : made.applications) follow(application);
//
// A generated value keeps its place: a string that is exactly one placeholder points at the value
// that filled it (an element of a list, a line of a file), every other one at the template.
#ifndef MESHLINT_ARGOCD_APPLICATION_SET_H_
#define MESHLINT_ARGOCD_APPLICATION_SET_H_

#include "argocd/expansion.h"
#include "argocd/generators.h"
#include "model/resource.h"

namespace meshlint::argocd {

// Never fails as a whole: a generator that is wrong, or that files don't determine, creates
// nothing, and the others go on. The semantics are those of Argo CD 3: `matrix`, `merge`,
// selectors, templates of generators, `values`, `templatePatch`, both template languages.
Expansion expand_application_set(const model::Resource& set, GeneratorInputs& inputs);

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_APPLICATION_SET_H_
