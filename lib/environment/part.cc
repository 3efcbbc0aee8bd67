#include "environment/part.h"

#include <optional>

#include "yaml/document.h"

namespace meshlint::environment {
namespace {

using model::Resource;
using yaml::Node;

void add_document(Node root, bool is_item, std::vector<Resource>& resources) {
  const std::optional<Resource> resource = model::resource_of(root);
  if (!resource) return;
  if (resource->kind.ends_with("List") && root["items"].is_list() && !is_item) {
    for (const Node item : root["items"]) add_document(item, true, resources);
    return;
  }
  resources.push_back(*resource);
}

}  // namespace

PartKey PartKey::loose(std::string_view directory) {
  return {.directory = std::string(directory), .kind = Kind::kLoose, .include = {}, .exclude = {}};
}

PartKey PartKey::kustomized(std::string_view directory) {
  return {
      .directory = std::string(directory), .kind = Kind::kKustomized, .include = {}, .exclude = {}};
}

bool are_one_folder(const PartKey& a, const PartKey& b) {
  return a == b || (a.kind == PartKey::Kind::kKustomized && b.kind == PartKey::Kind::kKustomized &&
                    a.directory == b.directory);
}

bool is_application(const Resource& resource) { return resource.is("argoproj.io", "Application"); }

bool is_application_set(const Resource& resource) {
  return resource.is("argoproj.io", "ApplicationSet");
}

void add_resources(const model::ManifestFile& file, std::vector<Resource>& resources) {
  for (const yaml::Document& document : file.yaml.documents) {
    if (!document.is_template) add_document(document.root, false, resources);
  }
}

}  // namespace meshlint::environment
