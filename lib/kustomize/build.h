// What a build is told, and what comes out of it.
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
  // Nodes of all resources that are loaded, and of all patches and labels each time that they
  // are applied: a few lines can ask for more than any memory holds.
  std::size_t nodes = 200'000'000;
};

struct BuildOptions {
  BuildLimits limits;
  bool keeps_history = false;
  // kustomize's --load-restrictor: files outside of a kustomization's folder are problems.
  bool is_load_restricted = true;
  // A map of kustomization fields whose transformers run after those of the root, as Argo CD's
  // `source.kustomize` asks for them; paths in it count from the root's folder.
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
// touched keeps the very record of its file, so that equal inputs can be told by identity.
struct Build {
  std::vector<model::Resource> resources;
  // Of each resource, the tree as it was loaded or generated.
  std::vector<yaml::Node> sources;
  // Of each resource, how it came to be; empty unless it is asked for.
  std::vector<std::vector<Step>> histories;
  // `sortOptions` of the root; missing if it has none.
  yaml::Node sort_options;
  std::vector<text::Problem> problems;
  std::vector<Unresolved> unresolved;
  // Every file that took part: kustomizations, resources, patches. Sorted, unique.
  std::vector<std::string> files;
  // Every folder with a kustomization that took part, this one included. Sorted, unique.
  std::vector<std::string> directories;
  yaml::Arena arena;
  // Trees of patches written inside of kustomizations, which resources share values with.
  std::vector<yaml::File> embedded;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_H_
