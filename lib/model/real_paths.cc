#include "model/real_paths.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <utility>

namespace meshlint::model {
namespace {

// The system takes no longer ones (PATH_MAX of Linux).
constexpr std::size_t kMostBytes = 4096;

RealPath::Kind kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return RealPath::Kind::kFolder;
  return S_ISREG(mode) ? RealPath::Kind::kFile : RealPath::Kind::kOther;
}

// Removes the first part of a path and returns it.
std::string_view take_part(std::string_view& path) {
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string_view part = path.substr(0, slash);
  path.remove_prefix(std::min(slash + 1, path.size()));
  return part;
}

std::string parent_of(std::string_view path) {
  return std::string(path.substr(0, std::max<std::size_t>(path.rfind('/'), 1)));
}

// Looks up a name in a folder, or in a path that turns out to be none.
RealPath look_up(const RealPath& folder, std::string_view name) {
  const bool is_folder = folder.kind == RealPath::Kind::kFolder;
  if (name == "..") {
    return {.path = parent_of(folder.path),
            .kind = is_folder ? RealPath::Kind::kFolder : RealPath::Kind::kMissing};
  }
  RealPath found{.path = folder.path};
  if (!found.path.ends_with('/')) found.path += '/';
  found.path += name;
  struct stat status {};
  if (!is_folder || name.find('\0') != name.npos || ::lstat(found.path.c_str(), &status) != 0)
    return found;
  if (S_ISLNK(status.st_mode)) {
    const std::unique_ptr<char, decltype(&std::free)> target(
        ::realpath(found.path.c_str(), nullptr), &std::free);
    if (!target || ::stat(target.get(), &status) != 0) return found;
    found.path = target.get();
  }
  found.kind = kind_of(status.st_mode);
  return found;
}

}  // namespace

RealPaths::RealPaths(std::string_view base) {
  if (base.starts_with('/')) base_ = find(base).path;
}

const RealPath& RealPaths::of(std::string_view path) { return of(base_, path); }

const RealPath& RealPaths::of(std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return find(path);
  if (!folder.starts_with('/')) return missing_;
  if (path.empty()) return find(folder);
  std::string absolute;
  absolute.reserve(folder.size() + path.size() + 1);
  return find(absolute.append(folder).append("/").append(path));
}

const RealPath& RealPaths::find(std::string_view absolute) {
  while (absolute.ends_with('/')) absolute.remove_suffix(1);
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = known_.find(absolute); known != known_.end()) return known->second;
  }
  RealPath found{.path = "/", .kind = RealPath::Kind::kFolder};
  if (absolute.size() > kMostBytes) {
    found = {.path = std::string(absolute)};
  } else if (!absolute.empty()) {
    const std::size_t slash = absolute.rfind('/');
    const std::string_view name = absolute.substr(slash + 1);
    const RealPath& folder = find(absolute.substr(0, slash));
    if (name == ".") return folder;
    found = look_up(folder, name);
  }
  const std::lock_guard lock(mutex_);
  return known_.try_emplace(std::string(absolute), std::move(found)).first->second;
}

std::string relative_path(std::string_view path, std::string_view folder) {
  while (!path.empty() && !folder.empty()) {
    std::string_view rest = path;
    std::string_view rest_of_folder = folder;
    if (take_part(rest) != take_part(rest_of_folder)) break;
    path = rest;
    folder = rest_of_folder;
  }
  std::string result;
  while (!folder.empty()) {
    if (!take_part(folder).empty()) result += result.empty() ? ".." : "/..";
  }
  if (!result.empty() && !path.empty()) result += '/';
  return result.append(path);
}

bool leads_out(std::string_view relative) {
  return relative == ".." || relative.starts_with("../");
}

}  // namespace meshlint::model
