#include "render/kustomize.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "render/generator.h"
#include "render/kustomization.h"
#include "render/merge_keys.h"
#include "render/name_reference.h"
#include "render/object.h"
#include "render/patch_json6902.h"
#include "render/patch_strategic.h"
#include "render/problem.h"
#include "render/scope.h"
#include "render/selector.h"
#include "render/transform.h"
#include "text/edit_distance.h"
#include "yaml/build.h"

namespace meshlint::render {
namespace {

using text::ProblemKind;

// Folders that include one another in a mesh could be walked an exponential number of times.
constexpr std::size_t kMaxIncludes = 20'000;
// Looking for similar names goes through many of them, so it is not done for every mistake of
// a hostile tree.
constexpr std::size_t kMaxSuggestions = 50;

// A field that is not executed, and what remains unknown for that.
struct UnexecutedField {
  std::string_view field;
  std::string_view reason;
  bool may_add_resources = false;
  bool may_change_resources = false;
};

constexpr UnexecutedField kUnexecuted[] = {
    {"configurations", "transformer configuration, not applied yet", false, false},
    {"crds", "CRD annotations for transformers, not applied yet", false, false},
    {"generators", "generator plugin, not executed", true, false},
    {"helmChartInflationGenerator", "Helm chart, not rendered", true, false},
    {"helmCharts", "Helm chart, not rendered", true, false},
    {"replacements", "replacement, not applied yet", false, true},
    {"transformers", "transformer plugin, not executed", true, true},
    {"validators", "validator plugin, not executed", false, false},
    {"vars", "variable, not applied yet", false, false},
};

// What is known about the resources of one kustomization while it is being built. A component
// works on that of the kustomization which includes it.
struct Stage {
  Objects objects;
  bool may_have_more = false;  // something was not built, so an absence proves nothing
  bool may_differ = false;     // something was not applied, so values may be others
  bool is_in_component = false;
};

// The first null inside of a list, which kustomize refuses, with the list's key.
struct EmptyItem {
  yaml::Node item;
  std::string_view key;
};
// Counts the nodes that it passes.
EmptyItem empty_item_in(yaml::Node node, std::string_view key, std::size_t& count) {
  ++count;
  for (const yaml::Node item : node) {
    if (item.is_null()) return {item, key};
    if (const EmptyItem found = empty_item_in(item, key, count); found.item) return found;
  }
  for (const auto [name, value] : node.entries()) {
    if (const EmptyItem found = empty_item_in(value, name.text(), count); found.item) return found;
  }
  return {};
}

std::size_t node_count(yaml::Node node) {
  std::size_t count = 1;
  for (const yaml::Node item : node) count += node_count(item);
  for (const auto [key, value] : node.entries()) count += node_count(value);
  return count;
}

// The place of something that is not there: the first key of the map that lacks it.
text::Span place_of_absence(yaml::Node node) {
  for (const auto [key, value] : node.entries()) return key.span();
  return node.span();
}

text::Span name_place(const Object& object) {
  const yaml::Node name = yaml::Node(object.source)["metadata"]["name"];
  return name ? name.span() : place_of_absence(yaml::Node(object.source));
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// What names an entry that is not executed: itself, or a field that tells it from others.
std::string name_of_entry(yaml::Node entry, std::string_view field) {
  if (entry.is_scalar()) return shown(first_line(entry.text()));
  for (const std::string_view key : {"name", "releaseName", "path", "chart"}) {
    const yaml::Node value = field_of(entry, key);
    if (value.is_scalar() && !value.text().empty()) return shown(value.text());
  }
  return std::string(field);
}

class Builder {
 public:
  Builder(const model::Workspace& workspace, const RenderLimits& limits, Build& build)
      : workspace_(workspace), limits_(limits), build_(build) {}

  void run(std::string_view directory) {
    const std::optional<Kustomization> root = kustomization_in(workspace_, directory);
    if (!root) return;
    Stage stage;
    // What a component patches is there only where it is included.
    stage.may_have_more = stage.is_in_component = root->is_component();
    accumulate(*root, stage);
    update_name_references(build_.arena, stage.objects, build_.problems);
    for (const Object& object : stage.objects.all()) {
      if (!object.is_removed && !is_local(object)) build_.resources.push_back(object.resource());
    }
    finish();
  }

 private:
  // ---- The order of a build.

  void accumulate(const Kustomization& kustomization, Stage& stage) {
    build_.files.push_back(kustomization.file->path);
    build_.directories.push_back(kustomization.directory);
    report_second_file(kustomization);
    if (!kustomization.root || is_empty(kustomization)) {
      stage.may_have_more = stage.may_differ = true;
      report_unusable(kustomization);
      return;
    }
    chain_.push_back(kustomization.directory);
    add_entries(kustomization, stage);
    note_unexecuted(kustomization, stage);
    run_generators(kustomization, stage);
    for (const yaml::Node entry : kustomization.field("components")) {
      add_component(kustomization, stage, entry);
    }
    run_transformers(kustomization, stage);
    chain_.pop_back();
  }

  void run_transformers(const Kustomization& kustomization, Stage& stage) {
    for (const yaml::Node entry : kustomization.field("patchesStrategicMerge")) {
      apply_strategic_entry(kustomization, stage, entry);
    }
    for (const yaml::Node entry : kustomization.field("patches")) {
      apply_patch_entry(kustomization, stage, entry);
    }
    apply_namespace(kustomization, stage);
    const yaml::Node prefix = kustomization.text_field("namePrefix");
    const yaml::Node suffix = kustomization.text_field("nameSuffix");
    for_each(stage, prefix, [&](Object& o) { add_name_prefix(build_.arena, o, prefix); });
    for_each(stage, suffix, [&](Object& o) { add_name_suffix(build_.arena, o, suffix); });
    if (prefix || suffix) stage.objects.forget_indexes();
    apply_labels(kustomization, stage);
    const yaml::Node annotations = kustomization.field("commonAnnotations");
    const std::vector<yaml::EntryView> pairs = string_pairs(annotations);
    for_each(stage, annotations,
             [&](Object& o) { add_annotations(build_.arena, o, pairs, annotations.span()); });
    for (const yaml::Node entry : kustomization.field("patchesJson6902")) {
      apply_json_entry(kustomization, stage, entry);
    }
    for (const yaml::Node entry : kustomization.field("replicas")) apply_replicas(stage, entry);
    for (const std::string_view field : {"images", "imageTags"}) {
      for (const yaml::Node entry : kustomization.field(field)) {
        const std::optional<ImageChange> change = ImageChange::compile(entry);
        if (!change) continue;
        for_each(stage, entry, [&](Object& o) { change->apply(build_.arena, o); });
      }
    }
  }

  template <typename Use>
  static void for_each(Stage& stage, yaml::Node wanted, const Use& use) {
    if (!wanted) return;
    for (Object& object : stage.objects.all()) {
      if (!object.is_removed) use(object);
    }
  }

  static std::vector<yaml::EntryView> string_pairs(yaml::Node map) {
    std::vector<yaml::EntryView> pairs;
    for (const yaml::EntryView entry : map.entries()) {
      if (entry.value.as_string()) pairs.push_back(entry);
    }
    return pairs;
  }

  static bool is_local(const Object& object) {
    const yaml::Node mark =
        object.root["metadata"]["annotations"]["config.kubernetes.io/local-config"];
    return mark && mark.text() != "false";
  }

  // ---- Resources.

  void add_entries(const Kustomization& kustomization, Stage& stage) {
    std::map<std::string, text::Span> seen;
    for (const std::string_view field : {"resources", "bases"}) {
      for (const yaml::Node entry : kustomization.field(field)) {
        if (!entry.as_string()) continue;
        add_entry(kustomization, stage, entry, seen);
      }
    }
  }

  void add_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry,
                 std::map<std::string, text::Span>& seen) {
    const Target target = resolve(workspace_, kustomization.directory, entry.text());
    if (target.kind == Target::Kind::kFile || target.kind == Target::Kind::kDirectory) {
      const auto [first, is_new] = seen.emplace(target.path, entry.span());
      if (!is_new) {
        report(ProblemKind::kDuplicateResource, entry.span(),
               fmt::format("\"{}\" is listed twice; its resources can be added once only",
                           shown(entry.text())),
               {std::string(entry.text())})
            .related.push_back({first->second, "first listed here"});
        return;
      }
    }
    switch (target.kind) {
      case Target::Kind::kFile:
        // Reported, but used all the same: the load restriction can be switched off.
        if (!is_inside(kustomization.directory, target.path)) report_outside(entry, "resource");
        add_file(stage, entry, target.path);
        return;
      case Target::Kind::kDirectory:
        add_directory(stage, entry, target.path);
        return;
      case Target::Kind::kRemote:
        stage.may_have_more = true;
        build_.unresolved.push_back({entry.span(), target.path, "remote base, not fetched"});
        return;
      case Target::Kind::kOutside:
        stage.may_have_more = true;
        report_leaving(entry, "resource", target);
        return;
      case Target::Kind::kMissing:
        stage.may_have_more = true;
        report_missing(kustomization, entry, entry.text(), "resource");
        return;
    }
  }

  void add_directory(Stage& stage, yaml::Node entry, const std::string& directory) {
    const std::optional<Kustomization> base = enter(stage, entry, directory);
    if (!base) return;
    if (base->is_component()) {
      stage.may_have_more = true;
      report(ProblemKind::kBadResource, entry.span(),
             fmt::format("\"{}\" is a Component; list it under `components`", shown(entry.text())),
             {std::string(entry.text())})
          .related.push_back({base->field("kind").span(), "kind given here"});
      return;
    }
    Stage inner;
    accumulate(*base, inner);
    stage.may_have_more |= inner.may_have_more;
    stage.may_differ |= inner.may_differ;
    Repeats repeats;
    for (Object& object : inner.objects.all()) {
      if (object.is_removed) continue;
      object.listed_at = entry.span();
      add_object(stage, std::move(object), repeats);
    }
    report_repeats(entry, repeats);
  }

  void add_component(const Kustomization& kustomization, Stage& stage, yaml::Node entry) {
    if (!entry.as_string()) return;
    const Target target = resolve(workspace_, kustomization.directory, entry.text());
    // Whatever a component does not bring may be missed later.
    switch (target.kind) {
      case Target::Kind::kDirectory:
        break;
      case Target::Kind::kFile:
        stage.may_have_more = stage.may_differ = true;
        report(ProblemKind::kMissingFile, entry.span(),
               fmt::format("component \"{}\" is a file; list the folder of its kustomization",
                           shown(entry.text())),
               {std::string(entry.text())});
        return;
      case Target::Kind::kRemote:
        stage.may_have_more = stage.may_differ = true;
        build_.unresolved.push_back({entry.span(), target.path, "remote component, not fetched"});
        return;
      case Target::Kind::kOutside:
        stage.may_have_more = stage.may_differ = true;
        report_leaving(entry, "component", target);
        return;
      case Target::Kind::kMissing:
        stage.may_have_more = stage.may_differ = true;
        report_missing(kustomization, entry, entry.text(), "component");
        return;
    }
    const std::optional<Kustomization> component = enter(stage, entry, target.path);
    if (!component) return;
    if (component->root && !component->is_component()) {
      stage.may_have_more = stage.may_differ = true;
      report(ProblemKind::kBadResource, entry.span(),
             fmt::format("\"{}\" is no Component; list it under `resources`", shown(entry.text())),
             {std::string(entry.text())});
      return;
    }
    const bool was_in_component = std::exchange(stage.is_in_component, true);
    accumulate(*component, stage);
    stage.is_in_component = was_in_component;
  }

  // The kustomization of a folder that an entry names, unless it may not be included here.
  std::optional<Kustomization> enter(Stage& stage, yaml::Node entry, const std::string& directory) {
    const auto visited = std::ranges::find_if(
        chain_, [&](const std::string& above) { return is_inside(directory, above); });
    if (visited != chain_.end()) {
      stage.may_have_more = true;
      report_cycle(entry, directory, *visited);
      return std::nullopt;
    }
    if (chain_.size() >= limits_.include_depth || ++includes_ > kMaxIncludes) {
      stage.may_have_more = true;
      report(
          chain_.size() >= limits_.include_depth ? ProblemKind::kTooDeep : ProblemKind::kTooLarge,
          entry.span(),
          fmt::format("\"{}\" is left out: too many kustomizations include one another",
                      shown(entry.text())),
          {std::string(entry.text())});
      return std::nullopt;
    }
    std::optional<Kustomization> result = kustomization_in(workspace_, directory);
    if (!result) {
      stage.may_have_more = true;
      report(ProblemKind::kMissingFile, entry.span(),
             fmt::format("folder \"{}\" has no kustomization.yaml; add one or list its files",
                         shown(entry.text())),
             {std::string(entry.text())});
    }
    return result;
  }

  void add_file(Stage& stage, yaml::Node entry, const std::string& path) {
    build_.files.push_back(path);
    const model::ManifestFile* const file = workspace_.file(path);
    if (!file) {
      stage.may_have_more = true;
      build_.unresolved.push_back({entry.span(), std::string(entry.text()), "file, not read"});
      return;
    }
    if (is_partly_unreadable(file->yaml)) {
      stage.may_have_more = true;
      build_.unresolved.push_back(
          {entry.span(), std::string(entry.text()), "file, not readable as a whole"});
    }
    std::vector<yaml::Node> roots;
    for (const yaml::Document& document : file->yaml.documents) {
      if (!document.is_template) roots.push_back(document.root);
    }
    Repeats repeats;
    // The items of a List come after everything else of the file, so `roots` grows on the way.
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const yaml::Node root = roots[i];
      if (root.is_map() && root.empty()) continue;
      if (!is_good(root, *file)) {
        stage.may_have_more = true;
        continue;
      }
      const yaml::Node items = root["items"];
      if (root["kind"].text().ends_with("List") && items) {
        for (const yaml::Node item : items) roots.push_back(item);
        continue;
      }
      add_object(stage, Object::of(root, entry.span()), repeats);
    }
    report_repeats(entry, repeats);
  }

  // Whether kustomize takes it for an object; reports why not.
  bool is_good(yaml::Node root, const model::ManifestFile& file) {
    const auto lacks = [&](text::Span at, std::string_view what, std::string_view why) {
      report(ProblemKind::kBadResource, at, fmt::format("the resource has no {}{}", what, why),
             {std::string(what)});
      return false;
    };
    if (!root.is_map()) {
      report(ProblemKind::kBadResource, root.span(),
             fmt::format("this document is a {}, not a resource",
                         root.is_list() ? "list" : "single value"));
      return false;
    }
    const yaml::Node kind = root["kind"];
    const std::string_view group = root["apiVersion"].text();
    if (group.starts_with("kustomize.config.k8s.io/") || is_kustomization_file(file.path)) {
      report(ProblemKind::kBadResource, place_of_absence(root),
             fmt::format("\"{}\" is a kustomization, not a resource; list its folder instead",
                         shown(file.path)),
             {file.path});
      return false;
    }
    if (!kind.is_scalar() || kind.text().empty())
      return lacks(place_of_absence(root), "`kind`", "");
    const yaml::Node metadata = root["metadata"];
    const yaml::Node name = metadata["name"];
    const bool is_list = kind.text().ends_with("List");
    if (!is_list && (!name.is_scalar() || name.text().empty())) {
      const text::Span at = name       ? name.span()
                            : metadata ? root.key("metadata").span()
                                       : kind.span();
      return lacks(at, "`metadata.name`", "; kustomize needs one");
    }
    std::size_t count = 0;
    const EmptyItem empty = empty_item_in(root, "", count);
    if (!spend(count, place_of_absence(root))) return false;
    if (empty.item) {
      report(ProblemKind::kBadResource, empty.item.span(),
             fmt::format("an item of `{}` is empty; kustomize refuses null in a list",
                         shown(empty.key)),
             {std::string(empty.key)});
      return false;
    }
    return true;
  }

  static bool is_kustomization_file(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
  }

  // Objects that one entry brings although the very same ones are here already.
  struct Repeats {
    std::size_t count = 0;
    std::string title;
    text::Span first_listed_at;
  };

  void add_object(Stage& stage, Object object, Repeats& repeats) {
    const Object* const same = stage.objects.same_id(object);
    if (!same) {
      if (objects_ == limits_.resources) return report_too_many(stage, object);
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
    report(ProblemKind::kDuplicateResource, name_place(object),
           fmt::format("{} is part of this kustomization already", object.title()),
           {object.title()})
        .related.push_back({name_place(*same), "first defined here"});
  }

  void report_repeats(yaml::Node entry, const Repeats& repeats) {
    if (repeats.count == 0) return;
    const std::string more =
        repeats.count == 1 ? "" : fmt::format(" and {} more", repeats.count - 1);
    report(
        ProblemKind::kDuplicateResource, entry.span(),
        fmt::format("\"{}\" brings {}{} a second time", shown(entry.text()), repeats.title, more),
        {std::string(entry.text()), repeats.title})
        .related.push_back({repeats.first_listed_at, "first brought here"});
  }

  // Takes nodes from what the build may use in all; false if there are not enough left.
  bool spend(std::size_t nodes, text::Span at) {
    if (nodes <= node_budget_) {
      node_budget_ -= nodes;
      return true;
    }
    if (!std::exchange(has_too_many_, true)) {
      report(ProblemKind::kTooLarge, at, "the build gets too large here; the rest is left out");
    }
    return false;
  }

  void report_too_many(Stage& stage, const Object& object) {
    stage.may_have_more = true;
    if (std::exchange(has_too_many_, true)) return;
    report(ProblemKind::kTooLarge, object.listed_at,
           fmt::format("the build has more than {} resources; the rest is left out",
                       limits_.resources));
  }

  // ---- What is not executed, and what is generated.

  void note_unexecuted(const Kustomization& kustomization, Stage& stage) {
    for (const UnexecutedField& field : kUnexecuted) {
      for (const yaml::Node entry : kustomization.field(field.field)) {
        build_.unresolved.push_back(
            {entry.span(), name_of_entry(entry, field.field), std::string(field.reason)});
        stage.may_have_more |= field.may_add_resources;
        stage.may_differ |= field.may_change_resources;
      }
    }
    if (const yaml::Node path = field_of(kustomization.field("openapi"), "path")) {
      build_.unresolved.push_back({path.span(), shown(path.text()), "schema, not applied yet"});
    }
  }

  void run_generators(const Kustomization& kustomization, Stage& stage) {
    const ReadFile read_file = [&](yaml::Node entry, std::size_t begin) {
      return read_generator_file(kustomization, entry, begin);
    };
    for (const bool is_secret : {false, true}) {
      for (const yaml::Node entry :
           kustomization.field(is_secret ? "secretGenerator" : "configMapGenerator")) {
        const GeneratorInput input{.entry = entry,
                                   .common_options = kustomization.field("generatorOptions"),
                                   .is_secret = is_secret};
        const yaml::Node root = generate(build_.arena, input, workspace_.sources(), read_file);
        if (root) add_generated(stage, entry, root);
      }
    }
  }

  yaml::Node read_generator_file(const Kustomization& kustomization, yaml::Node entry,
                                 std::size_t begin) {
    const std::string_view path = entry.text().substr(begin);
    const std::optional<std::string> found = readable_file(kustomization, entry, path, "file");
    if (!found) return {};
    const model::ManifestFile* const file = workspace_.file(*found);
    if (!file) {
      build_.unresolved.push_back({entry.span(), shown(path), "contents of the file, not read"});
      return {};
    }
    const std::string_view bytes = workspace_.sources()[file->source].bytes();
    yaml::Record content{};
    content.text = bytes.data();
    content.size = static_cast<std::uint32_t>(bytes.size());
    content.span = {file->source, 0, content.size};
    content.kind = yaml::Kind::kScalar;
    content.style = yaml::Style::kPlain;
    content.type = yaml::ScalarType::kString;
    return yaml::place(build_.arena, content);
  }

  void add_generated(Stage& stage, yaml::Node entry, yaml::Node root) {
    Object fresh = Object::of(root, entry.span());
    const yaml::Node behavior = field_of(entry, "behavior");
    const bool is_merge = behavior.text() == "merge";
    const std::vector<std::uint32_t> old = with_any_id(stage, fresh);
    if (!is_merge && behavior.text() != "replace") {
      if (!old.empty()) {
        report(ProblemKind::kDuplicateResource, name_place(fresh),
               fmt::format("{} is here already; set `behavior: merge` or `replace`", fresh.title()),
               {fresh.title()})
            .related.push_back({name_place(stage.objects.all()[old.front()]), "defined here"});
        return;
      }
      Repeats none;
      return add_object(stage, std::move(fresh), none);
    }
    if (old.empty()) {
      if (!stage.may_have_more) {
        report(ProblemKind::kPatchTargetMissing, fresh.root["metadata"]["name"].span(),
               fmt::format("`behavior: {}` finds no {}{}", behavior.text(), fresh.title(),
                           did_you_mean(stage, fresh.kind, fresh.name)),
               {std::string(behavior.text()), fresh.title()});
      }
      return;
    }
    Object& target = stage.objects.all()[old.front()];
    const yaml::Node before = target.root;
    target.replace(build_.arena, merge_generated(build_.arena, before, root, is_merge));
    restore_identity(target, before);
  }

  // ---- Patches.

  // What a patch entry holds, once read.
  struct PatchText {
    std::vector<yaml::Node> documents;
    yaml::Node at;  // the `path` or `patch` of the entry
  };

  std::optional<PatchText> read_patch_file(const Kustomization& kustomization, Stage& stage,
                                           yaml::Node path) {
    const auto found = readable_file(kustomization, path, path.text(), "patch");
    stage.may_differ |= !found;
    if (!found) return std::nullopt;
    const model::ManifestFile* const file = workspace_.file(*found);
    if (!file || is_partly_unreadable(file->yaml)) {
      stage.may_differ = true;
      build_.unresolved.push_back({path.span(), shown(path.text()), "patch, not readable"});
      return std::nullopt;
    }
    PatchText patch{.documents = {}, .at = path};
    for (const yaml::Document& document : file->yaml.documents) {
      patch.documents.push_back(document.root);
    }
    return patch;
  }

  std::optional<PatchText> read_inline_patch(Stage& stage, yaml::Node text) {
    build_.embedded.push_back(yaml::parse_embedded(text, workspace_.sources()[text.span().source]));
    const yaml::File& file = build_.embedded.back();
    PatchText patch{.documents = {}, .at = text};
    bool is_good = true;
    for (const text::Problem& found : file.problems) {
      if (found.kind == ProblemKind::kDuplicateKey) {
        build_.problems.push_back(found);
        continue;
      }
      // The rest of a text that does not parse mostly does not parse either.
      if (is_good) report(ProblemKind::kBadPatch, found.at, "patch: " + found.message);
      is_good = false;
    }
    if (!is_good) {
      stage.may_differ = true;
      return std::nullopt;
    }
    for (const yaml::Document& document : file.documents) {
      patch.documents.push_back(document.root);
    }
    return patch;
  }

  void apply_strategic_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry) {
    if (!entry.as_string()) return;
    const std::string_view written = entry.text();
    const bool is_inline = written.find('\n') != written.npos || written.find('{') != written.npos;
    const auto patch =
        is_inline ? read_inline_patch(stage, entry) : read_patch_file(kustomization, stage, entry);
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    for (const yaml::Node document : patch->documents) {
      if (document.is_list()) {
        report(ProblemKind::kBadPatch, patch->at.span(),
               "this is a JSON patch; list it under `patches` with a `target`");
        continue;
      }
      if (is_strategic(stage, document)) apply_by_id(stage, document, {});
    }
  }

  void apply_patch_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry) {
    if (!entry.is_map()) return;
    const std::optional<PatchText> patch = patch_of_entry(kustomization, stage, entry, "patch");
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    const yaml::Node target = field_of(entry, "target");
    const bool has_target = target.is_map();
    if (patch->documents.front().is_list()) {
      if (has_target) return apply_json(stage, target, patch->documents.front(), true);
      stage.may_differ = true;
      report(ProblemKind::kBadPatch, patch->at.span(),
             "a JSON patch says nothing about its resource; add a `target`");
      return;
    }
    const yaml::Node options = field_of(entry, "options");
    const Allowed allowed{.name = field_of(options, "allowNameChange").as_bool() == true,
                          .kind = field_of(options, "allowKindChange").as_bool() == true};
    if (has_target && patch->documents.size() > 1) {
      report(ProblemKind::kBadPatch, patch->at.span(),
             fmt::format("the patch has {} documents; with a `target` it may have one only",
                         patch->documents.size()),
             {std::to_string(patch->documents.size())});
      return;
    }
    for (const yaml::Node document : patch->documents) {
      if (!is_strategic(stage, document)) continue;
      if (has_target) {
        apply_to_target(stage, target, document, allowed);
      } else {
        apply_by_id(stage, document, allowed);
      }
    }
  }

  void apply_json_entry(const Kustomization& kustomization, Stage& stage, yaml::Node entry) {
    if (!entry.is_map()) return;
    const std::optional<PatchText> patch =
        patch_of_entry(kustomization, stage, entry, "JSON patch");
    if (!patch) return;
    if (patch->documents.empty()) return report_empty(*patch);
    const yaml::Node target = field_of(entry, "target");
    if (!target.is_map()) {
      report(ProblemKind::kBadPatch, patch->at.span(),
             "a JSON patch says nothing about its resource; add a `target`");
      return;
    }
    const yaml::Node operations = patch->documents.front();
    if (!operations.is_list()) {
      stage.may_differ = true;
      report(ProblemKind::kBadPatch, operations.span(),
             "this is no list of operations; a JSON patch is one");
      return;
    }
    apply_json(stage, target, operations, false);
  }

  // The patch that an entry gives in exactly one of its two ways.
  std::optional<PatchText> patch_of_entry(const Kustomization& kustomization, Stage& stage,
                                          yaml::Node entry, std::string_view what) {
    const yaml::Node path = said(field_of(entry, "path"));
    const yaml::Node text = said(field_of(entry, "patch"));
    if (path && text) {
      stage.may_differ = true;
      report(ProblemKind::kBadPatch, text.span(),
             fmt::format("the {} has both `path` and `patch`; keep one", what))
          .related.push_back({path.span(), "`path` given here"});
      return std::nullopt;
    }
    if (path) return read_patch_file(kustomization, stage, path);
    if (text) return read_inline_patch(stage, text);
    stage.may_differ = true;
    // A value of another type is the schema's business.
    const auto is_other_type = [&](std::string_view field) {
      const yaml::Node node = field_of(entry, field);
      return node && !node.is_null() && !node.as_string();
    };
    if (!is_other_type("path") && !is_other_type("patch")) {
      report(ProblemKind::kBadPatch, entry.span(),
             fmt::format("the {} has neither `path` nor `patch`; add one", what));
    }
    return std::nullopt;
  }

  static yaml::Node said(yaml::Node node) {
    const std::string_view text = node.as_string().value_or(std::string_view());
    return text.find_first_not_of(" \t\r\n") == text.npos ? yaml::Node() : node;
  }

  void report_empty(const PatchText& patch) {
    report(ProblemKind::kBadPatch, patch.at.span(), "the patch is empty and changes nothing");
  }

  bool is_strategic(Stage& stage, yaml::Node document) {
    std::string_view lacking;
    if (!document.is_map()) {
      report(ProblemKind::kBadPatch, document.span(),
             "a patch is a map (strategic merge) or a list (JSON patch), not a single value");
    } else if (document["kind"].text().empty()) {
      lacking = "kind";
    } else if (document["metadata"]["name"].text().empty()) {
      lacking = "metadata.name";
    } else {
      return true;
    }
    stage.may_differ = true;
    if (!lacking.empty()) {
      report(ProblemKind::kBadPatch, place_of_absence(document),
             fmt::format("the patch has no `{}`; kustomize needs it even with a `target`", lacking),
             {std::string(lacking)});
    }
    return false;
  }

  struct Allowed {
    bool name = false;
    bool kind = false;
  };

  // Objects that have or had the very id of this one.
  static std::vector<std::uint32_t> with_any_id(Stage& stage, const Object& wanted) {
    std::vector<std::uint32_t> result;
    const std::string_view ns = wanted.effective_namespace();
    for (const std::uint32_t i : stage.objects.named(wanted.kind, wanted.name)) {
      const Object& object = stage.objects.all()[i];
      if (object.is_removed || object.api_version != wanted.api_version) continue;
      const bool is_it =
          (object.kind == wanted.kind && object.name == wanted.name &&
           object.effective_namespace() == ns) ||
          std::ranges::find(object.previous,
                            PreviousId{.name = wanted.name, .ns = ns, .kind = wanted.kind}) !=
              object.previous.end();
      if (is_it) result.push_back(i);
    }
    return result;
  }

  void apply_by_id(Stage& stage, yaml::Node document, Allowed allowed) {
    const Object wanted = Object::of(document, {});
    const std::vector<std::uint32_t> targets = with_any_id(stage, wanted);
    if (targets.size() > 1) {
      report(ProblemKind::kBadPatch, document["metadata"]["name"].span(),
             fmt::format("the patch fits {} resources called {}; add a `target` that tells them "
                         "apart",
                         targets.size(), wanted.title()),
             {std::to_string(targets.size()), wanted.title()});
      return;
    }
    if (targets.empty()) return report_no_target(stage, wanted);
    apply_strategic(stage, targets, document, allowed);
  }

  void apply_to_target(Stage& stage, yaml::Node target, yaml::Node document, Allowed allowed) {
    const auto selector = TargetSelector::compile(target, build_.problems);
    if (!selector) {
      stage.may_differ = true;
      return;
    }
    const std::vector<std::uint32_t> targets = selector->select(stage.objects);
    if (targets.empty()) return report_no_target(stage, *selector);
    apply_strategic(stage, targets, document, allowed);
  }

  void apply_strategic(Stage& stage, const std::vector<std::uint32_t>& targets, yaml::Node document,
                       Allowed allowed) {
    const yaml::Record patch = without_identity(document, allowed);
    const std::size_t cost = node_count(document);
    PatchProblems problems;
    for (const std::uint32_t i : targets) {
      if (!spend(cost, place_of_absence(document))) break;
      Object& object = stage.objects.all()[i];
      if (allowed.name || allowed.kind) object.remember_id();
      const yaml::Node before = object.root;
      MergeResult result = merge_patch(build_.arena, before, yaml::Node(&patch),
                                       merge_type_of(object.api_version, object.kind));
      add(problems, std::move(result.problems));
      if (!result.root) {
        object.is_removed = true;
        continue;
      }
      object.replace(build_.arena, *result.root);
      restore_identity(object, before);
      if (allowed.name || allowed.kind) stage.objects.note_changed_id(i);
    }
    report_once(std::move(problems));
  }

  // A patch's own apiVersion, kind, name and namespace say what it is for, not what it changes.
  yaml::Record without_identity(yaml::Node document, Allowed allowed) {
    yaml::Record result = yaml::without_entry(build_.arena, document, "apiVersion");
    if (!allowed.kind) result = yaml::without_entry(build_.arena, yaml::Node(&result), "kind");
    const yaml::Node metadata = document["metadata"];
    yaml::Record inner = yaml::without_entry(build_.arena, metadata, "namespace");
    if (!allowed.name) inner = yaml::without_entry(build_.arena, yaml::Node(&inner), "name");
    const yaml::Record key = yaml::string_record(build_.arena, "metadata", metadata.span());
    return yaml::with_entry(build_.arena, yaml::Node(&result), key, inner);
  }

  // Brings back what a patch may not take away, even with `$patch: replace`.
  void restore_identity(Object& object, yaml::Node before) {
    yaml::Record root = *object.root.record();
    const auto restore = [&](yaml::Node from, yaml::Record& into, std::string_view key) {
      const yaml::Node value = from[key];
      if (value && !yaml::Node(&into)[key]) {
        into = yaml::with_entry(build_.arena, yaml::Node(&into), *from.key(key).record(),
                                *value.record());
        return true;
      }
      return false;
    };
    bool is_changed = restore(before, root, "apiVersion");
    is_changed |= restore(before, root, "kind");
    is_changed |= restore(before, root, "metadata");
    const yaml::Node metadata = yaml::Node(&root)["metadata"];
    if (metadata.is_map()) {
      yaml::Record inner = *metadata.record();
      bool is_inner_changed = restore(before["metadata"], inner, "name");
      is_inner_changed |= restore(before["metadata"], inner, "namespace");
      if (is_inner_changed) {
        root = yaml::with_entry(build_.arena, yaml::Node(&root),
                                *yaml::Node(&root).key("metadata").record(), inner);
        is_changed = true;
      }
    }
    if (is_changed) object.replace(build_.arena, root);
  }

  void apply_json(Stage& stage, yaml::Node target, yaml::Node operations, bool remembers_id) {
    std::vector<text::Problem> found;
    const JsonPatch patch = JsonPatch::compile(operations, found);
    const bool is_good = found.empty();
    std::ranges::move(found, std::back_inserter(build_.problems));
    const auto selector = TargetSelector::compile(target, build_.problems);
    if (!is_good || !selector) {
      stage.may_differ = true;
      return;
    }
    const std::vector<std::uint32_t> targets = selector->select(stage.objects);
    if (targets.empty()) return report_no_target(stage, *selector);
    const std::size_t cost = node_count(operations);
    PatchProblems problems;
    for (const std::uint32_t i : targets) {
      if (!spend(cost, operations.span())) break;
      Object& object = stage.objects.all()[i];
      if (remembers_id) object.remember_id();
      JsonPatch::Result result =
          patch.apply(build_.arena, object.root, object.title(), node_budget_);
      // Where something else was not applied, the path may well be there.
      if (stage.may_differ) {
        std::erase_if(result.problems, [](const text::Problem& problem) {
          return problem.kind == ProblemKind::kPatchPathMissing ||
                 problem.kind == ProblemKind::kBadPatch;
        });
      }
      add(problems, std::move(result.problems));
      if (result.root.entries == object.root.record()->entries &&
          result.root.size == object.root.record()->size) {
        continue;
      }
      object.replace(build_.arena, result.root);
      stage.objects.note_changed_id(i);
    }
    report_once(std::move(problems));
  }

  // One mistake of a patch that fits many resources is one problem.
  struct PatchProblems {
    std::map<std::tuple<text::Span, ProblemKind>, std::pair<text::Problem, std::size_t>> by_place;
  };

  static void add(PatchProblems& problems, std::vector<text::Problem> found) {
    for (text::Problem& problem : found) {
      const auto key = std::tuple(problem.at, problem.kind);
      const auto old = problems.by_place.find(key);
      if (old == problems.by_place.end()) {
        problems.by_place.emplace(key, std::pair(std::move(problem), 0));
      } else {
        ++old->second.second;
      }
    }
  }

  void report_once(PatchProblems problems) {
    for (auto& [key, found] : problems.by_place) {
      auto& [problem, more] = found;
      if (more > 0) problem.notes.push_back(fmt::format("same for {} more resources", more));
      build_.problems.push_back(std::move(problem));
    }
  }

  void report_no_target(Stage& stage, const Object& wanted) {
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
      report(ProblemKind::kPatchTargetMissing, place ? place.span() : at.span(),
             fmt::format("{} {} is of {} {} here, not {}", wanted.kind, shown(wanted.name),
                         is_version ? "apiVersion" : "namespace", quoted_or_none(has),
                         quoted_or_none(wants)),
             {std::string(wanted.kind), std::string(wanted.name), std::string(has),
              std::string(wants)})
          .related.push_back({name_place(other), "resource defined here"});
      return;
    }
    report(ProblemKind::kPatchTargetMissing, at.span(),
           fmt::format("no resource here is {} \"{}\"{}", wanted.kind, shown(wanted.name),
                       did_you_mean(stage, wanted.kind, wanted.name)),
           {std::string(wanted.kind), std::string(wanted.name)});
  }

  void report_no_target(Stage& stage, const TargetSelector& selector) {
    // A component's patches are meant for whatever includes it.
    if (stage.may_have_more || stage.is_in_component) return;
    const std::string_view kind = selector.literal_kind();
    const std::string_view name = selector.literal_name();
    const yaml::Node target = selector.node();
    if (!name.empty()) {
      if (report_misfit(stage, selector)) return;
      report(ProblemKind::kPatchSelectsNothing, field_of(target, "name").span(),
             fmt::format("no resource fits this target: {} \"{}\"{}", kind.empty() ? "name" : kind,
                         shown(name), did_you_mean(stage, kind, name)),
             {std::string(kind), std::string(name)});
      return;
    }
    // What selects by labels is meant for any number of resources, none included.
    if (selector.has_label_conditions()) return;
    const yaml::Node kind_node = field_of(target, "kind");
    if (!kind.empty() && stage.objects.of_kind(kind).empty()) {
      report(ProblemKind::kPatchSelectsNothing, kind_node.span(),
             fmt::format("no resource fits this target: there is no {} here", shown(kind)),
             {std::string(kind)});
      return;
    }
    report(ProblemKind::kPatchSelectsNothing, target.span(),
           "no resource fits this target, so the patch changes nothing");
  }

  // Says which other field of the target keeps out a resource of that kind and name, if there
  // is one.
  bool report_misfit(Stage& stage, const TargetSelector& selector) {
    const std::string_view kind = selector.literal_kind();
    if (kind.empty()) return false;
    for (const std::uint32_t i : stage.objects.named(kind, selector.literal_name())) {
      const Object& object = stage.objects.all()[i];
      const std::string_view field = selector.misfit(object);
      if (object.is_removed || field.empty()) continue;
      const yaml::Node node = field_of(selector.node(), field);
      const std::string_view has = field == "namespace" ? object.ns
                                   : field == "group"   ? object.group()
                                   : field == "version" ? object.version()
                                                        : std::string_view();
      const bool is_labels = field.ends_with("Selector");
      report(ProblemKind::kPatchSelectsNothing, node.span(),
             is_labels ? fmt::format("{} \"{}\" does not meet `{}`, so nothing is patched", kind,
                                     shown(object.name), field)
                       : fmt::format("the {} of {} \"{}\" is {}, not \"{}\"", field, kind,
                                     shown(object.name), quoted_or_none(has), shown(node.text())),
             {std::string(field), std::string(kind), std::string(object.name), std::string(has)})
          .related.push_back({name_place(object), "resource defined here"});
      return true;
    }
    return false;
  }

  static std::string quoted_or_none(std::string_view text) {
    return text.empty() ? "none" : fmt::format("\"{}\"", shown(text));
  }

  // "; did you mean "x"?" where a resource of that kind (of any, if it is empty) has a similar
  // name, else nothing.
  std::string did_you_mean(Stage& stage, std::string_view kind, std::string_view name) {
    if (suggestions_++ >= kMaxSuggestions) return "";
    text::NearestName nearest(name);
    for (const Object& object : stage.objects.all()) {
      if (object.is_removed || (!kind.empty() && object.kind != kind)) continue;
      nearest.consider(object.name);
      nearest.consider(object.original().name);
    }
    const std::string_view best = nearest.best();
    if (best.empty() || best == name) return "";
    return fmt::format("; did you mean \"{}\"?", shown(best));
  }

  // ---- Other transformers.

  void apply_namespace(const Kustomization& kustomization, Stage& stage) {
    const yaml::Node ns = kustomization.text_field("namespace");
    if (!ns) return;
    for_each(stage, ns, [&](Object& object) { set_namespace(build_.arena, object, ns); });
    stage.objects.forget_indexes();
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
    text::Problem& problem = report(ProblemKind::kDuplicateResource, ns.span(),
                                    fmt::format("namespace \"{}\" turns two resources into {}{}",
                                                shown(ns.text()), first->title(), more),
                                    {std::string(ns.text()), first->title()});
    problem.related.push_back({name_place(*first), "one of them"});
    problem.related.push_back({name_place(*second), "the other"});
  }

  void apply_labels(const Kustomization& kustomization, Stage& stage) {
    for (const yaml::Node entry : kustomization.field("labels")) {
      const yaml::Node pairs = field_of(entry, "pairs");
      Labels labels;
      labels.pairs = string_pairs(pairs);
      labels.at = pairs.span();
      labels.has_selectors = field_of(entry, "includeSelectors").as_bool() == true;
      labels.has_templates = field_of(entry, "includeTemplates").as_bool() == true;
      for (const yaml::Node own : field_of(entry, "fields")) {
        const auto part = [&](std::string_view field) {
          return std::string(field_of(own, field).text());
        };
        if (part("path").empty()) continue;
        labels.own_fields.push_back({.kind = part("kind"),
                                     .group = part("group"),
                                     .version = part("version"),
                                     .path = part("path"),
                                     .is_created = field_of(own, "create").as_bool() == true});
      }
      add_labels_to_all(stage, labels);
    }
    const yaml::Node common = kustomization.field("commonLabels");
    Labels labels;
    labels.pairs = string_pairs(common);
    labels.at = common.span();
    labels.has_selectors = true;
    add_labels_to_all(stage, labels);
  }

  void add_labels_to_all(Stage& stage, const Labels& labels) {
    if (labels.pairs.empty() || !spend(labels.pairs.size() * stage.objects.size(), labels.at)) {
      return;
    }
    for (Object& object : stage.objects.all()) {
      if (!object.is_removed) add_labels(build_.arena, object, labels);
    }
  }

  void apply_replicas(Stage& stage, yaml::Node entry) {
    const yaml::Node name = field_of(entry, "name");
    const yaml::Node count = field_of(entry, "count");
    if (!name.as_string() || count.type() != yaml::ScalarType::kInt) return;
    bool is_found = false;
    for (const std::uint32_t i : stage.objects.of_name(name.text())) {
      Object& object = stage.objects.all()[i];
      const bool is_scaled = has_replicas(object.kind) ||
                             std::ranges::any_of(object.previous, [](const PreviousId& id) {
                               return has_replicas(id.kind);
                             });
      if (object.is_removed || !is_scaled) continue;
      is_found = true;
      set_replicas(build_.arena, object, count);
    }
    if (is_found || stage.may_have_more) return;
    report(ProblemKind::kPatchTargetMissing, name.span(),
           fmt::format("no Deployment, StatefulSet or the like is called \"{}\"{}",
                       shown(name.text()), did_you_mean(stage, "", name.text())),
           {std::string(name.text())});
  }

  // ---- Files, and what is wrong with them.

  // The path of a file that the kustomization may load; reports why there is none.
  std::optional<std::string> readable_file(const Kustomization& kustomization, yaml::Node entry,
                                           std::string_view written, std::string_view what) {
    const Target target = resolve(workspace_, kustomization.directory, written);
    switch (target.kind) {
      case Target::Kind::kFile:
        if (!is_inside(kustomization.directory, target.path)) report_outside(entry, what);
        build_.files.push_back(target.path);
        return target.path;
      case Target::Kind::kDirectory:
        report(ProblemKind::kMissingFile, entry.span(),
               fmt::format("{} \"{}\" is a folder, not a file", what, shown(written)),
               {std::string(written)});
        return std::nullopt;
      case Target::Kind::kRemote:
        build_.unresolved.push_back(
            {entry.span(), shown(written), fmt::format("remote {}, not fetched", what)});
        return std::nullopt;
      case Target::Kind::kOutside:
        report_leaving(entry, what, target);
        return std::nullopt;
      case Target::Kind::kMissing:
        report_missing(kustomization, entry, written, what);
        return std::nullopt;
    }
    return std::nullopt;
  }

  text::Problem& report(ProblemKind kind, text::Span at, std::string message,
                        std::vector<std::string> arguments = {}) {
    return build_.problems.emplace_back(
        problem(kind, at, std::move(message), std::move(arguments)));
  }

  void report_missing(const Kustomization& kustomization, yaml::Node entry,
                      std::string_view written, std::string_view what) {
    std::string hint;
    if (suggestions_++ < kMaxSuggestions) {
      hint = nearest_entry(workspace_, kustomization.directory, written);
    }
    if (!hint.empty()) hint = fmt::format("; did you mean \"{}\"?", shown(hint));
    report(ProblemKind::kMissingFile, entry.span(),
           fmt::format("{} \"{}\" does not exist{}", what, shown(written), hint),
           {std::string(written)});
  }

  void report_outside(yaml::Node entry, std::string_view what) {
    report(ProblemKind::kOutsideRoot, entry.span(),
           fmt::format("{} \"{}\" is not below this kustomization's folder; kustomize refuses it",
                       what, shown(entry.text())),
           {std::string(entry.text())});
  }

  void report_leaving(yaml::Node entry, std::string_view what, const Target& target) {
    report(ProblemKind::kOutsideRoot, entry.span(),
           target.is_absolute
               ? fmt::format("{} \"{}\" is an absolute path; kustomize refuses it", what,
                             shown(entry.text()))
               : fmt::format("{} \"{}\" leaves the workspace", what, shown(entry.text())),
           {std::string(entry.text())});
  }

  void report_cycle(yaml::Node entry, const std::string& directory, const std::string& visited) {
    report(ProblemKind::kIncludeCycle, entry.span(),
           visited == directory
               ? fmt::format("\"{}\" includes itself{}", shown(entry.text()), way_from(directory))
               : fmt::format("\"{}\" holds \"{}\", which includes it; kustomize refuses the cycle",
                             shown(entry.text()), shown(visited)),
           {std::string(entry.text())});
  }

  // " by way of a, b", or nothing if the last folder names itself.
  std::string way_from(const std::string& directory) const {
    std::string way;
    bool is_on_way = false;
    for (const std::string& folder : chain_) {
      if (is_on_way) way += (way.empty() ? " by way of " : ", ") + folder;
      is_on_way |= folder == directory;
    }
    return shown(way);
  }

  void report_second_file(const Kustomization& kustomization) {
    for (const std::string_view name :
         {"kustomization.yaml", "kustomization.yml", "Kustomization"}) {
      const std::string path = kustomization.directory.empty()
                                   ? std::string(name)
                                   : kustomization.directory + '/' + std::string(name);
      if (path == kustomization.file->path || !workspace_.has_file(path)) continue;
      report(ProblemKind::kBadResource, {kustomization.file->source, 0, 0},
             fmt::format("the folder has \"{}\" as well; kustomize refuses two", name),
             {std::string(name)});
      return;
    }
  }

  // Whether it says nothing but what it is.
  static bool is_empty(const Kustomization& kustomization) {
    for (const auto [key, value] : kustomization.root.entries()) {
      if (key.text() != "apiVersion" && key.text() != "kind" && !value.is_null()) return false;
    }
    return true;
  }

  void report_unusable(const Kustomization& kustomization) {
    const yaml::File& file = kustomization.file->yaml;
    if (is_partly_unreadable(file)) {
      build_.unresolved.push_back({{kustomization.file->source, 0, 0},
                                   kustomization.file->path,
                                   "kustomization, not readable"});
      return;
    }
    const text::Span at = file.documents.empty() ? text::Span{kustomization.file->source, 0, 0}
                                                 : file.documents.front().root.span();
    report(ProblemKind::kBadResource, at,
           file.documents.empty() || kustomization.root
               ? "the kustomization is empty; kustomize refuses it"
               : "the kustomization is not a map");
  }

  // Two ways to one folder meet the same mistakes twice.
  void finish() {
    const auto key = [](const text::Problem& problem) {
      return std::tie(problem.at, problem.kind, problem.message);
    };
    std::ranges::stable_sort(build_.problems, {}, key);
    const auto same_problem = [&](const text::Problem& a, const text::Problem& b) {
      return key(a) == key(b);
    };
    build_.problems.erase(std::unique(build_.problems.begin(), build_.problems.end(), same_problem),
                          build_.problems.end());
    const auto place = [](const Unresolved& entry) { return std::tie(entry.at, entry.reason); };
    std::ranges::stable_sort(build_.unresolved, {}, place);
    build_.unresolved.erase(
        std::unique(build_.unresolved.begin(), build_.unresolved.end(),
                    [&](const Unresolved& a, const Unresolved& b) { return place(a) == place(b); }),
        build_.unresolved.end());
    for (std::vector<std::string>* const paths : {&build_.files, &build_.directories}) {
      std::ranges::sort(*paths);
      const auto rest = std::ranges::unique(*paths);
      paths->erase(rest.begin(), rest.end());
    }
  }

  const model::Workspace& workspace_;
  const RenderLimits& limits_;
  Build& build_;
  std::vector<std::string> chain_;  // folders from the root to the one at work
  std::size_t includes_ = 0;
  std::size_t objects_ = 0;
  std::size_t suggestions_ = 0;
  std::size_t node_budget_ = limits_.nodes;
  bool has_too_many_ = false;
};

}  // namespace

Build build_kustomization(const model::Workspace& workspace, std::string_view directory,
                          const RenderOptions& options) {
  Build build;
  Builder(workspace, options.limits, build).run(directory);
  return build;
}

}  // namespace meshlint::render
