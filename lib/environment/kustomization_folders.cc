#include "environment/kustomization_folders.h"

#include <functional>
#include <set>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::environment {

using yaml::Node;

KustomizationFolders kustomization_folders(const model::Workspace& workspace) {
  std::vector<std::string> directories;
  std::set<std::string, std::less<>> included;
  for (const auto& file : workspace.files()) {
    if (!file->is_discovered || !model::is_kustomization_file(file->path)) continue;
    const std::string directory(model::directory_of(file->path));
    if (workspace.kustomization(directory) != file.get()) continue;
    if (file->yaml.documents.empty()) continue;
    const Node root = file->yaml.documents.front().root;
    for (const std::string_view list : {"resources", "bases", "components"}) {
      for (const Node entry : root[list]) {
        const auto target = model::join(directory, entry.text());
        if (target && *target != directory) included.insert(*target);
      }
    }
    if (root["kind"].text() != "Component") directories.push_back(directory);
  }
  KustomizationFolders folders;
  for (const std::string& directory : directories) {
    (included.contains(directory) ? folders.included : folders.roots).push_back(directory);
  }
  return folders;
}

}  // namespace meshlint::environment
