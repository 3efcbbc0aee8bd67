// Checks a manifest against the facts of its kind.
//
//   std::vector<text::Problem> problems;
//   validate(kind, document.root, targets, Part::kWhole, problems);
#ifndef MESHLINT_SCHEMA_VALIDATE_H_
#define MESHLINT_SCHEMA_VALIDATE_H_

#include <vector>

#include "schema/facts.h"
#include "schema/part.h"
#include "schema/version.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

// Appends all problems of the resource, found in one walk; their order is fixed, but isn't that of
// the text. Null counts as absent, since the API server prunes it. If the version of a product is
// unknown, a field is accepted if any version has it, and the limits of the newest version apply.
// Allocates nothing while nothing is wrong, except for patterns and for finding duplicate items in
// long lists.
//
// Another tool (Flux, envsubst) replaces the placeholder `${NAME}` in a value: such a value is not
// checked if it breaks a rule of its type, and its place is added to `left_alone`, if given.
void validate(Kind kind, yaml::Node resource, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone = nullptr);

// The same for a value of any type, such as MeshConfig in a ConfigMap.
void validate(Type type, yaml::Node value, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone = nullptr);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_VALIDATE_H_
