#include "environment/plain_folders.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "model/ignore.h"

namespace meshlint::environment {

using model::ManifestFile;
using model::Resource;
using model::Workspace;

std::map<PartKey, Part> loose_parts(const Workspace& workspace,
                                    const std::set<std::string, std::less<>>& used_files) {
  std::map<PartKey, Part> parts;
  for (const auto& file : workspace.files()) {
    if (!file->is_discovered || model::is_kustomization_file(file->path)) continue;
    if (used_files.contains(file->path)) continue;
    std::vector<Resource> resources;
    add_resources(*file, resources);
    if (resources.empty()) continue;
    Part& part = parts[PartKey::loose(model::directory_of(file->path))];
    part.resources.insert(part.resources.end(), resources.begin(), resources.end());
  }
  return parts;
}

Part directory_part(const Workspace& workspace, const PartKey& key) {
  Part part;
  const std::string prefix = key.directory.empty() ? "" : key.directory + '/';
  const auto& files = workspace.files();
  auto at = std::ranges::lower_bound(
      files, prefix, {}, [](const auto& file) -> std::string_view { return file->path; });
  for (; at != files.end() && (*at)->path.starts_with(prefix); ++at) {
    const ManifestFile& file = **at;
    const std::string_view below = std::string_view(file.path).substr(prefix.size());
    if (!key.is_recursive && below.find('/') != below.npos) continue;
    if (!file.is_discovered || model::is_kustomization_file(file.path)) continue;
    if (!key.exclude.empty() && model::wide_glob_matches(key.exclude, below)) continue;
    if (!key.include.empty() && !model::wide_glob_matches(key.include, below)) continue;
    const std::string_view bytes = workspace.sources()[file.source].bytes();
    if (bytes.find("+argocd:skip-file-rendering") != bytes.npos) continue;
    add_resources(file, part.resources);
    part.folders.emplace(model::directory_of(file.path));
  }
  return part;
}

}  // namespace meshlint::environment
