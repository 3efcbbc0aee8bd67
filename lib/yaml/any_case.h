// Fields as Go's JSON decoder reads them, which kustomize uses: case does not count.
#ifndef MESHLINT_YAML_ANY_CASE_H_
#define MESHLINT_YAML_ANY_CASE_H_

#include <algorithm>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::yaml {

// The value of a field; of several the last one wins. Missing if there is none.
inline Node field_of(Node map, std::string_view name) {
  constexpr auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  Node result;
  for (const auto [key, value] : map.entries()) {
    if (std::ranges::equal(key.text(), name, {}, lower, lower)) result = value;
  }
  return result;
}

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_ANY_CASE_H_
