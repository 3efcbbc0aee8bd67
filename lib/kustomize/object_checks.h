// What kustomize demands of every object: when it's loaded, and at the end of a build.
#ifndef MESHLINT_KUSTOMIZE_OBJECT_CHECKS_H_
#define MESHLINT_KUSTOMIZE_OBJECT_CHECKS_H_

#include "kustomize/context.h"
#include "kustomize/stage.h"
#include "model/workspace.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Whether kustomize loads the document of that file as an object; reports why not. `is_file` is
// false for an object that's written within a kustomization.
bool is_object(Context& context, yaml::Node root, const model::ManifestFile& file,
               bool is_file = true);

// Reports accounts of role bindings whose namespace isn't a string. kustomize rejects them as soon
// as it resolves references.
void report_blank_subjects(Context& context, const Stage& stage);

// Reports objects whose kind or name a patch or a replacement has removed.
void report_nameless(Context& context, const Stage& stage);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_OBJECT_CHECKS_H_
