// The files of a kustomization that say where transformers write: `configurations`, `crds`, and the
// `fieldSpecs` of a transformer's own file.
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

// Adds to the places of the stage what these files say.
void add_configurations(Context& context, const Kustomization& kustomization, Stage& stage);
void add_crds(Context& context, const Kustomization& kustomization, Stage& stage);
// Adds the places of a base; what two bases say differently is told at the entry of the later.
void merge_places(Context& context, Stage& stage, const OwnPlaces& inner, yaml::Node entry);
// Tells of a place that is there already, with another `create`.
void report_conflict(Context& context, yaml::Node at, const FieldSpec& spec);
// Drops general places that specific ones cover; what they say differently is told at `at`.
void drop_covered_places(Context& context, Stage& stage, yaml::Node at);
// Takes the merge keys of `openapi`, unless another one came first.
void add_openapi(Context& context, const Kustomization& kustomization, Stage& stage);

// What is said of a field spec without a path, which kustomize refuses.
inline constexpr std::string_view kSpecLacksPath =
    "the field spec has no `path`; say which field it means";

FieldSpec field_spec_of(yaml::Node node);
// A list of field specs, sorted by kind.
std::vector<FieldSpec> field_specs_of(yaml::Node list);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_CONFIGURATIONS_H_
