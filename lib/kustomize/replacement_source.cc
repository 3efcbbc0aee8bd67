#include "kustomize/replacement_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "kustomize/field_steps.h"
#include "kustomize/problems.h"
#include "kustomize/replacement_options.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

bool is_selected(const Object& object, yaml::Node source) {
  const auto fits = [](yaml::Node wanted, std::string_view has) {
    return wanted.text().empty() || wanted.text() == has;
  };
  if (!fits(yaml::field_of(source, "group"), object.group()) ||
      !fits(yaml::field_of(source, "version"), object.version())) {
    return false;
  }
  const yaml::Node ns = yaml::field_of(source, "namespace");
  const yaml::Node kind = yaml::field_of(source, "kind");
  const yaml::Node name = yaml::field_of(source, "name");
  const auto fits_id = [&](std::string_view a_name, std::string_view a_ns,
                           std::string_view a_kind) {
    return fits(kind, a_kind) && fits(name, a_name) && (ns.text().empty() || ns.text() == a_ns);
  };
  return fits_id(object.name, object.effective_namespace(), object.kind) ||
         std::ranges::any_of(object.previous, [&](const PreviousId& id) {
           return fits_id(id.name, id.ns, id.kind);
         });
}

// The only object that a source selects; null, and a report, if there is none or more than one.
const Object* source_object(Context& context, Stage& stage, yaml::Node source) {
  std::vector<std::uint32_t> candidates;
  const std::string_view name = yaml::field_of(source, "name").text();
  if (!name.empty()) {
    candidates = stage.objects.of_name(name);
  } else {
    for (std::size_t i = 0; i < stage.objects.size(); ++i) {
      candidates.push_back(static_cast<std::uint32_t>(i));
    }
  }
  const Object* found = nullptr;
  for (const std::uint32_t i : candidates) {
    const Object& object = stage.objects.all()[i];
    if (object.is_removed || !is_selected(object, source)) continue;
    if (found) {
      text::Problem& problem =
          report_bad_replacement(context, stage, source.span(),
                                 fmt::format("the source matches both {} and {}; select only one",
                                             found->title(), object.title()),
                                 {found->title(), object.title()});
      problem.related.push_back({name_place(*found), "first match"});
      problem.related.push_back({name_place(object), "second match"});
      return nullptr;
    }
    found = &object;
  }
  if (!found) {
    stage.may_differ = true;
    if (!stage.may_have_more) {
      const yaml::Node written = yaml::field_of(source, "name");
      report_bad_replacement(
          context, stage, written ? written.span() : source.span(),
          fmt::format("source {} \"{}\" not found in this kustomization{}",
                      yaml::field_of(source, "kind").text(), text::shown(name),
                      context.did_you_mean(stage, yaml::field_of(source, "kind").text(), name)),
          {std::string(yaml::field_of(source, "kind").text()), std::string(name)});
    }
  }
  return found;
}

// The part of a value between delimiters that `options` selects.
std::optional<yaml::Record> part_of(Context& context, Stage& stage, yaml::Node value,
                                    std::string_view path, yaml::Node options_node) {
  const ReplacementOptions options = ReplacementOptions::of(options_node);
  if (!value.is_scalar()) {
    report_bad_replacement(context, stage, options_node.span(),
                           fmt::format("`delimiter` needs a single value, but `{}` is a {}",
                                       text::shown(path), value.is_list() ? "list" : "mapping"))
        .related.push_back({value.span(), "source value"});
    return std::nullopt;
  }
  const std::vector<std::string> parts = split(value.text(), options.delimiter);
  if (options.index < 0 || static_cast<std::size_t>(options.index) >= parts.size()) {
    report_bad_replacement(context, stage,
                           yaml::field_of(options_node, "index")
                               ? yaml::field_of(options_node, "index").span()
                               : options_node.span(),
                           fmt::format("`index: {}` is out of range: \"{}\" has {} parts",
                                       options.index, text::shown(value.text()), parts.size()),
                           {std::to_string(options.index), std::string(value.text())})
        .related.push_back({value.span(), "source value"});
    return std::nullopt;
  }
  const std::string& part = parts[static_cast<std::size_t>(options.index)];
  return value.is_quoted() ? yaml::string_record(context.arena(), part, value.span())
                           : yaml::plain_record(context.arena(), part, value.span());
}

}  // namespace

std::optional<yaml::Record> source_value(Context& context, Stage& stage, yaml::Node source) {
  const Object* const object = source_object(context, stage, source);
  if (!object) return std::nullopt;
  const yaml::Node path = yaml::field_of(source, "fieldPath");
  const std::string_view written = path.text().empty() ? kDefaultFieldPath : path.text();
  const std::vector<std::string> steps = field_steps(written);
  const yaml::Node value = value_at(object->root, steps);
  const text::Span at = path ? path.span() : source.span();
  if (!value || value.is_null() || (!value.is_scalar() && value.empty())) {
    if (!stage.may_differ) {
      report_bad_replacement(
          context, stage, at,
          fmt::format("{} has no value at `{}`", object->title(), text::shown(written)),
          {object->title(), std::string(written)})
          .related.push_back({name_place(*object), "source"});
    }
    return std::nullopt;
  }
  const yaml::Node options = yaml::field_of(source, "options");
  if (!yaml::field_of(options, "delimiter").text().empty()) {
    return part_of(context, stage, value, written, options);
  }
  yaml::Record copy = *value.record();
  // What a label shares with other places of its object isn't handed on.
  if (value.is_scalar()) copy.text = context.arena().copy(value.text()).data();
  return copy;
}

text::Problem& report_bad_replacement(Context& context, Stage& stage, text::Span at,
                                      std::string message, std::vector<std::string> arguments) {
  stage.may_differ = true;
  return context.report(kInvalidReplacement, at, std::move(message), std::move(arguments));
}

}  // namespace meshlint::kustomize
