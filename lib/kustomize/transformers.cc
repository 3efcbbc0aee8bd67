#include "kustomize/transformers.h"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kustomize/name_hash.h"
#include "kustomize/problems.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

// With a new namespace, two objects can get the same id.
void report_same_ids(Context& context, Stage& stage, yaml::Node ns) {
  const Object* first = nullptr;
  const Object* second = nullptr;
  std::size_t count = 0;
  for (const Object& object : stage.objects.all()) {
    if (object.is_removed) continue;
    const Object* const same = stage.objects.same_id(object);
    if (same && same != &object && count++ == 0) {
      first = same;
      second = &object;
    }
  }
  if (count == 0) return;
  const std::string more = count == 1 ? "" : fmt::format(" (and {} others)", count - 1);
  text::Problem& problem =
      context.report(kDuplicateResource, ns.span(),
                     fmt::format("namespace \"{}\" turns two resources into {}{}",
                                 text::shown(ns.text()), first->title(), more),
                     {std::string(ns.text()), first->title()});
  problem.related.push_back({name_place(*first), "first resource"});
  problem.related.push_back({name_place(*second), "second resource"});
}

}  // namespace

void apply_namespace(Context& context, Stage& stage, const Cause& cause,
                     const NamespaceChange& change, const SpecTables& places) {
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    set_namespace(writer, object, change, places);
  });
  stage.objects.forget_indexes();
  report_same_ids(context, stage, change.ns);
}

void apply_prefix(Context& context, Stage& stage, const Cause& cause, yaml::Node prefix,
                  const SpecTables& places) {
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    add_name_prefix(writer, object, prefix, places);
  });
  stage.objects.forget_indexes();
}

void apply_suffix(Context& context, Stage& stage, const Cause& cause, yaml::Node suffix,
                  const SpecTables& places) {
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    add_name_suffix(writer, object, suffix, places);
  });
  stage.objects.forget_indexes();
}

void apply_pairs(Context& context, Stage& stage, const Cause& cause, yaml::Node pairs,
                 const SpecTables& places) {
  const std::vector<yaml::Entry> strings = string_pairs(pairs);
  if (strings.empty() || !context.spend(strings.size() * stage.objects.size(), cause.at)) return;
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    add_pairs(writer, object, strings, pairs.span(), places);
  });
}

void apply_image(Context& context, Stage& stage, const Cause& cause, yaml::Node item,
                 const SpecTables& places) {
  const std::optional<ImageChange> change = ImageChange::compile(item);
  if (!change) return;
  bool is_met = false;
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    is_met |= change->apply(writer, object, places);
  });
  // A component's images are for the kustomizations that include it.
  if (is_met || stage.may_have_more || stage.may_differ || stage.is_in_component) return;
  const yaml::Node name = yaml::field_of(item, "name");
  context.report(kImageMatchesNothing, name.span(),
                 fmt::format("no container here runs the image \"{}\"", text::shown(name.text())),
                 {std::string(name.text())});
}

void apply_replicas(Context& context, Stage& stage, const Cause& cause, yaml::Node item,
                    const SpecTables& places) {
  const yaml::Node name = yaml::field_of(item, "name");
  const yaml::Node given = yaml::field_of(item, "count");
  if (name && !name.as_string()) return;
  // A missing count scales to 0.
  yaml::ScalarBuffer buffer;
  const yaml::ScalarValue number =
      given ? yaml::scalar_value(given, buffer) : yaml::ScalarValue{yaml::ScalarType::kInt, "0"};
  if (number.type != yaml::ScalarType::kInt) return;
  const yaml::Record record =
      yaml::plain_record(context.arena(), number.text, given ? given.span() : cause.at);
  const yaml::Node count(&record);
  bool is_found = false;
  Repeated repeated;
  for (const std::uint32_t i : stage.objects.of_name(name.text())) {
    Object& object = stage.objects.all()[i];
    if (object.is_removed) continue;
    context.change(object, cause, repeated, [&](Writer& writer, Object& changed) {
      is_found |= set_replicas(writer, changed, name.text(), count, places);
    });
  }
  context.report(std::move(repeated));
  if (is_found || stage.may_have_more) return;
  context.report(
      kPatchTargetMissing, name ? name.span() : cause.at,
      fmt::format("no Deployment, StatefulSet or the like is named \"{}\"{}",
                  text::shown(name.text()), context.did_you_mean(stage, "", name.text())),
      {std::string(name.text())});
}

void apply_hashes(Context& context, Stage& stage, const Cause& cause) {
  bool is_any = false;
  context.change_all(stage, cause, [&](Writer& writer, Object& object) {
    if (!object.needs_hash) return;
    is_any = true;
    object.remember_id();
    const std::string name = fmt::format("{}-{}", object.name, content_hash(object.root));
    const yaml::Node old = object.root["metadata"]["name"];
    const std::string_view path[] = {"metadata", "name"};
    object.replace(writer.arena,
                   yaml::with_value_at(writer.arena, object.root, path,
                                       yaml::string_record(writer.arena, name, old.span())));
  });
  if (is_any) stage.objects.forget_indexes();
}

}  // namespace meshlint::kustomize
