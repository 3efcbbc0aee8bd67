// One folder's kustomization file, and the files of the workspace as its entries name them.
#ifndef MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_
#define MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/workspace.h"
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
  // The field's text if it is a string that says something, else missing.
  yaml::Node text_field(std::string_view name) const;
  bool is_component() const { return field("kind").text() == "Component"; }
};

// The kustomization of a folder, or nothing if it has none.
std::optional<Kustomization> kustomization_in(const model::Workspace& workspace,
                                              std::string_view directory);

// True for URLs and the other forms in which kustomize names git repositories.
bool is_remote(std::string_view entry);

// True if `directory` is the root ("") or `path` is that folder or lies in it.
bool is_inside(std::string_view directory, std::string_view path);

// True if a document of the file could not be read, so that it may hold more than its trees say.
bool is_partly_unreadable(const yaml::File& file);

// What one entry of a kustomization refers to.
struct Target {
  enum class Kind { kFile, kDirectory, kRemote, kMissing, kOutside };
  Kind kind = Kind::kMissing;
  std::string path;          // normalized; of a file or directory
  bool is_absolute = false;  // of one outside
};
Target resolve(const model::Workspace& workspace, std::string_view directory,
               std::string_view entry);

// The entry that somebody who wrote `entry` may have meant, relative as it is, or empty. Looks
// at a bounded number of files.
std::string nearest_entry(const model::Workspace& workspace, std::string_view directory,
                          std::string_view entry);

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_KUSTOMIZATION_H_
