// The transformers of a kustomization, applied to all objects of a stage, with reports.
#ifndef MESHLINT_KUSTOMIZE_TRANSFORMERS_H_
#define MESHLINT_KUSTOMIZE_TRANSFORMERS_H_

#include "kustomize/context.h"
#include "kustomize/field_specs.h"
#include "kustomize/stage.h"
#include "kustomize/transform.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

void apply_namespace(Context& context, Stage& stage, const Cause& cause,
                     const NamespaceChange& change, const SpecTables& places);
void apply_prefix(Context& context, Stage& stage, const Cause& cause, yaml::Node prefix,
                  const SpecTables& places);
void apply_suffix(Context& context, Stage& stage, const Cause& cause, yaml::Node suffix,
                  const SpecTables& places);
// Labels or annotations; values that are not strings are skipped.
void apply_pairs(Context& context, Stage& stage, const Cause& cause, yaml::Node pairs,
                 const SpecTables& places);
// An item of `images` and of `replicas`.
void apply_image(Context& context, Stage& stage, const Cause& cause, yaml::Node item,
                 const SpecTables& places);
void apply_replicas(Context& context, Stage& stage, const Cause& cause, yaml::Node item,
                    const SpecTables& places);
// Appends the hash of its contents to the name of every generated object that needs one.
void apply_hashes(Context& context, Stage& stage, const Cause& cause);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_TRANSFORMERS_H_
