// Finds values by key in constant time, in mappings of any size.
#ifndef MESHLINT_KUSTOMIZE_MAP_INDEX_H_
#define MESHLINT_KUSTOMIZE_MAP_INDEX_H_

#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "yaml/node.h"

namespace meshlint::kustomize {

class MapIndex {
 public:
  explicit MapIndex(yaml::Node map) : map_(map) {
    if (map.size() <= kSmallMap) return;
    index_.reserve(map.size());
    for (const auto [key, value] : map.entries()) index_.emplace(key.text(), value);
  }
  // Missing if the mapping doesn't have the key, or isn't a mapping.
  yaml::Node operator[](std::string_view key) const {
    if (index_.empty()) return map_[key];
    const auto found = index_.find(key);
    return found == index_.end() ? yaml::Node() : found->second;
  }

 private:
  // Mappings up to this size are searched entry by entry.
  static constexpr std::size_t kSmallMap = 16;

  yaml::Node map_;
  std::unordered_map<std::string_view, yaml::Node> index_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_MAP_INDEX_H_
