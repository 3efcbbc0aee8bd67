// `buildMetadata`: annotations and a label that say how objects came to be.
#ifndef MESHLINT_KUSTOMIZE_BUILD_METADATA_H_
#define MESHLINT_KUSTOMIZE_BUILD_METADATA_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kustomize/stage.h"
#include "model/workspace.h"
#include "text/span.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Takes note of generators and transformers while a build goes on, if its root asks for it.
class BuildMetadata {
 public:
  // `wanted` is the root's list `buildMetadata`, perhaps missing.
  void start(std::string_view root_directory, yaml::Node wanted);

  // Notes that a transformer ran on all objects of the stage. `path` is the file that configures
  // it; `metadata` is that of a transformer with a file of its own, else missing.
  void note_transformer(Stage& stage, std::string_view path, std::string_view kind,
                        yaml::Node metadata = {});
  // The same for a generator of the object.
  void note_generator(Object& object, std::string_view path, std::string_view kind,
                      yaml::Node metadata = {});

  // Writes what was noted into the objects, at the end of a build.
  void finish(yaml::Arena& arena, const model::Workspace& workspace, Stage& stage) const;

 private:
  std::string origin_text(std::string_view path, std::string_view kind, yaml::Node metadata) const;

  std::string root_;
  text::Span at_;
  bool tells_origins_ = false;
  bool tells_transformers_ = false;
  bool adds_label_ = false;
  // "configuredIn: ...", in lines; objects know them by their index.
  std::vector<std::string> transformers_;
  std::vector<std::string> generators_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_METADATA_H_
