// The `options` of a replacement's source or target.
#ifndef MESHLINT_KUSTOMIZE_REPLACEMENT_OPTIONS_H_
#define MESHLINT_KUSTOMIZE_REPLACEMENT_OPTIONS_H_

#include <cstdint>
#include <string_view>

#include "yaml/any_case.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct ReplacementOptions {
  std::string_view delimiter;  // empty: the whole value
  std::int64_t index = 0;      // of the part between delimiters
  bool creates = false;        // fields that are missing

  static ReplacementOptions of(yaml::Node node) {
    return {.delimiter = yaml::field_of(node, "delimiter").text(),
            .index = yaml::field_of(node, "index").as_int().value_or(0),
            .creates = yaml::field_of(node, "create").as_bool() == true};
  }
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_REPLACEMENT_OPTIONS_H_
