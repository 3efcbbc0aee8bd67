// Parts: what one folder contributes to an environment, by the way in which the folder is read.
#ifndef MESHLINT_ENVIRONMENT_PART_H_
#define MESHLINT_ENVIRONMENT_PART_H_

#include <compare>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kustomize/build.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "yaml/node.h"

namespace meshlint::environment {

// A folder and the way to read it.
struct PartKey {
  enum class Kind {
    kLoose,       // the files that no kustomization includes
    kKustomized,  // what its kustomization builds
    kDirectory,   // all files, as Argo CD reads a folder without a kustomization
  };
  std::string directory;
  Kind kind = Kind::kLoose;
  // The options of an Application for kDirectory.
  bool is_recursive = false;
  std::string include;
  std::string exclude;
  // The `kustomize` block of an Application for kKustomized; null if it changes nothing.
  const yaml::Record* overlay = nullptr;

  static PartKey loose(std::string_view directory);
  static PartKey kustomized(std::string_view directory);

  friend auto operator<=>(const PartKey&, const PartKey&) = default;
};

// Whether both build the kustomization of one folder, with any overlays.
bool are_one_folder(const PartKey& a, const PartKey& b);

struct Part {
  std::vector<model::Resource> resources;
  std::vector<kustomize::Unresolved> unresolved;
  std::set<std::string> folders;  // of the files, for kDirectory
  // The Applications and ApplicationSets among the resources.
  std::unordered_set<const yaml::Record*> entries;
};

bool is_application(const model::Resource& resource);
bool is_application_set(const model::Resource& resource);

// Appends the resources of a file, with the items of a List one by one.
void add_resources(const model::ManifestFile& file, std::vector<model::Resource>& resources);

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_PART_H_
