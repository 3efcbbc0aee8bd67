#include "kustomize/build_kustomization.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "kustomize/configurations.h"
#include "kustomize/context.h"
#include "kustomize/generator.h"
#include "kustomize/kustomization.h"
#include "kustomize/name_reference.h"
#include "kustomize/object.h"
#include "kustomize/patches.h"
#include "kustomize/plugins.h"
#include "kustomize/replacements.h"
#include "kustomize/stage.h"
#include "kustomize/transformers.h"
#include "kustomize/variables.h"
#include "text/problem.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

using text::ProblemKind;

// Folders that include one another in a mesh could be walked an exponential number of times.
constexpr std::size_t kMaxIncludes = 20'000;

// A field that is not executed, and what remains unknown for that.
struct UnexecutedField {
  std::string_view field;
  std::string_view reason;
  bool may_add_resources = false;
};

constexpr UnexecutedField kUnexecuted[] = {
    {"helmChartInflationGenerator", "Helm chart, not rendered", true},
    {"helmCharts", "Helm chart, not rendered", true},
    {"validators", "validator plugin, not executed", false},
};

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// What names an entry that is not executed: itself, or a field that tells it from others.
std::string name_of_entry(yaml::Node entry, std::string_view field) {
  if (entry.is_scalar()) return text::shown(first_line(entry.text()));
  for (const std::string_view key : {"name", "releaseName", "path", "chart"}) {
    const yaml::Node value = yaml::field_of(entry, key);
    if (value.is_scalar() && !value.text().empty()) return text::shown(value.text());
  }
  return std::string(field);
}

class Builder {
 public:
  explicit Builder(Context& context) : context_(context) {}

  void run(std::string_view directory) {
    std::optional<Kustomization> root = kustomization_in(context_.workspace, directory);
    if (!root) return;
    if (context_.options.overlay) lay_over(*root, context_.options.overlay);
    context_.metadata.start(root->directory, root->field("buildMetadata"));
    Stage stage;
    accumulate(*root, stage);
    apply_hashes(context_, stage, {.at = place_of_absence(root->root), .what = "hash"});
    report_blank_subjects(stage);
    report_nameless(stage);
    update_name_references(context_, stage);
    resolve_variables(context_, stage);
    context_.metadata.finish(context_.arena(), context_.workspace, stage);
    context_.build.sort_options = root->field("sortOptions");
    report_sort_options(context_.build.sort_options);
    for (Object& object : stage.objects.all()) {
      if (object.is_removed || is_local(object)) continue;
      report_unprintable(object.root);
      context_.build.resources.push_back(object.resource());
      context_.build.sources.emplace_back(object.source);
      if (context_.options.keeps_history) {
        context_.build.histories.push_back(std::move(object.history));
      }
    }
    finish();
  }

 private:
  // ---- The order of a build.

  void accumulate(const Kustomization& kustomization, Stage& stage) {
    context_.build.files.push_back(kustomization.file->path);
    context_.build.directories.push_back(kustomization.directory);
    report_second_file(kustomization);
    report_header(kustomization);
    if (!kustomization.root || is_empty(kustomization)) {
      stage.may_have_more = stage.may_differ = true;
      report_unusable(kustomization);
      return;
    }
    chain_.push_back(kustomization.directory);
    add_openapi(context_, kustomization, stage);
    add_entries(kustomization, stage);
    add_configurations(context_, kustomization, stage);
    add_crds(context_, kustomization, stage);
    note_unexecuted(kustomization, stage);
    run_generators(kustomization, stage);
    for (const yaml::Node entry : kustomization.field("components")) {
      add_component(kustomization, stage, entry);
    }
    run_transformers(kustomization, stage);
    add_variables(context_, kustomization, stage);
    chain_.pop_back();
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

  void run_transformers(const Kustomization& kustomization, Stage& stage) {
    const auto note = [&](std::string_view kind) {
      context_.metadata.note_transformer(stage, kustomization.file->path, kind);
    };
    // `kind` is that of the built-in transformer which kustomize makes of each item.
    const auto for_items = [&](std::string_view field, std::string_view kind, const auto& apply) {
      for (const yaml::Node entry : kustomization.field(field)) {
        apply(entry, field);
        if (!kind.empty()) note(kind);
      }
    };
    const auto cause_of = [](yaml::Node node, std::string_view what) {
      return Cause{.at = node.span(), .what = what};
    };
    for_items("patchesStrategicMerge", "", [&](yaml::Node entry, std::string_view what) {
      apply_strategic_entry(context_, kustomization, stage, entry, what);
    });
    if (!kustomization.field("patchesStrategicMerge").empty()) {
      note("PatchStrategicMergeTransformer");
    }
    for_items("patches", "PatchTransformer", [&](yaml::Node entry, std::string_view what) {
      apply_patch_entry(context_, kustomization, stage, entry, what);
    });
    if (const yaml::Node ns = kustomization.text_field("namespace")) {
      apply_namespace(context_, stage, cause_of(ns, "namespace"), {.ns = ns},
                      all_places(Places::kNamespace, stage.places));
      note("NamespaceTransformer");
    }
    if (const yaml::Node prefix = kustomization.text_field("namePrefix")) {
      apply_prefix(context_, stage, cause_of(prefix, "namePrefix"), prefix,
                   all_places(Places::kNamePrefix, stage.places));
      note("PrefixTransformer");
    }
    if (const yaml::Node suffix = kustomization.text_field("nameSuffix")) {
      apply_suffix(context_, stage, cause_of(suffix, "nameSuffix"), suffix,
                   all_places(Places::kNameSuffix, stage.places));
      note("SuffixTransformer");
    }
    for_items("labels", "LabelTransformer", [&](yaml::Node entry, std::string_view what) {
      const yaml::Node own = yaml::field_of(entry, "fields");
      std::vector<FieldSpec> fields = field_specs_of(own);
      const Places more =
          yaml::field_of(entry, "includeSelectors").as_bool() == true   ? Places::kCommonLabels
          : yaml::field_of(entry, "includeTemplates").as_bool() == true ? Places::kTemplateLabels
                                                                        : Places::kLabels;
      const SpecTables places = label_places(
          stage.places, more, fields,
          [&](const FieldSpec& spec) { report_conflict(context_, own ? own : entry, spec); });
      apply_pairs(context_, stage, cause_of(entry, what), yaml::field_of(entry, "pairs"), places);
    });
    for (const auto& [field, places] :
         {std::pair("commonLabels", Places::kCommonLabels),
          std::pair("commonAnnotations", Places::kCommonAnnotations)}) {
      const yaml::Node pairs = kustomization.field(field);
      apply_pairs(context_, stage, cause_of(pairs, field), pairs, all_places(places, stage.places));
      // There is one for `commonLabels` as soon as anything adds labels.
      const bool is_labels = places == Places::kCommonLabels;
      if (!pairs.empty() || (is_labels && !kustomization.field("labels").empty())) {
        note(is_labels ? "LabelTransformer" : "AnnotationsTransformer");
      }
    }
    for_items("patchesJson6902", "PatchJson6902Transformer",
              [&](yaml::Node entry, std::string_view what) {
                apply_json_entry(context_, kustomization, stage, entry, what);
              });
    for_items("replicas", "ReplicaCountTransformer", [&](yaml::Node entry, std::string_view what) {
      apply_replicas(context_, stage, cause_of(entry, what), entry,
                     all_places(Places::kReplicas, stage.places));
    });
    for (const std::string_view field : {"images", "imageTags"}) {
      for_items(field, "ImageTagTransformer", [&](yaml::Node entry, std::string_view what) {
        apply_image(context_, stage, cause_of(entry, what), entry,
                    all_places(Places::kImages, stage.places));
      });
    }
    for_items("replacements", "", [&](yaml::Node entry, std::string_view) {
      apply_replacement_entry(context_, kustomization, stage, entry);
    });
    if (!kustomization.field("replacements").empty()) note("ReplacementTransformer");
    run_plugins(kustomization, stage, "transformers", run_transformer);
  }

  // Transformers and generators with files of their own. Those written inside of the
  // kustomization come first.
  void run_plugins(const Kustomization& kustomization, Stage& stage, std::string_view field,
                   void (*execute)(Context&, const Kustomization&, Stage&, const Object&)) {
    const yaml::Node entries = kustomization.field(field);
    if (entries.empty()) return;
    Stage plugins;
    Repeats none;
    const auto is_inline = [](yaml::Node entry) {
      return entry.text().find_first_of("\n{") != std::string_view::npos;
    };
    for (const yaml::Node entry : entries) {
      if (!entry.as_string() || !is_inline(entry)) continue;
      const auto documents = context_.documents_of_text(entry, field, ProblemKind::kBadTransformer);
      plugins.may_have_more |= !documents;
      for (const yaml::Node root : documents.value_or(std::vector<yaml::Node>())) {
        if (is_good(root, *kustomization.file, false)) {
          add_object(plugins, Object::of(root, entry.span()), none);
        }
      }
    }
    std::map<std::string, text::Span> seen;
    for (const yaml::Node entry : entries) {
      if (entry.as_string() && !is_inline(entry)) add_entry(kustomization, plugins, entry, seen);
    }
    stage.may_differ |= plugins.may_have_more;
    for (const Object& plugin : plugins.objects.all()) {
      if (!plugin.is_removed) execute(context_, kustomization, stage, plugin);
    }
  }

  void note_unexecuted(const Kustomization& kustomization, Stage& stage) {
    for (const UnexecutedField& field : kUnexecuted) {
      for (const yaml::Node entry : kustomization.field(field.field)) {
        context_.unresolved(entry.span(), name_of_entry(entry, field.field),
                            std::string(field.reason));
        stage.may_have_more |= field.may_add_resources;
      }
    }
  }

  // What Argo CD writes into a kustomization before it builds it: the fields of `over` count
  // instead of the file's own, lists go behind them.
  void lay_over(Kustomization& kustomization, yaml::Node over) {
    if (!kustomization.root) return;
    yaml::Arena& arena = context_.arena();
    yaml::Record root = *kustomization.root.record();
    for (const auto [key, value] : over.entries()) {
      const yaml::Node old = kustomization.field(key.text());
      yaml::Record merged = *value.record();
      if (value.is_list() && old.is_list()) {
        std::vector<yaml::Record> items;
        // An image or a replica count of the same name is replaced.
        const auto is_replaced = [&](yaml::Node item) {
          const yaml::Node name = item["name"];
          return name && std::any_of(value.begin(), value.end(), [&](yaml::Node fresh) {
                   return fresh["name"].text() == name.text();
                 });
        };
        for (const yaml::Node item : old) {
          if (!is_replaced(item)) items.push_back(*item.record());
        }
        for (const yaml::Node item : value) items.push_back(*item.record());
        merged = yaml::list_record(arena, items, old.span());
      } else if (value.is_map() && old.is_map()) {
        merged = *old.record();
        for (const auto [name, inner] : value.entries()) {
          merged = yaml::with_entry(arena, yaml::Node(&merged), *name.record(), *inner.record());
        }
      }
      root = yaml::with_entry(arena, yaml::Node(&root), *key.record(), merged);
    }
    kustomization.root = yaml::place(arena, root);
  }

  // An account whose namespace is no text is refused as soon as references are followed.
  void report_blank_subjects(const Stage& stage) {
    for (const Object& object : stage.objects.all()) {
      if (object.is_removed || object.kind != "RoleBinding" ||
          object.group() != "rbac.authorization.k8s.io") {
        continue;
      }
      for (const yaml::Node subject : object.root["subjects"]) {
        const yaml::Node ns = subject["namespace"];
        if (!ns || ns.as_string() || subject["kind"].text() != "ServiceAccount") continue;
        context_.report(ProblemKind::kBadResource, ns.span(),
                        fmt::format("the namespace of \"{}\" is no text; kustomize refuses it",
                                    text::shown(subject["name"].text())),
                        {std::string(subject["name"].text())});
      }
    }
  }

  // What every object had when it was read, and a patch or replacement has taken away.
  void report_nameless(const Stage& stage) {
    for (const Object& object : stage.objects.all()) {
      if (object.is_removed) continue;
      const bool lacks_kind = object.kind.empty();
      if (!lacks_kind && (!object.name.empty() || object.kind.ends_with("List"))) continue;
      const std::string_view field = lacks_kind ? "kind" : "metadata.name";
      const yaml::Node at = object.root.at(field);
      context_.report(
          ProblemKind::kBadResource, at ? at.span() : place_of_absence(object.root),
          fmt::format("nothing is left of the resource's `{}`; kustomize refuses it", field),
          {std::string(field)});
    }
  }

  // kustomize prints by way of JSON, whose keys are texts and whose numbers are finite.
  void report_unprintable(yaml::Node root) {
    const yaml::Node found = unprintable_in(root);
    if (!found) return;
    const std::string text = text::shown(found.text());
    std::string message;
    if (found.type() == yaml::ScalarType::kFloat && is_endless(found.text())) {
      message = fmt::format("`{}` is no number of JSON; kustomize refuses it", text);
    } else if (found.style() == yaml::Style::kPlain) {
      message = fmt::format("the key `{0}` is no text; kustomize refuses it, write \"{0}\"", text);
    } else {
      message = fmt::format(
          "kustomize drops the quotes of the key `{}` and then refuses it as no text; "
          "choose another name",
          text);
    }
    context_.report(ProblemKind::kBadResource, found.span(), std::move(message),
                    {std::string(found.text())});
  }

  static bool is_endless(std::string_view number) {
    return number.ends_with("inf") || number.ends_with("nan") || number.ends_with("Inf") ||
           number.ends_with("NaN") || number.ends_with("INF") || number.ends_with("NAN");
  }

  // To Go's decoder, `on` and its like are texts where nobody asks for a bool.
  static bool is_text_key(yaml::Node key) {
    const std::string_view text = key.text();
    if (key.type() == yaml::ScalarType::kString) {
      const bool can_be_time = key.style() == yaml::Style::kPlain && !text.empty() &&
                               text.front() >= '0' && text.front() <= '9';
      return !can_be_time || yaml::type_when_plain(text) != yaml::ScalarType::kNone;
    }
    return key.type() == yaml::ScalarType::kBool &&
           std::string_view("tTfF").find(text.front()) == std::string_view::npos;
  }

  static yaml::Node unprintable_in(yaml::Node node) {
    if (node.type() == yaml::ScalarType::kFloat && is_endless(node.text())) return node;
    for (const yaml::Node item : node) {
      if (const yaml::Node found = unprintable_in(item)) return found;
    }
    for (const auto [key, value] : node.entries()) {
      if (key.is_scalar() && !is_text_key(key)) return key;
      if (const yaml::Node found = unprintable_in(value)) return found;
    }
    return {};
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
    const Target target = resolve(context_.workspace, kustomization.directory, entry.text());
    if (target.kind == Target::Kind::kFile || target.kind == Target::Kind::kDirectory) {
      const auto [first, is_new] = seen.emplace(target.path, entry.span());
      if (!is_new) {
        context_
            .report(ProblemKind::kDuplicateResource, entry.span(),
                    fmt::format("\"{}\" is listed twice; its resources can be added once only",
                                text::shown(entry.text())),
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
        context_.build.unresolved.push_back(
            {entry.span(), target.path, "remote base, not fetched"});
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

  void add_directory(Stage& stage, yaml::Node entry, const std::string& directory) {
    const std::optional<Kustomization> base = enter(stage, entry, directory);
    if (!base) return;
    if (base->is_component()) {
      stage.may_have_more = true;
      context_
          .report(ProblemKind::kBadResource, entry.span(),
                  fmt::format("\"{}\" is a Component; list it under `components`",
                              text::shown(entry.text())),
                  {std::string(entry.text())})
          .related.push_back({base->field("kind").span(), "kind given here"});
      return;
    }
    Stage inner;
    accumulate(*base, inner);
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

  void add_component(const Kustomization& kustomization, Stage& stage, yaml::Node entry) {
    if (!entry.as_string()) return;
    const Target target = resolve(context_.workspace, kustomization.directory, entry.text());
    // Whatever a component does not bring may be missed later.
    switch (target.kind) {
      case Target::Kind::kDirectory:
        break;
      case Target::Kind::kFile:
        stage.may_have_more = stage.may_differ = true;
        context_.report(
            ProblemKind::kMissingFile, entry.span(),
            fmt::format("component \"{}\" is a file; list the folder of its kustomization",
                        text::shown(entry.text())),
            {std::string(entry.text())});
        return;
      case Target::Kind::kRemote:
        stage.may_have_more = stage.may_differ = true;
        context_.build.unresolved.push_back(
            {entry.span(), target.path, "remote component, not fetched"});
        return;
      case Target::Kind::kOutside:
        stage.may_have_more = stage.may_differ = true;
        context_.report_leaving(entry, "component", target);
        return;
      case Target::Kind::kMissing:
        stage.may_have_more = stage.may_differ = true;
        context_.report_missing(kustomization, entry, entry.text(), "component");
        return;
    }
    const std::optional<Kustomization> component = enter(stage, entry, target.path);
    if (!component) return;
    if (component->root && !component->is_component()) {
      stage.may_have_more = stage.may_differ = true;
      context_.report(ProblemKind::kBadResource, entry.span(),
                      fmt::format("\"{}\" is no Component; list it under `resources`",
                                  text::shown(entry.text())),
                      {std::string(entry.text())});
      return;
    }
    const bool was_in_component = std::exchange(stage.is_in_component, true);
    accumulate(*component, stage);
    stage.is_in_component = was_in_component;
    // kustomize merges what it has so far into none then.
    drop_covered_places(context_, stage, entry);
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
    if (chain_.size() >= context_.options.limits.include_depth || ++includes_ > kMaxIncludes) {
      stage.may_have_more = true;
      context_.report(chain_.size() >= context_.options.limits.include_depth
                          ? ProblemKind::kTooDeep
                          : ProblemKind::kTooLarge,
                      entry.span(),
                      fmt::format("\"{}\" is left out: too many kustomizations include one another",
                                  text::shown(entry.text())),
                      {std::string(entry.text())});
      return std::nullopt;
    }
    std::optional<Kustomization> result = kustomization_in(context_.workspace, directory);
    if (!result) {
      stage.may_have_more = true;
      context_.report(
          ProblemKind::kMissingFile, entry.span(),
          fmt::format("folder \"{}\" has no kustomization.yaml; add one or list its files",
                      text::shown(entry.text())),
          {std::string(entry.text())});
    }
    return result;
  }

  void add_file(Stage& stage, yaml::Node entry, const std::string& path) {
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
      Object object = Object::of(root, entry.span());
      object.take_build_annotations(context_.arena());
      add_object(stage, std::move(object), repeats);
    }
    report_repeats(entry, repeats);
  }

  // Whether kustomize takes it for an object; reports why not.
  bool is_good(yaml::Node root, const model::ManifestFile& file, bool is_file = true) {
    const auto lacks = [&](text::Span at, std::string_view what, std::string_view why) {
      context_.report(ProblemKind::kBadResource, at,
                      fmt::format("the resource has no {}{}", what, why), {std::string(what)});
      return false;
    };
    if (!root.is_map()) {
      context_.report(ProblemKind::kBadResource, root.span(),
                      fmt::format("this document is a {}, not a resource",
                                  root.is_list() ? "list" : "single value"));
      return false;
    }
    const yaml::Node kind = root["kind"];
    const std::string_view group = root["apiVersion"].text();
    if (group.starts_with("kustomize.config.k8s.io/") ||
        (is_file && model::is_kustomization_file(file.path))) {
      context_.report(
          ProblemKind::kBadResource, place_of_absence(root),
          fmt::format("\"{}\" is a kustomization, not a resource; list its folder instead",
                      text::shown(file.path)),
          {file.path});
      return false;
    }
    if (!kind.is_scalar() || kind.text().empty())
      return lacks(place_of_absence(root), "`kind`", "");
    const yaml::Node metadata = root["metadata"];
    const yaml::Node name = metadata["name"];
    const bool is_list = kind.text().ends_with("List");
    if (!is_list && (!name.is_scalar() || name.is_null() || name.text().empty())) {
      const text::Span at = name       ? name.span()
                            : metadata ? root.key("metadata").span()
                                       : kind.span();
      return lacks(at, "`metadata.name`", "; kustomize needs one");
    }
    return context_.spend(node_count(root), place_of_absence(root));
  }

  // Objects that one entry brings although the very same ones are here already.
  struct Repeats {
    std::size_t count = 0;
    std::string title;
    text::Span first_listed_at;
  };

  void add_object(Stage& stage, Object object, Repeats& repeats) {
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
        .report(ProblemKind::kDuplicateResource, name_place(object),
                fmt::format("{} is part of this kustomization already", object.title()),
                {object.title()})
        .related.push_back({name_place(*same), "first defined here"});
  }

  void report_repeats(yaml::Node entry, const Repeats& repeats) {
    if (repeats.count == 0) return;
    const std::string more =
        repeats.count == 1 ? "" : fmt::format(" and {} more", repeats.count - 1);
    context_
        .report(ProblemKind::kDuplicateResource, entry.span(),
                fmt::format("\"{}\" brings {}{} a second time", text::shown(entry.text()),
                            repeats.title, more),
                {std::string(entry.text()), repeats.title})
        .related.push_back({repeats.first_listed_at, "first brought here"});
  }

  void report_too_many(Stage& stage, const Object& object) {
    stage.may_have_more = true;
    if (std::exchange(has_too_many_, true)) return;
    context_.report(ProblemKind::kTooLarge, object.listed_at,
                    fmt::format("the build has more than {} resources; the rest is left out",
                                context_.options.limits.resources));
  }

  // ---- What is wrong.

  void report_cycle(yaml::Node entry, const std::string& directory, const std::string& visited) {
    context_.report(
        ProblemKind::kIncludeCycle, entry.span(),
        visited == directory
            ? fmt::format("\"{}\" includes itself{}", text::shown(entry.text()),
                          way_from(directory))
            : fmt::format("\"{}\" holds \"{}\", which includes it; kustomize refuses the cycle",
                          text::shown(entry.text()), text::shown(visited)),
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
    return text::shown(way);
  }

  void report_second_file(const Kustomization& kustomization) {
    for (const std::string_view name : model::kKustomizationNames) {
      const std::string path = kustomization.directory.empty()
                                   ? std::string(name)
                                   : kustomization.directory + '/' + std::string(name);
      if (path == kustomization.file->path || !context_.workspace.has_file(path)) continue;
      context_.report(ProblemKind::kBadResource, {kustomization.file->source, 0, 0},
                      fmt::format("the folder has \"{}\" as well; kustomize refuses two", name),
                      {std::string(name)});
      return;
    }
  }

  // What kustomize refuses of `apiVersion` and `kind`.
  void report_header(const Kustomization& kustomization) {
    const yaml::Node kind = kustomization.field("kind");
    const yaml::Node version = kustomization.field("apiVersion");
    const bool is_component = kustomization.is_component();
    if (!kind.text().empty() && kind.text() != "Kustomization" && !is_component) {
      context_.report(ProblemKind::kBadResource, kind.span(),
                      fmt::format("kind \"{}\" is none of Kustomization and Component",
                                  text::shown(kind.text())),
                      {std::string(kind.text())});
      return;
    }
    const std::string_view wanted =
        is_component ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
    if (version.text().empty() || version.text() == wanted) return;
    context_.report(ProblemKind::kBadResource, version.span(),
                    fmt::format("apiVersion \"{}\" is unknown to kustomize; a {} has {}",
                                text::shown(version.text()),
                                is_component ? "Component" : "Kustomization", wanted),
                    {std::string(version.text()), std::string(wanted)});
  }

  void report_sort_options(yaml::Node options) {
    const yaml::Node order = yaml::field_of(options, "order");
    const yaml::Node legacy = yaml::field_of(options, "legacySortOptions");
    if (options && order.text() != "legacy" && order.text() != "fifo") {
      context_.report(ProblemKind::kBadTransformer, order ? order.span() : options.span(),
                      "`order` of `sortOptions` is either legacy or fifo");
    } else if (legacy && order.text() == "fifo") {
      context_
          .report(ProblemKind::kBadTransformer, legacy.span(),
                  "`legacySortOptions` is for the order legacy; this one is fifo")
          .related.push_back({order.span(), "order given here"});
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
      context_.build.unresolved.push_back({{kustomization.file->source, 0, 0},
                                           kustomization.file->path,
                                           "kustomization, not readable"});
      return;
    }
    const text::Span at = file.documents.empty() ? text::Span{kustomization.file->source, 0, 0}
                                                 : file.documents.front().root.span();
    context_.report(ProblemKind::kBadResource, at,
                    file.documents.empty() || kustomization.root
                        ? "the kustomization is empty; kustomize refuses it"
                        : "the kustomization is not a map");
  }

  // Two ways to one folder meet the same mistakes twice.
  void finish() {
    const auto key = [](const text::Problem& problem) {
      return std::tie(problem.at, problem.kind, problem.message);
    };
    std::ranges::stable_sort(context_.build.problems, {}, key);
    const auto same_problem = [&](const text::Problem& a, const text::Problem& b) {
      return key(a) == key(b);
    };
    context_.build.problems.erase(
        std::unique(context_.build.problems.begin(), context_.build.problems.end(), same_problem),
        context_.build.problems.end());
    const auto place = [](const Unresolved& entry) { return std::tie(entry.at, entry.reason); };
    std::ranges::stable_sort(context_.build.unresolved, {}, place);
    context_.build.unresolved.erase(
        std::unique(context_.build.unresolved.begin(), context_.build.unresolved.end(),
                    [&](const Unresolved& a, const Unresolved& b) { return place(a) == place(b); }),
        context_.build.unresolved.end());
    for (std::vector<std::string>* const paths :
         {&context_.build.files, &context_.build.directories}) {
      std::ranges::sort(*paths);
      const auto rest = std::ranges::unique(*paths);
      paths->erase(rest.begin(), rest.end());
    }
  }

  Context& context_;
  std::vector<std::string> chain_;  // folders from the root to the one at work
  std::size_t includes_ = 0;
  std::size_t objects_ = 0;
  bool has_too_many_ = false;
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
