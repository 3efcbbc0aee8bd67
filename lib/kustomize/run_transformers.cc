#include "kustomize/run_transformers.h"

#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/configurations.h"
#include "kustomize/field_specs.h"
#include "kustomize/patches.h"
#include "kustomize/replacements.h"
#include "kustomize/transformers.h"
#include "yaml/any_case.h"
#include "yaml/node.h"

namespace meshlint::kustomize {
namespace {

Cause cause_of(yaml::Node node, std::string_view what) { return {.at = node.span(), .what = what}; }

// After each step it notes, for `buildMetadata`, the built-in transformer that kustomize makes of
// the field.
class TransformerRun {
 public:
  TransformerRun(Context& context, const Kustomization& kustomization, Stage& stage)
      : context_(context), kustomization_(kustomization), stage_(stage) {}

  void patches() {
    for (const yaml::Node entry : field("patchesStrategicMerge")) {
      apply_strategic_entry(context_, kustomization_, stage_, entry, "patchesStrategicMerge");
    }
    if (!field("patchesStrategicMerge").empty()) note("PatchStrategicMergeTransformer");
    for (const yaml::Node entry : field("patches")) {
      apply_patch_entry(context_, kustomization_, stage_, entry, "patches");
      note("PatchTransformer");
    }
  }

  void names() {
    if (const yaml::Node ns = kustomization_.text_field("namespace")) {
      apply_namespace(context_, stage_, cause_of(ns, "namespace"), {.ns = ns},
                      places(Places::kNamespace));
      note("NamespaceTransformer");
    }
    if (const yaml::Node prefix = kustomization_.text_field("namePrefix")) {
      apply_prefix(context_, stage_, cause_of(prefix, "namePrefix"), prefix,
                   places(Places::kNamePrefix));
      note("PrefixTransformer");
    }
    if (const yaml::Node suffix = kustomization_.text_field("nameSuffix")) {
      apply_suffix(context_, stage_, cause_of(suffix, "nameSuffix"), suffix,
                   places(Places::kNameSuffix));
      note("SuffixTransformer");
    }
  }

  void labels() {
    for (const yaml::Node entry : field("labels")) {
      add_labels(entry);
      note("LabelTransformer");
    }
    const yaml::Node labels = field("commonLabels");
    apply_pairs(context_, stage_, cause_of(labels, "commonLabels"), labels,
                places(Places::kCommonLabels));
    // kustomize makes a transformer of `commonLabels` as soon as anything adds labels.
    if (!labels.empty() || !field("labels").empty()) note("LabelTransformer");
    const yaml::Node annotations = field("commonAnnotations");
    apply_pairs(context_, stage_, cause_of(annotations, "commonAnnotations"), annotations,
                places(Places::kCommonAnnotations));
    if (!annotations.empty()) note("AnnotationsTransformer");
  }

  void json_patches() {
    for (const yaml::Node entry : field("patchesJson6902")) {
      apply_json_entry(context_, kustomization_, stage_, entry, "patchesJson6902");
      note("PatchJson6902Transformer");
    }
  }

  void workloads() {
    for (const yaml::Node entry : field("replicas")) {
      apply_replicas(context_, stage_, cause_of(entry, "replicas"), entry,
                     places(Places::kReplicas));
      note("ReplicaCountTransformer");
    }
    for (const std::string_view images : {"images", "imageTags"}) {
      for (const yaml::Node entry : field(images)) {
        apply_image(context_, stage_, cause_of(entry, images), entry, places(Places::kImages));
        note("ImageTagTransformer");
      }
    }
  }

  void replacements() {
    for (const yaml::Node entry : field("replacements")) {
      apply_replacement_entry(context_, kustomization_, stage_, entry);
    }
    if (!field("replacements").empty()) note("ReplacementTransformer");
  }

 private:
  yaml::Node field(std::string_view name) const { return kustomization_.field(name); }

  SpecTables places(Places what) const { return all_places(what, stage_.places); }

  void note(std::string_view kind) {
    context_.metadata.note_transformer(stage_, kustomization_.file->path, kind);
  }

  // Adds the pairs of an item of `labels`.
  void add_labels(yaml::Node entry) {
    const yaml::Node own = yaml::field_of(entry, "fields");
    std::vector<FieldSpec> fields = field_specs_of(own);
    const Places more =
        yaml::field_of(entry, "includeSelectors").as_bool() == true   ? Places::kCommonLabels
        : yaml::field_of(entry, "includeTemplates").as_bool() == true ? Places::kTemplateLabels
                                                                      : Places::kLabels;
    const SpecTables tables = label_places(stage_.places, more, fields, [&](const FieldSpec& spec) {
      report_conflict(context_, own ? own : entry, spec);
    });
    apply_pairs(context_, stage_, cause_of(entry, "labels"), yaml::field_of(entry, "pairs"),
                tables);
  }

  Context& context_;
  const Kustomization& kustomization_;
  Stage& stage_;
};

}  // namespace

void run_transformers(Context& context, const Kustomization& kustomization, Stage& stage) {
  TransformerRun run(context, kustomization, stage);
  run.patches();
  run.names();
  run.labels();
  run.json_patches();
  run.workloads();
  run.replacements();
}

}  // namespace meshlint::kustomize
