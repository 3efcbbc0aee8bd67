#include <set>

#include "check/rule.h"

namespace meshlint::rules::kustomize {
namespace {

// Whether the name is in a kustomization's text. In a comment, it means left out on purpose.
bool mentions(const Environment& environment, const model::ManifestFile& kustomization,
              std::string_view name) {
  return environment.workspace->sources()[kustomization.source].bytes().find(name) !=
         std::string_view::npos;
}

bool is_mentioned(const Environment& environment, std::string_view path) {
  std::string_view directory = path;
  do {
    directory = model::directory_of(directory);
    const model::ManifestFile* const kustomization =
        environment.workspace->kustomization(directory);
    const std::string_view below = directory.empty() ? path : path.substr(directory.size() + 1);
    if (kustomization != nullptr && mentions(environment, *kustomization, below)) return true;
  } while (!directory.empty());
  return false;
}

}  // namespace

// Files that no build uses form an environment that isn't rendered.
void file_not_listed(const Environment& environment, Report& report) {
  if (environment.is_rendered) return;
  std::set<const model::ManifestFile*> seen;
  for (const Resource& resource : environment.resources) {
    const model::ManifestFile& file = environment.workspace->file_of(resource.root.span().source);
    if (!seen.insert(&file).second) continue;
    const model::ManifestFile* const kustomization =
        environment.workspace->kustomization(model::directory_of(file.path));
    if (kustomization == nullptr || kustomization->yaml.documents.empty()) continue;
    // Other tools keep files of their own kinds next to manifests.
    if (model::makes_more(resource) || resource.group() == "kustomize.config.k8s.io") continue;
    if (is_mentioned(environment, file.path)) continue;
    const std::string_view name = std::string_view(file.path).substr(file.path.rfind('/') + 1);
    const Node root = kustomization->yaml.documents.front().root;
    const Node list = root["resources"];
    report
        .add(&resource, resource.root["kind"],
             "no kustomization lists `{}`, so it isn't applied; list or delete it", name)
        .related(list ? list : root, "kustomization of this folder");
  }
}

}  // namespace meshlint::rules::kustomize
