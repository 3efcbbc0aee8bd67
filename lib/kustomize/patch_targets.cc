#include "kustomize/patch_targets.h"

#include <fmt/core.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/node.h"

namespace meshlint::kustomize {
namespace {

std::string quoted_or_none(std::string_view text) {
  return text.empty() ? "none" : fmt::format("\"{}\"", text::shown(text));
}

// Reports which other field of the target excludes a resource of that kind and name. False if
// there is no such resource.
bool report_misfit(Context& context, Stage& stage, const TargetSelector& selector) {
  const std::string_view kind = selector.literal_kind();
  if (kind.empty()) return false;
  for (const std::uint32_t i : stage.objects.named(kind, selector.literal_name())) {
    const Object& object = stage.objects.all()[i];
    const std::string_view field = selector.misfit(object);
    if (object.is_removed || field.empty()) continue;
    const yaml::Node node = yaml::field_of(selector.node(), field);
    const std::string_view has = field == "namespace" ? object.ns
                                 : field == "group"   ? object.group()
                                 : field == "version" ? object.version()
                                                      : std::string_view();
    const bool is_labels = field.ends_with("Selector");
    context
        .report(kPatchSelectsNothing, node.span(),
                is_labels ? fmt::format("{} \"{}\" doesn't match `{}`; nothing is patched", kind,
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

}  // namespace

void report_no_target(Context& context, Stage& stage, const Object& wanted) {
  if (stage.may_have_more) return;
  const yaml::Node at = wanted.root["metadata"]["name"];
  // The same name in another namespace or version is the likeliest mistake.
  for (const std::uint32_t i : stage.objects.named(wanted.kind, wanted.name)) {
    const Object& other = stage.objects.all()[i];
    if (other.is_removed) continue;
    const bool is_version = other.api_version != wanted.api_version;
    const std::string_view has = is_version ? other.api_version : other.ns;
    const std::string_view wants = is_version ? wanted.api_version : wanted.ns;
    const yaml::Node place =
        is_version ? wanted.root["apiVersion"] : wanted.root["metadata"]["namespace"];
    context
        .report(kPatchTargetMissing, place ? place.span() : at.span(),
                fmt::format("{} {} has {} {} here, not {}", wanted.kind, text::shown(wanted.name),
                            is_version ? "apiVersion" : "namespace", quoted_or_none(has),
                            quoted_or_none(wants)),
                {std::string(wanted.kind), std::string(wanted.name), std::string(has),
                 std::string(wants)})
        .related.push_back({name_place(other), "resource defined here"});
    return;
  }
  context.report(
      kPatchTargetMissing, at.span(),
      fmt::format("{} \"{}\" not found in this kustomization{}", wanted.kind,
                  text::shown(wanted.name), context.did_you_mean(stage, wanted.kind, wanted.name)),
      {std::string(wanted.kind), std::string(wanted.name)});
}

void report_no_target(Context& context, Stage& stage, const TargetSelector& selector) {
  if (stage.may_have_more || stage.is_in_component) return;
  const std::string_view kind = selector.literal_kind();
  const std::string_view name = selector.literal_name();
  const yaml::Node target = selector.node();
  if (!name.empty()) {
    if (report_misfit(context, stage, selector)) return;
    context.report(
        kPatchSelectsNothing, yaml::field_of(target, "name").span(),
        fmt::format("patch target matches nothing: {} \"{}\"{}", kind.empty() ? "name" : kind,
                    text::shown(name), context.did_you_mean(stage, kind, name)),
        {std::string(kind), std::string(name)});
    return;
  }
  if (selector.has_label_conditions()) return;
  const yaml::Node kind_node = yaml::field_of(target, "kind");
  if (!kind.empty() && stage.objects.of_kind(kind).empty()) {
    context.report(
        kPatchSelectsNothing, kind_node.span(),
        fmt::format("patch target matches nothing: no {} in this kustomization", text::shown(kind)),
        {std::string(kind)});
    return;
  }
  context.report(kPatchSelectsNothing, target.span(),
                 "patch target matches nothing; correct it or delete the patch");
}

}  // namespace meshlint::kustomize
