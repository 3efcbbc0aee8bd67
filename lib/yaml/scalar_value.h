// How kustomize reads a scalar of a resource file: `yes` is a string and 0o17 is 15, where
// Kubernetes reads YAML 1.1.
#ifndef MESHLINT_YAML_SCALAR_VALUE_H_
#define MESHLINT_YAML_SCALAR_VALUE_H_

#include <array>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::yaml {

// Memory for the text of a number or a time that is written in another form.
using ScalarBuffer = std::array<char, 64>;

// The value in the form that `kustomize build` prints: 0777 is "511", 1.0 is "1", 1e21 is
// "1e+21", the plain date 2020-01-01 is the string "2020-01-01T00:00:00Z". The text views the
// node or the buffer. Infinities and NaN, which kustomize cannot print, keep their text.
//
// A plain scalar is read by its text, so text that has to stay a string must count as quoted, as in
// string_record.
struct ScalarValue {
  ScalarType type = ScalarType::kNull;
  std::string_view text;
};
ScalarValue scalar_value(Node scalar, ScalarBuffer& buffer);

// The type that kustomize gives to a plain scalar with this text; kNone for a time.
ScalarType type_when_plain(std::string_view text);

// Whether a string needs quotes because kustomize's printer reads its plain text as another type,
// by YAML 1.1 (`yes`, `y`), including dates and base 60 (`12:30`).
bool is_ambiguous(std::string_view text);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_SCALAR_VALUE_H_
