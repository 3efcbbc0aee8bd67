#include "kustomize/replacements.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/field_steps.h"
#include "kustomize/place_value.h"
#include "kustomize/problems.h"
#include "kustomize/replacement_options.h"
#include "kustomize/replacement_source.h"
#include "kustomize/selector.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

constexpr std::size_t kMaxSteps = 100;
// A value can be copied into itself, which nests it deeper each time.
constexpr std::size_t kDeepestValue = 400;

bool is_deeper(yaml::Node node, std::size_t levels) {
  if (levels == 0) return true;
  for (const yaml::Node item : node) {
    if (is_deeper(item, levels - 1)) return true;
  }
  for (const auto [key, value] : node.entries()) {
    if (is_deeper(value, levels - 1)) return true;
  }
  return false;
}

class Replacer {
 public:
  Replacer(Context& context, Stage& stage) : context_(context), stage_(stage) {}

  void run(yaml::Node entry) {
    const yaml::Node source = yaml::field_of(entry, "source");
    const yaml::Node given = yaml::field_of(entry, "sourceValue");
    const yaml::Node targets = yaml::field_of(entry, "targets");
    if (given && source.is_map()) {
      report(given.span(), "`source` and `sourceValue` exclude each other; keep one")
          .related.push_back({source.span(), "`source` set here"});
      return;
    }
    if ((!given && !source.is_map()) || !targets.is_list()) {
      report(entry.span(), "a replacement needs a `source` and a list of `targets`");
      return;
    }
    const std::optional<yaml::Record> value =
        given ? std::optional(*given.record()) : source_value(context_, stage_, source);
    if (!value) {
      stage_.may_differ = true;
      return;
    }
    for (const yaml::Node target : targets) place(target, *value);
  }

 private:
  text::Problem& report(text::Span at, std::string message,
                        std::vector<std::string> arguments = {}) {
    return report_bad_replacement(context_, stage_, at, std::move(message), std::move(arguments));
  }

  void place(yaml::Node target, const yaml::Record& value) {
    const yaml::Node select = yaml::field_of(target, "select");
    if (!select.is_map()) {
      report(target.span(), "the target has no `select`; add one");
      return;
    }
    const auto selector = TargetSelector::compile(select, context_.build.problems);
    std::vector<TargetSelector> rejects;
    bool is_good = selector.has_value();
    for (const yaml::Node reject : yaml::field_of(target, "reject")) {
      auto compiled = TargetSelector::compile(reject, context_.build.problems);
      is_good &= compiled.has_value();
      if (compiled) rejects.push_back(*std::move(compiled));
    }
    if (!is_good) {
      stage_.may_differ = true;
      return;
    }
    const auto is_rejected = [&](const Object& object) {
      return std::ranges::any_of(rejects, [&](const TargetSelector& reject) {
        if (reject.has_id_conditions() && reject.fits_any_id(object)) return true;
        return reject.has_label_conditions() && reject.fits_labels(object);
      });
    };
    std::vector<std::uint32_t> targets = selector->select_by_any_id(stage_.objects);
    const bool is_any = !targets.empty();
    std::erase_if(targets, [&](std::uint32_t i) { return is_rejected(stage_.objects.all()[i]); });
    if (!is_any) return report_no_target(select, *selector);
    const ReplacementOptions options = ReplacementOptions::of(yaml::field_of(target, "options"));
    const yaml::Node paths = yaml::field_of(target, "fieldPaths");
    for (const std::uint32_t i : targets) {
      Object& object = stage_.objects.all()[i];
      if (paths.empty()) {
        place_at(object, i, options, value, kDefaultFieldPath, target.span());
        continue;
      }
      for (const yaml::Node path : paths) {
        place_at(object, i, options, value, path.text(), path.span());
      }
    }
  }

  void place_at(Object& object, std::uint32_t i, const ReplacementOptions& options,
                const yaml::Record& value, std::string_view path, text::Span at) {
    const std::vector<std::string> steps = field_steps(path);
    if (steps.size() > kMaxSteps || is_deeper(yaml::Node(&value), kDeepestValue - steps.size())) {
      context_.report(yaml::kNestingProblem, at, "the value would be nested too deep here");
      stage_.may_differ = true;
      return;
    }
    if (!context_.spend(node_count(yaml::Node(&value)), at)) return;
    const Placement placement = place_value(context_, object.root, steps, options, value, at);
    if (placement.places == 0) {
      if (stage_.may_differ) return;
      const std::string reason = placement.reason.empty()
                                     ? "; set `create: true` or correct the path"
                                     : "; " + placement.reason;
      report(at, fmt::format("{} has nothing at `{}`{}", object.title(), text::shown(path), reason),
             {object.title(), std::string(path)})
          .related.push_back({name_place(object), "target"});
      return;
    }
    if (!placement.root) return;
    const yaml::Node before = object.root;
    object.replace(context_.arena(), *placement.root);
    object.spread_shared(context_.arena(), before);
    context_.note_step(object, before, {.at = at, .what = "replacements"});
    stage_.objects.note_changed_id(i);
  }

  void report_no_target(yaml::Node select, const TargetSelector& selector) {
    if (stage_.may_have_more || stage_.is_in_component) return;
    const yaml::Node name = yaml::field_of(select, "name");
    context_.report(
        kReplacementSelectsNothing, name ? name.span() : select.span(),
        name ? fmt::format(
                   "replacement target matches nothing: {} \"{}\"{}",
                   selector.literal_kind().empty() ? "name" : selector.literal_kind(),
                   text::shown(name.text()),
                   context_.did_you_mean(stage_, selector.literal_kind(), selector.literal_name()))
             : "replacement target matches nothing; correct or delete it",
        {std::string(name.text())});
  }

  Context& context_;
  Stage& stage_;
};

}  // namespace

void apply_replacement_entry(Context& context, const Kustomization& kustomization, Stage& stage,
                             yaml::Node entry) {
  if (!entry.is_map()) return;
  Replacer replacer(context, stage);
  const yaml::Node path = yaml::field_of(entry, "path");
  if (path.text().empty()) return replacer.run(entry);
  if (yaml::field_of(entry, "source") || yaml::field_of(entry, "targets")) {
    stage.may_differ = true;
    context.report(
        kInvalidReplacement, path.span(),
        "a replacement has either `path`, or `source` and `targets`; keep one of the two");
    return;
  }
  const auto documents = context.documents_of_file(kustomization, path, "replacement");
  if (!documents) {
    stage.may_differ = true;
    return;
  }
  for (const yaml::Node document : *documents) {
    if (document.is_map()) replacer.run(document);
    for (const yaml::Node item : document) replacer.run(item);
  }
}

}  // namespace meshlint::kustomize
