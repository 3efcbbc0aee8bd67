// The kustomization file of a folder, and the files that its entries name.
#ifndef MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_
#define MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/workspace.h"
#include "schema/facts.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

struct Kustomization {
  std::string directory;
  const model::ManifestFile* file = nullptr;
  yaml::Node root;  // of its first document, the only one that counts; missing if unreadable

  yaml::Node field(std::string_view name) const { return yaml::field_of(root, name); }
  // The field if it is a string that isn't empty, else missing.
  yaml::Node text_field(std::string_view name) const;
  bool is_component() const { return field("kind").text() == "Component"; }
};

// The kustomization of a folder, or nothing if it has none.
std::optional<Kustomization> kustomization_in(const model::Workspace& workspace,
                                              std::string_view directory);

// The schema of a kustomization or component by its `kind`.
schema::Kind schema_of_kustomization(yaml::Node root);

// True for URLs and the other forms of git repositories that kustomize accepts.
bool is_remote(std::string_view entry);

// True if `directory` is the root ("") or `path` is that folder or lies in it.
bool is_inside(std::string_view directory, std::string_view path);

// True if a document of the file could not be read, so that trees are missing.
bool is_partly_unreadable(const yaml::File& file);

// What one entry of a kustomization refers to.
struct Target {
  enum class Kind { kFile, kDirectory, kRemote, kMissing, kOutside };
  Kind kind = Kind::kMissing;
  std::string path;          // normalized; of a file or directory
  bool is_absolute = false;  // if it is outside
};
Target resolve(const model::Workspace& workspace, std::string_view directory,
               std::string_view entry);

// The entry that was probably meant instead of `entry`, as a relative path, or empty. Compares a
// limited number of files.
std::string nearest_entry(const model::Workspace& workspace, std::string_view directory,
                          std::string_view entry);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_
