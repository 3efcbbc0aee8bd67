#include "kustomize/print.h"

#include <vector>

namespace meshlint::kustomize {

std::string print(std::span<const model::Resource> resources, yaml::ShownNodes* lines) {
  std::vector<yaml::OutputDocument> documents;
  documents.reserve(resources.size());
  for (const model::Resource& resource : resources) {
    documents.push_back({resource.root, resource.root["metadata"]["annotations"]});
  }
  return yaml::emit(documents, lines);
}

}  // namespace meshlint::kustomize
