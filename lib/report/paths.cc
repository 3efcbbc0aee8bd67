#include "report/paths.h"

#include <string_view>

namespace meshlint::report {

std::string repository_path(const Outcome& outcome, const std::string& path) {
  if (outcome.base == outcome.root || path.empty()) return path;
  std::string absolute = path;
  if (!path.starts_with('/')) {
    absolute = outcome.base.ends_with('/') ? outcome.base : outcome.base + '/';
    absolute += path;
  }
  std::string_view root = outcome.root;
  if (root.ends_with('/')) root.remove_suffix(1);
  const bool is_below =
      absolute.starts_with(root) && absolute.size() > root.size() && absolute[root.size()] == '/';
  return is_below ? absolute.substr(root.size() + 1) : absolute;
}

}  // namespace meshlint::report
