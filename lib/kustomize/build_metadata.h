// `buildMetadata`: annotations and a label that record how objects were made.
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

// Records generators and transformers during a build, if `buildMetadata` of its root needs them.
class BuildMetadata {
 public:
  // `wanted` is the root's list `buildMetadata`; it can be missing.
  void start(std::string_view root_directory, yaml::Node wanted);

  // Records that a transformer ran on all objects of the stage. `path` is the file that configures
  // it; `metadata` is the metadata of a transformer with its own file, else missing.
  void note_transformer(Stage& stage, std::string_view path, std::string_view kind,
                        yaml::Node metadata = {});
  // The same for a generator of the object.
  void note_generator(Object& object, std::string_view path, std::string_view kind,
                      yaml::Node metadata = {});

  // Writes the records into the objects, at the end of a build.
  void finish(yaml::Arena& arena, const model::Workspace& workspace, Stage& stage) const;

 private:
  std::string origin_text(std::string_view path, std::string_view kind, yaml::Node metadata) const;

  std::string root_;
  text::Span at_;
  bool adds_origins_ = false;
  bool adds_transformers_ = false;
  bool adds_label_ = false;
  // Texts "configuredIn: ...", of several lines; objects refer to them by index.
  std::vector<std::string> transformers_;
  std::vector<std::string> generators_;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_BUILD_METADATA_H_
