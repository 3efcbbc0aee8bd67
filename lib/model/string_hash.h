// Lets a hash table of strings look up views.
//
//   std::unordered_set<std::string, StringHash, std::equal_to<>> names;
#ifndef MESHLINT_MODEL_STRING_HASH_H_
#define MESHLINT_MODEL_STRING_HASH_H_

#include <cstddef>
#include <functional>
#include <string_view>

namespace meshlint::model {

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_STRING_HASH_H_
