#include "kustomize/patches.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kustomize/patch_json6902.h"
#include "kustomize/patch_strategic.h"
#include "kustomize/selector.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

using text::ProblemKind;

// Reads the patches of one kustomization and applies them to one stage.
class Patcher {
 public:
  Patcher(Context& context, const Kustomization& kustomization, Stage& stage, std::string_view what)
      : context_(context), kustomization_(kustomization), stage_(stage), what_(what) {}

  void strategic_entry(yaml::Node entry) {
    if (!entry.as_string()) return;
    const std::string_view written = entry.text();
    const bool is_inline = written.find('\n') != written.npos || written.find('{') != written.npos;
    const auto patch = is_inline ? read_inline(entry) : read_file(entry);
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    for (const yaml::Node document : patch->documents) {
      if (document.is_list()) {
        context_.report(ProblemKind::kBadPatch, patch->at.span(),
                        "this is a JSON patch; list it under `patches` with a `target`");
        continue;
      }
      if (is_strategic(document)) apply_by_id(document, {.has_only_strings = true});
    }
  }

  void patch_entry(yaml::Node entry) {
    if (!entry.is_map()) return;
    const std::optional<PatchText> patch = patch_of_entry(entry, "patch");
    if (!patch) return;
    if (patch->documents.empty()) {
      context_.report(ProblemKind::kPatchNoEffect, patch->at.span(), "the patch says nothing");
      return;
    }
    const yaml::Node target = yaml::field_of(entry, "target");
    const bool has_target = target.is_map();
    if (patch->documents.front().is_list()) {
      if (has_target) return apply_json(target, patch->documents.front(), true);
      stage_.may_differ = true;
      context_.report(ProblemKind::kBadPatch, patch->at.span(),
                      "a JSON patch says nothing about its resource; add a `target`");
      return;
    }
    const yaml::Node options = yaml::field_of(entry, "options");
    const Handling handling{
        .allows_name = yaml::field_of(options, "allowNameChange").as_bool() == true,
        .allows_kind = yaml::field_of(options, "allowKindChange").as_bool() == true,
        .has_only_strings = has_target};
    if (has_target && patch->documents.size() > 1) {
      context_.report(
          ProblemKind::kBadPatch, patch->at.span(),
          fmt::format("the patch has {} documents; with a `target` it may have one only",
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
    const std::optional<PatchText> patch = patch_of_entry(entry, "JSON patch", inline_field);
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    const yaml::Node target = yaml::field_of(entry, "target");
    if (!target.is_map()) {
      context_.report(ProblemKind::kBadPatch, patch->at.span(),
                      "a JSON patch says nothing about its resource; add a `target`");
      return;
    }
    if (yaml::field_of(target, "name").text().empty()) {
      stage_.may_differ = true;
      context_.report(ProblemKind::kBadPatch, target.span(),
                      "the target has no `name`; give one, or list the patch under `patches`");
      return;
    }
    const yaml::Node operations = patch->documents.front();
    if (!operations.is_list()) {
      stage_.may_differ = true;
      context_.report(ProblemKind::kBadPatch, operations.span(),
                      "this is no list of operations; a JSON patch is one");
      return;
    }
    apply_json(target, operations, false);
  }

 private:
  // What a patch entry holds, once read.
  struct PatchText {
    std::vector<yaml::Node> documents;
    yaml::Node at;  // the `path` or `patch` of the entry
  };

  std::optional<PatchText> read_file(yaml::Node path) {
    auto documents = context_.documents_of_file(kustomization_, path, "patch");
    if (documents && !documents->empty()) {
      const text::Span at = documents->front().span();
      if (!is_json_if_said(context_.workspace.sources()[at.source].bytes(), path)) {
        documents.reset();
      }
    }
    stage_.may_differ |= !documents;
    if (!documents) return std::nullopt;
    return PatchText{.documents = *std::move(documents), .at = path};
  }

  std::optional<PatchText> read_inline(yaml::Node text) {
    auto documents = context_.documents_of_text(text, "patch", ProblemKind::kBadPatch);
    if (documents && !is_json_if_said(text.text(), text)) documents.reset();
    stage_.may_differ |= !documents;
    if (!documents) return std::nullopt;
    return PatchText{.documents = *std::move(documents), .at = text};
  }

  // kustomize takes a patch that begins with `[` for JSON, and then wants it to be JSON.
  bool is_json_if_said(std::string_view text, yaml::Node at) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos || text[first] != '[') return true;
    const text::Source source("patch.json", std::string(text));
    const yaml::File file = yaml::parse(source, 0);
    const bool is_json = std::ranges::none_of(file.problems, [](const text::Problem& problem) {
      return problem.kind != ProblemKind::kDuplicateKey;
    });
    if (is_json) return true;
    context_.report(ProblemKind::kBadPatch, at.span(),
                    "a patch that begins with `[` has to be JSON, with its keys and texts in "
                    "quotes; or write it as a list of YAML");
    return false;
  }

  // The patch that an entry gives in exactly one of its two ways.
  std::optional<PatchText> patch_of_entry(yaml::Node entry, std::string_view what,
                                          std::string_view inline_field = "patch") {
    const yaml::Node path = said(yaml::field_of(entry, "path"));
    const yaml::Node text = said(yaml::field_of(entry, inline_field));
    if (path && text) {
      stage_.may_differ = true;
      context_
          .report(ProblemKind::kBadPatch, text.span(),
                  fmt::format("the {} has both `path` and `{}`; keep one", what, inline_field))
          .related.push_back({path.span(), "`path` given here"});
      return std::nullopt;
    }
    if (path) return read_file(path);
    if (text) return read_inline(text);
    stage_.may_differ = true;
    // A value of another type is the schema's business.
    const auto is_other_type = [&](std::string_view field) {
      const yaml::Node node = yaml::field_of(entry, field);
      return node && !node.is_null() && !node.as_string();
    };
    if (!is_other_type("path") && !is_other_type("patch")) {
      context_.report(
          ProblemKind::kBadPatch, entry.span(),
          fmt::format("the {} has neither `path` nor `{}`; add one", what, inline_field));
    }
    return std::nullopt;
  }

  static yaml::Node said(yaml::Node node) {
    const std::string_view text = node.as_string().value_or(std::string_view());
    return text.find_first_not_of(" \t\r\n") == text.npos ? yaml::Node() : node;
  }

  void report_empty(const PatchText& patch) {
    context_.report(ProblemKind::kBadPatch, patch.at.span(),
                    "the patch is empty and changes nothing");
  }

  bool is_strategic(yaml::Node document) {
    std::string_view lacking;
    if (!document.is_map()) {
      context_.report(
          ProblemKind::kBadPatch, document.span(),
          "a patch is a map (strategic merge) or a list (JSON patch), not a single value");
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
          ProblemKind::kBadPatch, place_of_absence(document),
          fmt::format("the patch has no `{}`; kustomize needs it even with a `target`", lacking),
          {std::string(lacking)});
    }
    return false;
  }

  // How kustomize takes a strategic merge patch.
  struct Handling {
    bool allows_name = false;
    bool allows_kind = false;
    // It copies the patch for its targets then, and labels and annotations as texts.
    bool has_only_strings = false;
  };

  void apply_by_id(yaml::Node document, Handling handling) {
    const Object wanted = Object::of(document, {});
    const std::vector<std::uint32_t> targets = stage_.objects.with_any_id(wanted);
    if (targets.size() > 1) {
      context_.report(
          ProblemKind::kBadPatch, document["metadata"]["name"].span(),
          fmt::format("the patch fits {} resources called {}; add a `target` that tells them "
                      "apart",
                      targets.size(), wanted.title()),
          {std::to_string(targets.size()), wanted.title()});
      return;
    }
    if (targets.empty()) return report_no_target(wanted);
    apply_strategic(targets, document, handling);
  }

  void apply_to_target(yaml::Node target, yaml::Node document, Handling handling) {
    const auto selector = TargetSelector::compile(target, context_.build.problems);
    if (!selector) {
      stage_.may_differ = true;
      return;
    }
    const std::vector<std::uint32_t> targets = selector->select(stage_.objects);
    if (targets.empty()) return report_no_target(*selector);
    apply_strategic(targets, document, handling);
  }

  void apply_strategic(const std::vector<std::uint32_t>& targets, yaml::Node document,
                       Handling handling) {
    const yaml::Record patch = without_identity(document, handling);
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

  // A component's patch may have an effect elsewhere, and so may one on what is not all known.
  void report_no_effect(text::Span at, const std::vector<std::uint32_t>& targets) {
    if (stage_.is_in_component || stage_.may_differ) return;
    const std::string title = stage_.objects.all()[targets.front()].title();
    context_
        .report(ProblemKind::kPatchNoEffect, at,
                targets.size() == 1
                    ? fmt::format("{} has all that this patch says already", title)
                    : fmt::format("{} and {} more have all that this patch says already", title,
                                  targets.size() - 1),
                {title})
        .related.push_back({name_place(stage_.objects.all()[targets.front()]), "patched resource"});
  }

  // A patch's own apiVersion, kind, name and namespace say what it is for, not what it changes.
  yaml::Record without_identity(yaml::Node document, Handling handling) {
    yaml::Record result = yaml::without_entry(context_.arena(), document, "apiVersion");
    if (!handling.allows_kind) {
      result = yaml::without_entry(context_.arena(), yaml::Node(&result), "kind");
    }
    const yaml::Node metadata = document["metadata"];
    yaml::Record inner = yaml::without_entry(context_.arena(), metadata, "namespace");
    if (!handling.allows_name) {
      inner = yaml::without_entry(context_.arena(), yaml::Node(&inner), "name");
    }
    if (handling.has_only_strings) {
      inner = with_strings(yaml::Node(&inner), "labels");
      inner = with_strings(yaml::Node(&inner), "annotations");
    }
    const yaml::Record key = yaml::string_record(context_.arena(), "metadata", metadata.span());
    return yaml::with_entry(context_.arena(), yaml::Node(&result), key, inner);
  }

  // Labels or annotations as texts: null is "null", and what has no text is empty. Without any,
  // the patch says nothing of them.
  yaml::Record with_strings(yaml::Node metadata, std::string_view field) {
    const yaml::Node pairs = metadata[field];
    if (!pairs.is_map() || pairs.empty()) {
      return yaml::without_entry(context_.arena(), metadata, field);
    }
    std::vector<yaml::Entry> entries;
    for (const auto [key, value] : pairs.entries()) {
      entries.push_back(
          {*key.record(), yaml::string_record(context_.arena(), value.text(), value.span())});
      if (!value.is_null()) continue;
      context_.report(ProblemKind::kPatchItemDropped, value.span(),
                      fmt::format("this removes nothing: kustomize writes \"{}\" as the text of "
                                  "`{}`; use a JSON patch, or `patches` without a `target`",
                                  value.text(), text::shown(key.text())),
                      {std::string(key.text())});
    }
    yaml::Record result = yaml::map_record(context_.arena(), entries, pairs.span());
    const yaml::Record key = *metadata.key(field).record();
    return yaml::with_entry(context_.arena(), metadata, key, result);
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
    if (targets.empty()) return report_no_target(*selector);
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
      // Where something else was not applied, the path may well be there.
      if (stage_.may_differ) {
        std::erase_if(result.problems, [](const text::Problem& problem) {
          return problem.kind == ProblemKind::kPatchPathMissing ||
                 problem.kind == ProblemKind::kBadPatch;
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

  void report_no_target(const Object& wanted) {
    if (stage_.may_have_more) return;
    const yaml::Node at = wanted.root["metadata"]["name"];
    // The same name in another namespace or version is the likeliest mistake.
    for (const std::uint32_t i : stage_.objects.named(wanted.kind, wanted.name)) {
      const Object& other = stage_.objects.all()[i];
      if (other.is_removed) continue;
      const bool is_version = other.api_version != wanted.api_version;
      const std::string_view has = is_version ? other.api_version : other.ns;
      const std::string_view wants = is_version ? wanted.api_version : wanted.ns;
      const yaml::Node place =
          is_version ? wanted.root["apiVersion"] : wanted.root["metadata"]["namespace"];
      context_
          .report(ProblemKind::kPatchTargetMissing, place ? place.span() : at.span(),
                  fmt::format("{} {} is of {} {} here, not {}", wanted.kind,
                              text::shown(wanted.name), is_version ? "apiVersion" : "namespace",
                              quoted_or_none(has), quoted_or_none(wants)),
                  {std::string(wanted.kind), std::string(wanted.name), std::string(has),
                   std::string(wants)})
          .related.push_back({name_place(other), "resource defined here"});
      return;
    }
    context_.report(
        ProblemKind::kPatchTargetMissing, at.span(),
        fmt::format("no resource here is {} \"{}\"{}", wanted.kind, text::shown(wanted.name),
                    context_.did_you_mean(stage_, wanted.kind, wanted.name)),
        {std::string(wanted.kind), std::string(wanted.name)});
  }

  void report_no_target(const TargetSelector& selector) {
    // A component's patches are meant for whatever includes it.
    if (stage_.may_have_more || stage_.is_in_component) return;
    const std::string_view kind = selector.literal_kind();
    const std::string_view name = selector.literal_name();
    const yaml::Node target = selector.node();
    if (!name.empty()) {
      if (report_misfit(selector)) return;
      context_.report(
          ProblemKind::kPatchSelectsNothing, yaml::field_of(target, "name").span(),
          fmt::format("no resource fits this target: {} \"{}\"{}", kind.empty() ? "name" : kind,
                      text::shown(name), context_.did_you_mean(stage_, kind, name)),
          {std::string(kind), std::string(name)});
      return;
    }
    // What selects by labels is meant for any number of resources, none included.
    if (selector.has_label_conditions()) return;
    const yaml::Node kind_node = yaml::field_of(target, "kind");
    if (!kind.empty() && stage_.objects.of_kind(kind).empty()) {
      context_.report(
          ProblemKind::kPatchSelectsNothing, kind_node.span(),
          fmt::format("no resource fits this target: there is no {} here", text::shown(kind)),
          {std::string(kind)});
      return;
    }
    context_.report(ProblemKind::kPatchSelectsNothing, target.span(),
                    "no resource fits this target, so the patch changes nothing");
  }

  // Says which other field of the target keeps out a resource of that kind and name, if there
  // is one.
  bool report_misfit(const TargetSelector& selector) {
    const std::string_view kind = selector.literal_kind();
    if (kind.empty()) return false;
    for (const std::uint32_t i : stage_.objects.named(kind, selector.literal_name())) {
      const Object& object = stage_.objects.all()[i];
      const std::string_view field = selector.misfit(object);
      if (object.is_removed || field.empty()) continue;
      const yaml::Node node = yaml::field_of(selector.node(), field);
      const std::string_view has = field == "namespace" ? object.ns
                                   : field == "group"   ? object.group()
                                   : field == "version" ? object.version()
                                                        : std::string_view();
      const bool is_labels = field.ends_with("Selector");
      context_
          .report(
              ProblemKind::kPatchSelectsNothing, node.span(),
              is_labels ? fmt::format("{} \"{}\" does not meet `{}`, so nothing is patched", kind,
                                      text::shown(object.name), field)
                        : fmt::format("the {} of {} \"{}\" is {}, not \"{}\"", field, kind,
                                      text::shown(object.name), quoted_or_none(has),
                                      text::shown(node.text())),
              {std::string(field), std::string(kind), std::string(object.name), std::string(has)})
          .related.push_back({name_place(object), "resource defined here"});
      return true;
    }
    return false;
  }

  static std::string quoted_or_none(std::string_view text) {
    return text.empty() ? "none" : fmt::format("\"{}\"", text::shown(text));
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
