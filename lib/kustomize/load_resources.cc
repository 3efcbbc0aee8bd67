#include "kustomize/load_resources.h"

#include <fmt/core.h>

#include <utility>
#include <vector>

#include "kustomize/configurations.h"
#include "kustomize/object_checks.h"
#include "kustomize/problems.h"
#include "kustomize/variables.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

// Folders that share bases could otherwise be visited an exponential number of times.
constexpr std::size_t kMaxIncludes = 20'000;

}  // namespace

void ResourceLoader::add_entries(const Kustomization& kustomization, Stage& stage) {
  Seen seen;
  for (const std::string_view field : {"resources", "bases"}) {
    for (const yaml::Node entry : kustomization.field(field)) {
      if (!entry.as_string()) continue;
      add_entry(kustomization, stage, entry, seen);
    }
  }
}

void ResourceLoader::add_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry,
                               Seen& seen) {
  const Target target = resolve(context_.workspace, kustomization.directory, entry.text());
  if (target.kind == Target::Kind::kFile || target.kind == Target::Kind::kDirectory) {
    const auto [first, is_new] = seen.emplace(target.path, entry.span());
    if (!is_new) {
      context_
          .report(kDuplicateResource, entry.span(),
                  fmt::format("duplicate entry \"{}\"; delete one", text::shown(entry.text())),
                  {std::string(entry.text())})
          .related.push_back({first->second, "first listed here"});
      return;
    }
  }
  switch (target.kind) {
    case Target::Kind::kFile:
      context_.check_place(kustomization, entry, target.path, "resource");
      add_file(stage, entry, target.path);
      return;
    case Target::Kind::kDirectory:
      add_directory(stage, entry, target.path);
      return;
    case Target::Kind::kRemote:
      stage.may_have_more = true;
      context_.build.unresolved.push_back({entry.span(), target.path, "remote base, not fetched"});
      return;
    case Target::Kind::kOutside:
      stage.may_have_more = true;
      context_.report_leaving(entry, "resource", target);
      return;
    case Target::Kind::kMissing:
      stage.may_have_more = true;
      context_.report_missing(kustomization, entry, entry.text(), "resource");
      return;
  }
}

void ResourceLoader::add_component(const Kustomization& kustomization, Stage& stage,
                                   yaml::Node entry) {
  if (!entry.as_string()) return;
  const std::optional<Kustomization> component = component_of(kustomization, stage, entry);
  if (!component) return;
  const bool was_in_component = std::exchange(stage.is_in_component, true);
  accumulate_(*component, stage);
  stage.is_in_component = was_in_component;
  // After a component, kustomize merges the field specs that it has so far.
  drop_covered_places(context_, stage, entry);
}

// The kustomization of a component that an entry names.
std::optional<Kustomization> ResourceLoader::component_of(const Kustomization& kustomization,
                                                          Stage& stage, yaml::Node entry) {
  const Target target = resolve(context_.workspace, kustomization.directory, entry.text());
  // Later fields may need what the component would have added.
  switch (target.kind) {
    case Target::Kind::kDirectory:
      break;
    case Target::Kind::kFile:
      stage.may_have_more = stage.may_differ = true;
      context_.report(
          kFileNotFound, entry.span(),
          fmt::format("component \"{}\" is a file; list the folder of its kustomization",
                      text::shown(entry.text())),
          {std::string(entry.text())});
      return std::nullopt;
    case Target::Kind::kRemote:
      stage.may_have_more = stage.may_differ = true;
      context_.build.unresolved.push_back(
          {entry.span(), target.path, "remote component, not fetched"});
      return std::nullopt;
    case Target::Kind::kOutside:
      stage.may_have_more = stage.may_differ = true;
      context_.report_leaving(entry, "component", target);
      return std::nullopt;
    case Target::Kind::kMissing:
      stage.may_have_more = stage.may_differ = true;
      context_.report_missing(kustomization, entry, entry.text(), "component");
      return std::nullopt;
  }
  std::optional<Kustomization> component = enter(stage, entry, target.path);
  if (!component) return std::nullopt;
  if (component->root && !component->is_component()) {
    stage.may_have_more = stage.may_differ = true;
    context_.report(kInvalidResource, entry.span(),
                    fmt::format("\"{}\" isn't a Component; list it under `resources`",
                                text::shown(entry.text())),
                    {std::string(entry.text())});
    return std::nullopt;
  }
  return component;
}

Stage ResourceLoader::plugins(const Kustomization& kustomization, std::string_view field) {
  Stage stage;
  const yaml::Node entries = kustomization.field(field);
  Repeats none;
  const auto is_inline = [](yaml::Node entry) {
    return entry.text().find_first_of("\n{") != std::string_view::npos;
  };
  for (const yaml::Node entry : entries) {
    if (!entry.as_string() || !is_inline(entry)) continue;
    const auto documents = context_.documents_of_text(entry, field, kInvalidTransformer);
    stage.may_have_more |= !documents;
    for (const yaml::Node root : documents.value_or(std::vector<yaml::Node>())) {
      if (is_object(context_, root, *kustomization.file, false)) {
        add_object(stage, Object::of(root, entry.span()), none);
      }
    }
  }
  Seen seen;
  for (const yaml::Node entry : entries) {
    if (entry.as_string() && !is_inline(entry)) add_entry(kustomization, stage, entry, seen);
  }
  return stage;
}

void ResourceLoader::add_file(Stage& stage, yaml::Node entry, const std::string& path) {
  context_.build.files.push_back(path);
  const model::ManifestFile* const file = context_.workspace.file(path);
  if (!file) {
    stage.may_have_more = true;
    context_.build.unresolved.push_back(
        {entry.span(), std::string(entry.text()), "file, not read"});
    return;
  }
  if (is_partly_unreadable(file->yaml)) {
    stage.may_have_more = true;
    context_.build.unresolved.push_back(
        {entry.span(), std::string(entry.text()), "file, only partly readable"});
  }
  std::vector<yaml::Node> roots;
  for (const yaml::Document& document : file->yaml.documents) {
    if (!document.is_template) roots.push_back(document.root);
  }
  Repeats repeats;
  // The items of a List come after all other objects of the file, so `roots` grows in this loop.
  for (std::size_t i = 0; i < roots.size(); ++i) {
    const yaml::Node root = roots[i];
    if (root.is_map() && root.empty()) continue;
    if (!is_object(context_, root, *file)) {
      stage.may_have_more = true;
      continue;
    }
    const yaml::Node items = root["items"];
    if (root["kind"].text().ends_with("List") && items) {
      for (const yaml::Node item : items) roots.push_back(item);
      continue;
    }
    Object object = Object::of(root, entry.span());
    object.take_build_annotations(context_.arena());
    add_object(stage, std::move(object), repeats);
  }
  report_repeats(entry, repeats);
}

void ResourceLoader::add_directory(Stage& stage, yaml::Node entry, const std::string& directory) {
  const std::optional<Kustomization> base = enter(stage, entry, directory);
  if (!base) return;
  if (base->is_component()) {
    stage.may_have_more = true;
    context_
        .report(kInvalidResource, entry.span(),
                fmt::format("\"{}\" is a Component; list it under `components`",
                            text::shown(entry.text())),
                {std::string(entry.text())})
        .related.push_back({base->field("kind").span(), "kind set here"});
    return;
  }
  Stage inner;
  accumulate_(*base, inner);
  stage.may_have_more |= inner.may_have_more;
  stage.may_differ |= inner.may_differ;
  merge_places(context_, stage, inner.places, entry);
  Repeats repeats;
  std::vector<std::size_t> new_places;
  for (Object& object : inner.objects.all()) {
    const std::size_t place = stage.objects.size();
    if (!object.is_removed) {
      object.listed_at = entry.span();
      add_object(stage, std::move(object), repeats);
    }
    new_places.push_back(stage.objects.size() > place ? place : Variable::kUnbound);
  }
  merge_variables(context_, stage, inner.variables, new_places);
  report_repeats(entry, repeats);
}

// The kustomization of a folder that an entry names, unless it can't be included here.
std::optional<Kustomization> ResourceLoader::enter(Stage& stage, yaml::Node entry,
                                                   const std::string& directory) {
  const std::string* const visited = chain_.first_within(directory);
  if (visited) {
    stage.may_have_more = true;
    report_cycle(entry, directory, *visited);
    return std::nullopt;
  }
  const bool is_too_deep = chain_.depth() >= context_.options.limits.include_depth;
  if (is_too_deep || ++includes_ > kMaxIncludes) {
    stage.may_have_more = true;
    context_.report(is_too_deep ? yaml::kNestingProblem : yaml::kSizeProblem, entry.span(),
                    fmt::format("too many kustomizations include one another; \"{}\" is not built",
                                text::shown(entry.text())),
                    {std::string(entry.text())});
    return std::nullopt;
  }
  std::optional<Kustomization> result = kustomization_in(context_.workspace, directory);
  if (!result) {
    stage.may_have_more = true;
    context_.report(
        kFileNotFound, entry.span(),
        fmt::format("folder \"{}\" has no kustomization.yaml; add one or list its files",
                    text::shown(entry.text())),
        {std::string(entry.text())});
  }
  return result;
}

void ResourceLoader::add_object(Stage& stage, Object object, Repeats& repeats) {
  context_.merge_schema.note_object();
  const Object* const same = stage.objects.same_id(object);
  if (!same) {
    if (objects_ == context_.options.limits.resources) return report_too_many(stage, object);
    ++objects_;
    stage.objects.add(std::move(object));
    return;
  }
  if (same->source == object.source) {
    if (repeats.count++ == 0) {
      repeats.title = object.title();
      repeats.first_listed_at = same->listed_at;
    }
    return;
  }
  context_
      .report(kDuplicateResource, name_place(object),
              fmt::format("duplicate resource {}; remove or rename one", object.title()),
              {object.title()})
      .related.push_back({name_place(*same), "first defined here"});
}

void ResourceLoader::report_repeats(yaml::Node entry, const Repeats& repeats) {
  if (repeats.count == 0) return;
  const std::string more = repeats.count == 1 ? "" : fmt::format(" and {} more", repeats.count - 1);
  context_
      .report(kDuplicateResource, entry.span(),
              fmt::format("\"{}\" duplicates {}{}; include each source only once",
                          text::shown(entry.text()), repeats.title, more),
              {std::string(entry.text()), repeats.title})
      .related.push_back({repeats.first_listed_at, "first added here"});
}

void ResourceLoader::report_too_many(Stage& stage, const Object& object) {
  stage.may_have_more = true;
  if (std::exchange(has_too_many_, true)) return;
  context_.report(yaml::kSizeProblem, object.listed_at,
                  fmt::format("the build has more than {} resources; the rest is not built",
                              context_.options.limits.resources));
}

void ResourceLoader::report_cycle(yaml::Node entry, const std::string& directory,
                                  const std::string& visited) {
  context_.report(
      kIncludeCycle, entry.span(),
      visited == directory
          ? fmt::format("\"{}\" includes itself{}", text::shown(entry.text()),
                        chain_.way_from(directory))
          : fmt::format("\"{}\" contains \"{}\", which includes it; kustomize rejects the cycle",
                        text::shown(entry.text()), text::shown(visited)),
      {std::string(entry.text())});
}

}  // namespace meshlint::kustomize
