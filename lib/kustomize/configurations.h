// The files that configure where transformers write: `configurations`, `crds`, and the `fieldSpecs`
// of a transformer with its own file.
#ifndef MESHLINT_KUSTOMIZE_CONFIGURATIONS_H_
#define MESHLINT_KUSTOMIZE_CONFIGURATIONS_H_

#include <string_view>
#include <vector>

#include "kustomize/context.h"
#include "kustomize/field_specs.h"
#include "kustomize/kustomization.h"
#include "kustomize/stage.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Adds the places in these files to those of the stage.
void add_configurations(Context& context, const Kustomization& kustomization, Stage& stage);
void add_crds(Context& context, const Kustomization& kustomization, Stage& stage);
// Adds the places of a base. A conflict between two bases is reported at the entry of the later
// one.
void merge_places(Context& context, Stage& stage, const OwnPlaces& inner, yaml::Node entry);
// Reports a place that is already listed with another `create`.
void report_conflict(Context& context, yaml::Node at, const FieldSpec& spec);
// Drops general places that specific ones cover. Conflicts between them are reported at `at`.
void drop_covered_places(Context& context, Stage& stage, yaml::Node at);
// Uses the merge keys of `openapi`, unless the build already uses another one.
void add_openapi(Context& context, const Kustomization& kustomization, Stage& stage);

// The message for a field spec without a path, which kustomize rejects.
inline constexpr std::string_view kSpecLacksPath =
    "the field spec has no `path`; add the path of a field";

FieldSpec field_spec_of(yaml::Node node);
// A list of field specs, sorted by kind.
std::vector<FieldSpec> field_specs_of(yaml::Node list);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_CONFIGURATIONS_H_
