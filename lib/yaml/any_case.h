// Fields as kustomize reads them: it converts them to sorted JSON, which Go decodes without regard
// to case.
#ifndef MESHLINT_YAML_ANY_CASE_H_
#define MESHLINT_YAML_ANY_CASE_H_

#include <string_view>

#include "text/ascii.h"
#include "yaml/node.h"

namespace meshlint::yaml {

// Whether a key names that field.
inline bool names_field(std::string_view key, std::string_view name) {
  return text::equals_ignoring_case(key, name);
}

// The value of a field; of several, the last one in the order of names wins, of equal names the
// last. Missing if there is none, or if it is null, which Go's decoder ignores.
inline Node field_of(Node map, std::string_view name) {
  EntryView result;
  for (const EntryView entry : map.entries()) {
    if (entry.key.text() >= result.key.text() && names_field(entry.key.text(), name)) {
      result = entry;
    }
  }
  return result.value.is_null() ? Node() : result.value;
}

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_ANY_CASE_H_
