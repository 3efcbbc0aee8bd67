// The options and the result of a build.
#ifndef MESHLINT_KUSTOMIZE_BUILD_H_
#define MESHLINT_KUSTOMIZE_BUILD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "kustomize/history.h"
#include "model/resource.h"
#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/document.h"

namespace meshlint::kustomize {

struct BuildLimits {
  std::size_t include_depth = 64;
  std::size_t resources = 200'000;
  // Counts the nodes of all loaded resources, and those of patches and labels for each object that
  // they are applied to: a few lines can otherwise need more memory than there is.
  std::size_t nodes = 200'000'000;
};

struct BuildOptions {
  BuildLimits limits;
  bool keeps_history = false;
  // kustomize's --load-restrictor: files outside of a kustomization's folder are problems.
  bool is_load_restricted = true;
  // A mapping of kustomization fields that are added to the root, as Argo CD does with its
  // `source.kustomize`; paths in it are relative to the root's folder.
  yaml::Node overlay = {};
};

// Something that a build needs and that is neither fetched nor executed.
struct Unresolved {
  text::Span at;       // the entry that names it
  std::string what;    // "https://github.com/acme/base?ref=v1"
  std::string reason;  // "remote base, not fetched"
};

// What one kustomization builds, in the order of the inputs (not kustomize's legacy order).
// Movable; resources stay valid as long as it and the workspace live. A resource that nothing
// changed keeps the record of its file, so identity shows that it's unchanged.
struct Build {
  std::vector<model::Resource> resources;
  // For each resource, the tree as it was loaded or generated.
  std::vector<yaml::Node> sources;
  // For each resource, its changes; empty unless `keeps_history` is set.
  std::vector<std::vector<Step>> histories;
  // `sortOptions` of the root; missing if it has none.
  yaml::Node sort_options;
  std::vector<text::Problem> problems;
  std::vector<Unresolved> unresolved;
  // Every file that the build uses: kustomizations, resources, patches. Sorted, unique.
  std::vector<std::string> files;
  // Every folder with a kustomization that the build uses, including the root. Sorted, unique.
  std::vector<std::string> directories;
  yaml::Arena arena;
  // Trees of patches within kustomizations; resources share values with them.
  std::vector<yaml::File> embedded;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_H_
