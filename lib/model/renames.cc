#include "model/renames.h"

#include <algorithm>

namespace meshlint::model {
namespace {

struct Written {
  std::string_view name;
  std::string_view ns;
  bool is_known = false;
};

Written written_by(yaml::Node metadata) {
  return {.name = metadata["name"].text(), .ns = metadata["namespace"].text(), .is_known = true};
}

// The identity in the generator entry of a rendered ConfigMap or Secret.
Written generated_by(yaml::Node kustomization, text::Span at) {
  for (const std::string_view field : {"configMapGenerator", "secretGenerator"}) {
    for (const yaml::Node entry : kustomization[field]) {
      if (entry.span() == at) return written_by(entry);
    }
  }
  return {};
}

// The identity of a resource as written in its document.
Written written(const Resource& resource, const Workspace& workspace) {
  const text::Span at = resource.root.span();
  const std::vector<yaml::Document>& documents = workspace.file_of(at.source).yaml.documents;
  auto document = std::ranges::upper_bound(
      documents, at.begin, {}, [](const yaml::Document& each) { return each.root.span().begin; });
  if (document == documents.begin()) return {};
  const yaml::Node root = (--document)->root;
  if (root == resource.root) return {};  // nothing has touched it
  if (root.span() != at) return generated_by(root, at);
  return root["kind"].text() == resource.kind ? written_by(root["metadata"]) : Written();
}

}  // namespace

std::vector<Rename> renames_of(const std::vector<Resource>& resources, const Workspace& workspace) {
  std::vector<Rename> renames;
  for (const Resource& resource : resources) {
    const yaml::Node metadata = resource.root["metadata"];
    const Written before = written(resource, workspace);
    if (!before.is_known || before.name.empty()) continue;
    const bool has_other_name = before.name != metadata["name"].text();
    const bool has_other_namespace = before.ns != metadata["namespace"].text();
    if (!has_other_name && !has_other_namespace) continue;
    renames.push_back({.resource = &resource,
                       .old_name = before.name,
                       .old_namespace = before.ns,
                       .cause = metadata[has_other_name ? "name" : "namespace"].span()});
  }
  return renames;
}

}  // namespace meshlint::model
