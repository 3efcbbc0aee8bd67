#include "model/roots.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "meshlint/linter.h"

namespace meshlint::model {
namespace {

bool is_inside(std::string_view path, std::string_view folder) {
  return !leads_out(relative_path(path, folder));
}

std::string parent_of(std::string_view path) {
  return std::string(path.substr(0, std::max<std::size_t>(path.rfind('/'), 1)));
}

// Where each input is, as far as it has a place on disk.
std::vector<std::string> folders_of(std::span<const Input> inputs, RealPaths& paths) {
  std::vector<std::string> folders;
  for (const Input& input : inputs) {
    if (!input.path.starts_with('/') && paths.base().empty()) continue;
    const RealPath& real = paths.of(input.path);
    folders.push_back(real.kind == RealPath::Kind::kFolder ? real.path : parent_of(real.path));
  }
  return folders;
}

std::string find_root(std::span<const Input> inputs, const GivenRoots& given, RealPaths& paths) {
  const std::vector<std::string> folders = folders_of(inputs, paths);
  if (folders.empty()) return paths.base();
  if (std::optional<std::string> repository = repository_of(folders.front(), paths)) {
    return *std::move(repository);
  }
  const auto has_all = [&](std::string_view folder) {
    return std::ranges::all_of(folders, [&](const auto& each) { return is_inside(each, folder); });
  };
  for (const std::string_view known : {given.folder, given.base}) {
    if (known.empty()) continue;
    const std::string& folder = paths.of(known).path;
    if (has_all(folder)) return folder;
  }
  std::string common = folders.front();
  while (!has_all(common)) common = parent_of(common);
  return common;
}

}  // namespace

std::optional<std::string> repository_of(std::string folder, RealPaths& paths) {
  while (true) {
    if (paths.of(folder, ".git").kind != RealPath::Kind::kMissing) return folder;
    if (folder == "/" || folder.empty()) return std::nullopt;
    folder = parent_of(folder);
  }
}

Roots::Roots(std::span<const Input> inputs, const GivenRoots& given, RealPaths& paths)
    : root_(given.root.empty() ? find_root(inputs, given, paths) : paths.of(given.root).path) {
  base_ = given.base.empty() ? root_ : paths.of(given.base).path;
  base_in_root_ = relative_path(base_, root_);
  root_in_base_ = relative_path(root_, base_);
  is_base_in_root_ = !leads_out(base_in_root_);
  is_root_in_base_ = !leads_out(root_in_base_);
  if (given.folder.empty() || root_.empty()) return;
  folder_ = relative_path(paths.of(given.folder).path, root_);
  if (leads_out(folder_)) folder_.clear();
}

std::string Roots::shown(std::string_view path) const {
  std::string result;
  if (is_root_in_base_) {
    result = root_in_base_;
  } else if (is_base_in_root_ && is_inside(path, base_in_root_)) {
    return relative_path(path, base_in_root_);
  } else {
    result = root_;
  }
  if (!result.empty() && !path.empty() && !result.ends_with('/')) result += '/';
  return result.append(path);
}

std::optional<std::string> Roots::in_workspace(const Input& input, RealPaths& paths) const {
  std::string path = relative_path(paths.of(input.path).path, root_);
  if (leads_out(path)) return std::nullopt;
  return path;
}

}  // namespace meshlint::model
