#include "text/base_path.h"

#include <fmt/core.h>

#include <filesystem>

namespace meshlint::text {

namespace fs = std::filesystem;

Result<std::string> absolute_path(std::string_view path, std::string_view base) {
  if (!path.starts_with('/') && !base.starts_with('/')) {
    return Error{fmt::format("{}: a relative path, but the configuration has no base", path)};
  }
  std::string absolute = (fs::path(base) / path).lexically_normal().string();
  if (absolute.size() > 1 && absolute.ends_with('/')) absolute.pop_back();
  return absolute;
}

std::string shown_path(std::string_view path, std::string_view base) {
  while (base.ends_with('/')) base.remove_suffix(1);
  if (!base.empty() && path.starts_with(base) && path.size() > base.size() + 1 &&
      path[base.size()] == '/') {
    path.remove_prefix(base.size() + 1);
  }
  return std::string(path);
}

}  // namespace meshlint::text
