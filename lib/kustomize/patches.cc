#include "kustomize/patches.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kustomize/patch_body.h"
#include "kustomize/patch_json6902.h"
#include "kustomize/patch_source.h"
#include "kustomize/patch_strategic.h"
#include "kustomize/patch_targets.h"
#include "kustomize/problems.h"
#include "kustomize/selector.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// Applies the patches of one kustomization to one stage.
class Patcher {
 public:
  Patcher(Context& context, const Kustomization& kustomization, Stage& stage, std::string_view what)
      : context_(context), kustomization_(kustomization), stage_(stage), what_(what) {}

  void strategic_entry(yaml::Node entry) {
    if (!entry.as_string()) return;
    const std::string_view written = entry.text();
    const bool is_inline = written.find('\n') != written.npos || written.find('{') != written.npos;
    const auto patch = is_inline ? patch_in_text(context_, stage_, entry)
                                 : patch_in_file(context_, kustomization_, stage_, entry);
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    for (const yaml::Node document : patch->documents) {
      if (document.is_list()) {
        context_.report(kInvalidPatch, patch->at.span(),
                        "this is a JSON patch; list it under `patches` with a `target`");
        continue;
      }
      if (is_strategic(document)) apply_by_id(document, {.has_only_strings = true});
    }
  }

  void patch_entry(yaml::Node entry) {
    if (!entry.is_map()) return;
    const std::optional<PatchText> patch =
        patch_of_entry(context_, kustomization_, stage_, entry, "patch", "patch");
    if (!patch) return;
    if (patch->documents.empty()) {
      context_.report(kPatchWithoutEffect, patch->at.span(),
                      "the patch is empty and changes nothing");
      return;
    }
    const yaml::Node target = yaml::field_of(entry, "target");
    const bool has_target = target.is_map();
    if (patch->documents.front().is_list()) {
      if (has_target) return apply_json(target, patch->documents.front(), true);
      stage_.may_differ = true;
      context_.report(kInvalidPatch, patch->at.span(),
                      "a JSON patch doesn't name its resource; add a `target`");
      return;
    }
    const yaml::Node options = yaml::field_of(entry, "options");
    const PatchHandling handling{
        .allows_name = yaml::field_of(options, "allowNameChange").as_bool() == true,
        .allows_kind = yaml::field_of(options, "allowKindChange").as_bool() == true,
        .has_only_strings = has_target};
    if (has_target && patch->documents.size() > 1) {
      context_.report(
          kInvalidPatch, patch->at.span(),
          fmt::format("the patch has {} documents; kustomize accepts only one with a `target`",
                      patch->documents.size()),
          {std::to_string(patch->documents.size())});
      return;
    }
    for (const yaml::Node document : patch->documents) {
      if (!is_strategic(document)) continue;
      if (has_target) {
        apply_to_target(target, document, handling);
      } else {
        apply_by_id(document, handling);
      }
    }
  }

  void json_entry(yaml::Node entry, std::string_view inline_field) {
    if (!entry.is_map()) return;
    const std::optional<PatchText> patch =
        patch_of_entry(context_, kustomization_, stage_, entry, "JSON patch", inline_field);
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    const yaml::Node target = yaml::field_of(entry, "target");
    if (!target.is_map()) {
      context_.report(kInvalidPatch, patch->at.span(),
                      "a JSON patch doesn't name its resource; add a `target`");
      return;
    }
    if (yaml::field_of(target, "name").text().empty()) {
      stage_.may_differ = true;
      context_.report(kInvalidPatch, target.span(),
                      "the target has no `name`; add one, or list the patch under `patches`");
      return;
    }
    const yaml::Node operations = patch->documents.front();
    if (!operations.is_list()) {
      stage_.may_differ = true;
      context_.report(kInvalidPatch, operations.span(),
                      "a JSON patch must be a list of operations");
      return;
    }
    apply_json(target, operations, false);
  }

 private:
  void report_empty(const PatchText& patch) {
    context_.report(kInvalidPatch, patch.at.span(), "the patch is empty and changes nothing");
  }

  bool is_strategic(yaml::Node document) {
    std::string_view lacking;
    if (!document.is_map()) {
      context_.report(
          kInvalidPatch, document.span(),
          "a patch must be a mapping (strategic merge) or a list (JSON patch), not a single value");
    } else if (document["kind"].text().empty()) {
      lacking = "kind";
    } else if (document["metadata"]["name"].text().empty()) {
      lacking = "metadata.name";
    } else {
      return true;
    }
    stage_.may_differ = true;
    if (!lacking.empty()) {
      context_.report(
          kInvalidPatch, place_of_absence(document),
          fmt::format("the patch has no `{}`; kustomize needs it even with a `target`", lacking),
          {std::string(lacking)});
    }
    return false;
  }

  void apply_by_id(yaml::Node document, const PatchHandling& handling) {
    const Object wanted = Object::of(document, {});
    const std::vector<std::uint32_t> targets = stage_.objects.with_any_id(wanted);
    if (targets.size() > 1) {
      context_.report(
          kInvalidPatch, document["metadata"]["name"].span(),
          fmt::format("the patch matches {} resources named {}; add a `target` for one of them",
                      targets.size(), wanted.title()),
          {std::to_string(targets.size()), wanted.title()});
      return;
    }
    if (targets.empty()) return report_no_target(context_, stage_, wanted);
    apply_strategic(targets, document, handling);
  }

  void apply_to_target(yaml::Node target, yaml::Node document, const PatchHandling& handling) {
    const auto selector = TargetSelector::compile(target, context_.build.problems);
    if (!selector) {
      stage_.may_differ = true;
      return;
    }
    const std::vector<std::uint32_t> targets = selector->select(stage_.objects);
    if (targets.empty()) return report_no_target(context_, stage_, *selector);
    apply_strategic(targets, document, handling);
  }

  void apply_strategic(const std::vector<std::uint32_t>& targets, yaml::Node document,
                       const PatchHandling& handling) {
    const yaml::Record patch =
        patch_body(context_.arena(), document, handling, context_.build.problems);
    const std::size_t cost = node_count(document);
    const Cause cause{.at = place_of_absence(document), .what = what_};
    Repeated problems;
    bool has_effect = false;
    for (const std::uint32_t i : targets) {
      if (!context_.spend(cost, cause.at)) return context_.report(std::move(problems));
      Object& object = stage_.objects.all()[i];
      if (handling.allows_name || handling.allows_kind) object.remember_id();
      const yaml::Node before = object.root;
      MergeResult result = merge_patch(
          context_.arena(), before, yaml::Node(&patch), context_.merge_schema,
          context_.merge_schema.type_of(object.api_version, object.kind), context_.node_budget);
      has_effect |= !result.problems.empty();
      problems.add(std::move(result.problems));
      if (!result.root) {
        object.is_removed = true;
        has_effect = true;
        continue;
      }
      object.replace(context_.arena(), *result.root);
      object.restore_identity(context_.arena(), before);
      object.spread_shared(context_.arena(), before);
      context_.note_step(object, before, cause);
      has_effect |= !yaml::deep_equal(before, object.root);
      if (handling.allows_name || handling.allows_kind) stage_.objects.note_changed_id(i);
    }
    context_.report(std::move(problems));
    if (!has_effect) report_no_effect(cause.at, targets);
  }

  // A component's patch may have an effect where another kustomization includes it, and a patch of
  // an incomplete object may have one, too.
  void report_no_effect(text::Span at, const std::vector<std::uint32_t>& targets) {
    if (stage_.is_in_component || stage_.may_differ) return;
    const std::string title = stage_.objects.all()[targets.front()].title();
    context_
        .report(kPatchWithoutEffect, at,
                targets.size() == 1
                    ? fmt::format("patch changes nothing in {}; delete it", title)
                    : fmt::format("patch changes nothing in {} and {} more; delete it", title,
                                  targets.size() - 1),
                {title})
        .related.push_back({name_place(stage_.objects.all()[targets.front()]), "patched resource"});
  }

  void apply_json(yaml::Node target, yaml::Node operations, bool remembers_id) {
    std::vector<text::Problem> found;
    const JsonPatch patch = JsonPatch::compile(operations, found);
    const bool is_good = found.empty();
    std::ranges::move(found, std::back_inserter(context_.build.problems));
    const auto selector = TargetSelector::compile(target, context_.build.problems);
    if (!is_good || !selector) {
      stage_.may_differ = true;
      return;
    }
    const std::vector<std::uint32_t> targets = selector->select(stage_.objects);
    if (targets.empty()) return report_no_target(context_, stage_, *selector);
    const std::size_t cost = node_count(operations);
    const Cause cause{.at = operations.span(), .what = what_};
    Repeated problems;
    bool has_effect = false;
    for (const std::uint32_t i : targets) {
      if (!context_.spend(cost, operations.span())) break;
      Object& object = stage_.objects.all()[i];
      if (remembers_id) object.remember_id();
      object.shared.clear();  // kustomize makes a new tree
      JsonPatch::Result result =
          patch.apply(context_.arena(), object.root, object.title(), context_.node_budget);
      has_effect |= !result.problems.empty();
      // If something else was not applied, the path may exist after all.
      if (stage_.may_differ) {
        std::erase_if(result.problems, [](const text::Problem& problem) {
          return problem.kind == kPatchPathMissing || problem.kind == kInvalidPatch;
        });
      }
      problems.add(std::move(result.problems));
      if (result.root.entries == object.root.record()->entries &&
          result.root.size == object.root.record()->size) {
        continue;
      }
      const yaml::Node before = object.root;
      object.replace(context_.arena(), result.root);
      context_.note_step(object, before, cause);
      has_effect |= !yaml::deep_equal(before, object.root);
      stage_.objects.note_changed_id(i);
    }
    context_.report(std::move(problems));
    if (!has_effect) report_no_effect(cause.at, targets);
  }

  Context& context_;
  const Kustomization& kustomization_;
  Stage& stage_;
  std::string_view what_;  // the field that the patch belongs to
};

}  // namespace

void apply_strategic_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                           yaml::Node entry, std::string_view what) {
  Patcher(context, kustomization, stage, what).strategic_entry(entry);
}

void apply_patch_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                       yaml::Node entry, std::string_view what) {
  Patcher(context, kustomization, stage, what).patch_entry(entry);
}

void apply_json_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                      yaml::Node entry, std::string_view what, std::string_view inline_field) {
  Patcher(context, kustomization, stage, what).json_entry(entry, inline_field);
}

}  // namespace meshlint::kustomize
