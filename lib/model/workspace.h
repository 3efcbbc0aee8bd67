// The files of a run, found, read and parsed once for all stages.
//
//   Workspace workspace = Workspace::load(inputs, options);
//   for (const ManifestFile& file : workspace.files()) use(file.yaml.documents);
#ifndef MESHLINT_MODEL_WORKSPACE_H_
#define MESHLINT_MODEL_WORKSPACE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/finding.h"
#include "model/real_paths.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint {
struct Input;
}

namespace meshlint::model {

// The names of a kustomization file, in the order in which kustomize looks for them.
inline constexpr std::string_view kKustomizationNames[] = {"kustomization.yaml",
                                                           "kustomization.yml", "Kustomization"};

// One YAML or JSON file with its trees.
struct ManifestFile {
  std::string path;  // relative to the workspace's root, with `/`, without `./` or `..`
  text::SourceId source = 0;
  yaml::File yaml;
  // Found by discovery or given as an input. False for a file that git ignores or that has another
  // extension, and that was read only because a kustomization refers to it.
  bool is_discovered = true;
  // Only its bytes matter: a generator copies them unparsed.
  bool is_text = false;
};

struct LoadOptions {
  std::string base;    // what paths are relative to and shown from; see Config, as for all three
  std::string root;    // folder of the workspace
  std::string folder;  // what `exclude` counts from
  std::vector<std::string> exclude;  // .gitignore patterns
  unsigned jobs = 1;
  yaml::Limits limits;
  // With what the caller has already read, and the same base; or null.
  std::shared_ptr<RealPaths> real_paths;
};

// Immutable once loaded. Paths are relative to the root. A path outside the root is never read, as
// if it didn't exist, unless it was given as an input.
class Workspace {
 public:
  static Workspace load(std::span<const Input> inputs, const LoadOptions& options);

  // All files, sorted by path.
  const std::vector<std::unique_ptr<const ManifestFile>>& files() const { return files_; }
  // The file of that path, or null. Accepts only normalized paths, see `normalize`.
  const ManifestFile* file(std::string_view path) const;
  // The file that a source was read from.
  const ManifestFile& file_of(text::SourceId source) const { return *by_source_[source]; }
  // Whether such a file or folder exists, also one that is no manifest or is ignored. "" is the
  // root.
  bool has_file(std::string_view path) const;
  bool has_directory(std::string_view path) const;
  // Every folder that was found, with manifests or without, sorted; none that git ignores.
  const std::set<std::string, std::less<>>& directories() const { return directories_; }
  // Whether discovery covered everything below the folder, so that a file not found here doesn't
  // exist.
  bool knows_all_below(std::string_view directory) const;
  // The path with every symbolic link resolved; unchanged if it is not on disk, nothing if it leads
  // out of the root.
  std::optional<std::string> real_path(std::string_view path) const;
  // The kustomization file of a folder, or null: kustomization.yaml, .yml or Kustomization.
  const ManifestFile* kustomization(std::string_view directory) const;

  // Real paths, see Outcome. Empty if all is in memory and no folder is known.
  const std::string& base() const { return base_; }
  const std::string& root() const { return root_; }

  const text::Sources& sources() const { return *sources_; }
  // Files that could not be read or were skipped, with the reason.
  const std::vector<Unchecked>& unchecked() const { return unchecked_; }
  // URLs of the git remotes found in the root's .git/config.
  const std::vector<std::string>& git_remotes() const { return git_remotes_; }

  std::uint64_t read_ns() const { return read_ns_; }
  std::uint64_t parse_ns() const { return parse_ns_; }

 private:
  friend class Loader;

  std::string root_;
  std::shared_ptr<RealPaths> real_paths_;
  std::unique_ptr<text::Sources> sources_ = std::make_unique<text::Sources>();
  std::vector<std::unique_ptr<const ManifestFile>> files_;
  std::map<std::string, const ManifestFile*, std::less<>> by_path_;
  std::vector<const ManifestFile*> by_source_;
  std::set<std::string, std::less<>> directories_;
  std::vector<std::string> walked_;  // folders that were searched recursively
  bool is_all_in_memory_ = false;
  std::vector<Unchecked> unchecked_;
  std::vector<std::string> git_remotes_;
  std::uint64_t read_ns_ = 0;
  std::uint64_t parse_ns_ = 0;
  std::string base_;
};

// `path` relative to `directory`, without `.`, `..` and double slashes; nothing if it is absolute
// or leaves the root. join("a/b", "../c.yaml") is "a/c.yaml"; the root itself is "".
std::optional<std::string> join(std::string_view directory, std::string_view path);
// The folder of a path: "a/b" for "a/b/c.yaml", "" for "c.yaml".
std::string_view directory_of(std::string_view path);
// The last part of a path.
std::string_view name_of(std::string_view path);
// Whether a path is that of a kustomization file.
bool is_kustomization_file(std::string_view path);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_WORKSPACE_H_
