// Loads the objects that the entries of a kustomization name: files, bases and components.
#ifndef MESHLINT_KUSTOMIZE_LOAD_RESOURCES_H_
#define MESHLINT_KUSTOMIZE_LOAD_RESOURCES_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kustomize/context.h"
#include "kustomize/include_chain.h"
#include "kustomize/kustomization.h"
#include "kustomize/object.h"
#include "kustomize/stage.h"
#include "text/span.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// Neither copyable nor movable; lives for one build, whose limits it enforces.
class ResourceLoader {
 public:
  // Builds a kustomization into a stage: what becomes of a base or component that an entry names.
  using Accumulate = std::function<void(const Kustomization&, Stage&)>;

  ResourceLoader(Context& context, Accumulate accumulate)
      : context_(context), accumulate_(std::move(accumulate)) {}
  ResourceLoader(const ResourceLoader&) = delete;
  ResourceLoader& operator=(const ResourceLoader&) = delete;

  // To be called around the build of a kustomization, so that cycles are found.
  void begin(const Kustomization& kustomization) { chain_.push(kustomization.directory); }
  void end() { chain_.pop(); }

  // Adds what `resources` and `bases` name.
  void add_entries(const Kustomization& kustomization, Stage& stage);
  // Applies an item of `components` to the stage.
  void add_component(const Kustomization& kustomization, Stage& stage, yaml::Node entry);
  // The objects that the items of `transformers` or `generators` name. Those that are written in
  // the kustomization itself come first.
  Stage plugins(const Kustomization& kustomization, std::string_view field);

 private:
  // Objects of one entry that are part of the stage already, at the very same place of a file.
  struct Repeats {
    std::size_t count = 0;
    std::string title;
    text::Span first_listed_at;
  };
  // Where each file or folder is listed first.
  using Seen = std::map<std::string, text::Span>;

  void add_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry, Seen& seen);
  void add_file(Stage& stage, yaml::Node entry, const std::string& path);
  void add_directory(Stage& stage, yaml::Node entry, const std::string& directory);
  std::optional<Kustomization> component_of(const Kustomization& kustomization, Stage& stage,
                                            yaml::Node entry);
  std::optional<Kustomization> enter(Stage& stage, yaml::Node entry, const std::string& directory);
  void add_object(Stage& stage, Object object, Repeats& repeats);

  void report_cycle(yaml::Node entry, const std::string& directory, const std::string& visited);
  void report_repeats(yaml::Node entry, const Repeats& repeats);
  void report_too_many(Stage& stage, const Object& object);

  Context& context_;
  Accumulate accumulate_;
  IncludeChain chain_;
  std::size_t includes_ = 0;
  std::size_t objects_ = 0;
  bool has_too_many_ = false;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_LOAD_RESOURCES_H_
