// The libraries: groups of functions and syntax that versions of Kubernetes add.
#ifndef MESHLINT_CEL_LIBRARY_H_
#define MESHLINT_CEL_LIBRARY_H_

#include <cstdint>

#include "schema/version.h"

namespace meshlint::cel {

enum class Library : std::uint8_t {
  kStandard,
  kStrings,        // cel-go's string extensions, version 0
  kStringFormat,   // version 2: format and quote
  kStringReverse,  // version 3
  kOptionals,      // with the syntax a.?b
  kSets,
  kTwoVariables,  // comprehensions with key and value
  kLists,         // slice, sort and similar
  kMath,
  kEncoders,
  kRegexExtension,
  kBindings,         // cel.bind
  kBlocks,           // cel.block, which optimizers write
  kQuotedFields,     // a.`b-c`
  kKubernetesLists,  // isSorted, sum, min, max, indexOf
  kKubernetesIncludes,
  kKubernetesRegex,
  kUrls,
  kQuantities,
  kNetwork,
  kFormats,
  kSemver,
  kAuthorizer,
};

// A set of them.
class Libraries {
 public:
  constexpr Libraries() = default;
  constexpr Libraries with(Library library) const {
    Libraries result = *this;
    result.bits_ |= 1U << static_cast<unsigned>(library);
    return result;
  }
  constexpr bool has(Library library) const {
    return (bits_ & 1U << static_cast<unsigned>(library)) != 0;
  }

 private:
  std::uint32_t bits_ = 0;
};

// All libraries.
Libraries all_libraries();
// The libraries for CRDs and policies in an API server of that version.
// Source: https://kubernetes.io/docs/reference/using-api/cel/
Libraries kubernetes_libraries(const schema::Version& version);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_LIBRARY_H_
