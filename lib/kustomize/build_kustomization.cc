#include "kustomize/build_kustomization.h"

#include <optional>
#include <string>
#include <string_view>

#include "kustomize/configurations.h"
#include "kustomize/context.h"
#include "kustomize/finish_build.h"
#include "kustomize/generator.h"
#include "kustomize/kustomization.h"
#include "kustomize/kustomization_checks.h"
#include "kustomize/load_resources.h"
#include "kustomize/overlay.h"
#include "kustomize/plugins.h"
#include "kustomize/run_transformers.h"
#include "kustomize/stage.h"
#include "kustomize/unexecuted_fields.h"
#include "kustomize/variables.h"
#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// The order of a build: what each kustomization loads, generates and transforms.
class Builder {
 public:
  explicit Builder(Context& context)
      : context_(context),
        loader_(context, [this](const Kustomization& kustomization, Stage& stage) {
          accumulate(kustomization, stage);
        }) {}

  void run(std::string_view directory) {
    std::optional<Kustomization> root = kustomization_in(context_.workspace, directory);
    if (!root) return;
    if (context_.options.overlay && root->root) {
      yaml::Arena& arena = context_.arena();
      root->root = yaml::place(arena, with_overlay(arena, root->root, context_.options.overlay));
    }
    context_.metadata.start(root->directory, root->field("buildMetadata"));
    Stage stage;
    accumulate(*root, stage);
    finish_build(context_, *root, stage);
  }

 private:
  void accumulate(const Kustomization& kustomization, Stage& stage) {
    context_.build.files.push_back(kustomization.file->path);
    context_.build.directories.push_back(kustomization.directory);
    check_header(context_, kustomization);
    if (!has_content(context_, kustomization)) {
      stage.may_have_more = stage.may_differ = true;
      return;
    }
    loader_.begin(kustomization);
    add_openapi(context_, kustomization, stage);
    loader_.add_entries(kustomization, stage);
    add_configurations(context_, kustomization, stage);
    add_crds(context_, kustomization, stage);
    note_unexecuted(context_, kustomization, stage);
    run_generators(kustomization, stage);
    for (const yaml::Node entry : kustomization.field("components")) {
      loader_.add_component(kustomization, stage, entry);
    }
    run_transformers(context_, kustomization, stage);
    run_plugins(kustomization, stage, "transformers", run_transformer);
    add_variables(context_, kustomization, stage);
    loader_.end();
  }

  void run_generators(const Kustomization& kustomization, Stage& stage) {
    for (const bool is_secret : {false, true}) {
      for (const yaml::Node entry :
           kustomization.field(is_secret ? "secretGenerator" : "configMapGenerator")) {
        generate(context_, kustomization, stage,
                 {.entry = entry,
                  .name = yaml::field_of(entry, "name"),
                  .ns = yaml::field_of(entry, "namespace"),
                  .common_options = kustomization.field("generatorOptions"),
                  .is_secret = is_secret});
      }
    }
    run_plugins(kustomization, stage, "generators", run_generator);
  }

  // Generators or transformers that have files of their own.
  void run_plugins(const Kustomization& kustomization, Stage& stage, std::string_view field,
                   void (*execute)(Context&, const Kustomization&, Stage&, const Object&)) {
    if (kustomization.field(field).empty()) return;
    const Stage plugins = loader_.plugins(kustomization, field);
    stage.may_differ |= plugins.may_have_more;
    for (const Object& plugin : plugins.objects.all()) {
      if (!plugin.is_removed) execute(context_, kustomization, stage, plugin);
    }
  }

  Context& context_;
  ResourceLoader loader_;
};

}  // namespace

Build build_kustomization(const model::Workspace& workspace, std::string_view directory,
                          const BuildOptions& options) {
  Build build;
  Context context(workspace, options, build);
  Builder(context).run(directory);
  return build;
}

}  // namespace meshlint::kustomize
