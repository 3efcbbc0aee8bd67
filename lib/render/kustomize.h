// `kustomize build` in process, with the place of every value kept.
//
//   Build build = build_kustomization(workspace, "service-mesh/overlays/aws");
//   for (const model::Resource& resource : build.resources) use(resource);
#ifndef MESHLINT_RENDER_KUSTOMIZE_H_
#define MESHLINT_RENDER_KUSTOMIZE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/finding.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "render/history.h"
#include "text/problem.h"
#include "yaml/arena.h"
#include "yaml/document.h"

namespace meshlint::render {

struct RenderLimits {
  std::size_t include_depth = 64;
  std::size_t resources = 200'000;
  // Nodes of all resources that are loaded, and of all patches and labels each time that they
  // are applied: a few lines can ask for more than any memory holds.
  std::size_t nodes = 200'000'000;
};

struct RenderOptions {
  RenderLimits limits;
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

// Builds the kustomization in that folder of the workspace. Never fails as a whole: what is
// wrong becomes a problem at its place, the rest is built. Behaviour as kustomize 5.8, but for
// what is `unresolved`. In a folder without a kustomization the build is empty. Problems come
// sorted by place, each once.
Build build_kustomization(const model::Workspace& workspace, std::string_view directory,
                          const RenderOptions& options = {});

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_KUSTOMIZE_H_
