// The hash of a generated object's contents, which kustomize appends to its name.
#ifndef MESHLINT_KUSTOMIZE_NAME_HASH_H_
#define MESHLINT_KUSTOMIZE_NAME_HASH_H_

#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::kustomize {

// SHA-256 in lower-case hexadecimal digits (FIPS 180-4).
std::string sha256(std::string_view bytes);

// Ten characters computed from the contents of a ConfigMap or Secret, without its name, labels,
// annotations and namespace, or from the whole of any other object.
std::string content_hash(yaml::Node object);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_NAME_HASH_H_
