#include "kustomize/include_chain.h"

#include <algorithm>

#include "kustomize/kustomization.h"
#include "text/shown.h"

namespace meshlint::kustomize {

const std::string* IncludeChain::first_within(const std::string& directory) const {
  const auto found = std::ranges::find_if(
      directories_, [&](const std::string& above) { return is_inside(directory, above); });
  return found == directories_.end() ? nullptr : &*found;
}

std::string IncludeChain::way_from(const std::string& directory) const {
  std::string way;
  bool is_on_way = false;
  for (const std::string& folder : directories_) {
    if (is_on_way) way += (way.empty() ? " through " : ", ") + folder;
    is_on_way |= folder == directory;
  }
  return text::shown(way);
}

}  // namespace meshlint::kustomize
