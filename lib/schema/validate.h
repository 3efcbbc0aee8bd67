// Holds a manifest to the facts of its kind.
//
//   std::vector<text::Problem> problems;
//   validate(kind, document.root, targets, Part::kWhole, problems);
#ifndef MESHLINT_SCHEMA_VALIDATE_H_
#define MESHLINT_SCHEMA_VALIDATE_H_

#include <cstdint>
#include <vector>

#include "schema/facts.h"
#include "schema/version.h"
#include "text/problem.h"
#include "yaml/node.h"

namespace meshlint::schema {

enum class Part : std::uint8_t {
  kWhole,
  kPatch  // partial: nothing is missing in it, `$patch` and null are allowed
};

// Appends every problem of the resource, found in one walk; their order is fixed, but it is
// not that of the text. Null counts as absent, as the API server prunes it. Where the version
// of a product is not known, a field is accepted if any version has it, and limits hold as in
// the newest. Allocates nothing while nothing is wrong, except for patterns and for finding
// equal items in long lists.
//
// A value with `${NAME}` in it is what another tool fills in (Flux, envsubst): where it breaks a
// rule of its type it is left alone, and its place is added to `left_alone`, if that is given.
void validate(Kind kind, yaml::Node resource, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone = nullptr);

// The same for a value of one type, wherever it lies: MeshConfig in a ConfigMap, say.
void validate(Type type, yaml::Node value, const Targets& targets, Part part,
              std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone = nullptr);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_VALIDATE_H_
