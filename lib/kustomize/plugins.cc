#include "kustomize/plugins.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/configurations.h"
#include "kustomize/generator.h"
#include "kustomize/patches.h"
#include "kustomize/problems.h"
#include "kustomize/replacements.h"
#include "kustomize/selector.h"
#include "kustomize/transformers.h"
#include "schema/facts.h"
#include "schema/problems.h"
#include "schema/validate.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/build.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

// One transformer or generator that is being run.
struct Plugin {
  Context& context;
  const Kustomization& kustomization;
  Stage& stage;
  yaml::Node config;
  std::string_view path;  // of the file that configures it
  Cause cause;

  yaml::Node field(std::string_view name) const { return yaml::field_of(config, name); }

  // Built-ins with a file of their own have no default places.
  std::vector<FieldSpec> specs() const {
    for (const yaml::Node node : field("fieldSpecs")) {
      if (!yaml::field_of(node, "path").text().empty()) continue;
      const FieldSpec spec = field_spec_of(node);
      const bool is_used = std::ranges::any_of(stage.objects.all(), [&](const Object& object) {
        return !object.is_removed && spec.fits(object.kind, object.group(), object.version());
      });
      if (is_used) report(node.span(), std::string(kSpecLacksPath));
    }
    return field_specs_of(field("fieldSpecs"));
  }

  text::Problem& report(text::Span at, std::string message) const {
    stage.may_differ = true;
    return context.report(kInvalidTransformer, at, std::move(message));
  }
};

using Run = void (*)(const Plugin&);

struct Builtin {
  std::string_view kind;
  Run run;
};

void run_pairs(const Plugin& plugin, std::string_view field) {
  const std::vector<FieldSpec> specs = plugin.specs();
  apply_pairs(plugin.context, plugin.stage, plugin.cause, plugin.field(field), {specs});
}

void annotations(const Plugin& plugin) { run_pairs(plugin, "annotations"); }
void labels(const Plugin& plugin) { run_pairs(plugin, "labels"); }

void namespaces(const Plugin& plugin) {
  const yaml::Node ns = plugin.config["metadata"]["namespace"];
  if (!ns.as_string() || ns.text().empty()) return;
  NamespaceChange change{.ns = ns};
  change.is_unset_only = plugin.field("unsetOnly").as_bool() == true;
  const yaml::Node subjects = plugin.field("setRoleBindingSubjects");
  if (subjects.text() == "allServiceAccounts") {
    change.subjects = Subjects::kServiceAccounts;
  } else if (subjects.text() == "none") {
    change.subjects = Subjects::kNone;
  } else if (subjects && subjects.text() != "defaultOnly") {
    plugin.report(
        subjects.span(),
        fmt::format(
            "unknown `setRoleBindingSubjects: {}`; write defaultOnly, allServiceAccounts or none",
            text::shown(subjects.text())));
    return;
  }
  const std::vector<FieldSpec> specs = plugin.specs();
  apply_namespace(plugin.context, plugin.stage, plugin.cause, change, {specs});
}

// The field's value and the places where it goes; nothing if one of them is missing.
void run_affix(const Plugin& plugin, std::string_view field,
               void (*apply)(Context&, Stage&, const Cause&, yaml::Node, const SpecTables&)) {
  const yaml::Node affix = plugin.field(field);
  if (!plugin.field("fieldSpecs")) {
    plugin.report(plugin.cause.at,
                  "the transformer has no `fieldSpecs`; list the fields to rename");
    return;
  }
  if (!affix.as_string() || affix.text().empty()) return;
  const std::vector<FieldSpec> specs = plugin.specs();
  apply(plugin.context, plugin.stage, plugin.cause, affix, {specs});
}

void prefix(const Plugin& plugin) { run_affix(plugin, "prefix", apply_prefix); }
void suffix(const Plugin& plugin) { run_affix(plugin, "suffix", apply_suffix); }
void prefix_and_suffix(const Plugin& plugin) {
  prefix(plugin);
  suffix(plugin);
}

void image(const Plugin& plugin) {
  const std::vector<FieldSpec> specs = plugin.specs();
  apply_image(plugin.context, plugin.stage, plugin.cause, plugin.field("imageTag"), {specs});
}

void replicas(const Plugin& plugin) {
  const std::vector<FieldSpec> specs = plugin.specs();
  apply_replicas(plugin.context, plugin.stage, plugin.cause, plugin.field("replica"), {specs});
}

void patch(const Plugin& plugin) {
  apply_patch_entry(plugin.context, plugin.kustomization, plugin.stage, plugin.config,
                    plugin.cause.what);
}

void strategic_patch(const Plugin& plugin) {
  const yaml::Node paths = plugin.field("paths");
  const yaml::Node inline_patches = plugin.field("patches");
  if (paths.empty() && inline_patches.text().empty()) {
    plugin.report(plugin.cause.at, "the transformer has neither `paths` nor `patches`; add one");
    return;
  }
  for (const yaml::Node path : paths) {
    apply_strategic_entry(plugin.context, plugin.kustomization, plugin.stage, path,
                          plugin.cause.what);
  }
  if (!inline_patches.text().empty()) {
    apply_strategic_entry(plugin.context, plugin.kustomization, plugin.stage, inline_patches,
                          plugin.cause.what);
  }
}

void json_patch(const Plugin& plugin) {
  apply_json_entry(plugin.context, plugin.kustomization, plugin.stage, plugin.config,
                   plugin.cause.what, "jsonOp");
}

void replacements(const Plugin& plugin) {
  for (const yaml::Node entry : plugin.field("replacements")) {
    apply_replacement_entry(plugin.context, plugin.kustomization, plugin.stage, entry);
  }
}

void hashes(const Plugin& plugin) { apply_hashes(plugin.context, plugin.stage, plugin.cause); }

// Inserts a value as a step of a path, before the step with that index.
std::string with_path_part(std::string_view path, std::size_t index, std::string_view part) {
  std::vector<std::string> steps;
  const bool is_absolute = path.starts_with('/');
  if (is_absolute) path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    steps.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(std::min(index, steps.size())),
               std::string(part));
  std::string result = is_absolute ? "/" : "";
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0) result += '/';
    result += steps[i];
  }
  return result;
}

void add_value(const Plugin& plugin) {
  const yaml::Node value = plugin.field("value");
  std::string_view text = value.text();
  if (text.empty()) {  // the name of the kustomization's own folder
    const std::string_view folder = plugin.kustomization.directory;
    text = folder.substr(folder.rfind('/') + 1);
  }
  const text::Span at = value ? value.span() : plugin.cause.at;
  std::vector<yaml::Node> targets;
  for (const yaml::Node target : plugin.field("targets")) targets.push_back(target);
  if (const yaml::Node path = plugin.field("targetFilePath"); !path.text().empty()) {
    const auto documents =
        plugin.context.documents_of_file(plugin.kustomization, path, "list of targets");
    plugin.stage.may_differ |= !documents;
    for (const yaml::Node document : documents.value_or(std::vector<yaml::Node>())) {
      for (const yaml::Node target : document) targets.push_back(target);
    }
  }
  auto& problems = plugin.context.build.problems;
  for (const yaml::Node target : targets) {
    const auto selector = TargetSelector::compile(yaml::field_of(target, "selector"), problems);
    const yaml::Node without = yaml::field_of(target, "notSelector");
    const auto excluded = TargetSelector::compile(without, problems);
    if (!selector || !excluded) continue;
    const std::int64_t position = yaml::field_of(target, "filePathPosition").as_int().value_or(0);
    const FieldPath path{.path = yaml::field_of(target, "fieldPath").text(), .is_created = true};
    plugin.context.change_all(plugin.stage, plugin.cause, [&](Writer& writer, Object& object) {
      if (!selector->misfit(object).empty()) return;
      if (without && excluded->misfit(object).empty()) return;
      const auto root = rewrite_at(
          writer.arena, object.root, path, at,
          [&](yaml::Node old) -> std::optional<yaml::Record> {
            const std::string fresh =
                position <= 0
                    ? std::string(text)
                    : with_path_part(old.text(), static_cast<std::size_t>(position - 1), text);
            return yaml::string_record(writer.arena, fresh, at);
          },
          &writer.obstacle);
      if (root) object.replace(writer.arena, *root);
    });
    plugin.stage.objects.forget_indexes();
  }
}

void generate_object(const Plugin& plugin, bool is_secret) {
  const yaml::Node metadata = plugin.config["metadata"];
  const yaml::Node name = plugin.field("name");
  const yaml::Node ns = plugin.field("namespace");
  generate(plugin.context, plugin.kustomization, plugin.stage,
           {.entry = plugin.config,
            .name = name.text().empty() ? metadata["name"] : name,
            .ns = ns.text().empty() ? metadata["namespace"] : ns,
            .common_options = {},
            .is_secret = is_secret,
            .path = plugin.path,
            .metadata = metadata});
}

void config_map(const Plugin& plugin) { generate_object(plugin, false); }
void secret(const Plugin& plugin) { generate_object(plugin, true); }

// A ServiceAccount that is bound to a Google service account.
void iam_policy(const Plugin& plugin) {
  yaml::Arena& arena = plugin.context.arena();
  const text::Span at = plugin.cause.at;
  const yaml::Node cloud = plugin.field("cloud");
  if (cloud.text() != "gke") {
    plugin.report(cloud ? cloud.span() : at, "unknown `cloud`; kustomize supports only gke");
    return;
  }
  const yaml::Node own = plugin.field("kubernetesService");
  const yaml::Node theirs = plugin.field("serviceAccount");
  const yaml::Node name = yaml::field_of(own, "name");
  if (!name.as_string()) {
    plugin.report(own ? own.span() : at, "the generator has no `kubernetesService.name`; add one");
    return;
  }
  const auto text = [&](std::string_view value) { return yaml::string_record(arena, value, at); };
  const yaml::Entry account{
      text("iam.gke.io/gcp-service-account"),
      yaml::string_record(
          arena,
          fmt::format("{}@{}.iam.gserviceaccount.com", yaml::field_of(theirs, "name").text(),
                      yaml::field_of(theirs, "projectId").text()),
          theirs ? theirs.span() : at)};
  std::vector<yaml::Entry> metadata = {
      {text("annotations"), yaml::map_record(arena, std::span(&account, 1), at)},
      {text("name"), *name.record()}};
  if (const yaml::Node ns = yaml::field_of(own, "namespace"); !ns.text().empty()) {
    metadata.push_back({text("namespace"), *ns.record()});
  }
  const std::array<yaml::Entry, 3> root = {
      {{text("apiVersion"), text("v1")},
       {text("kind"), text("ServiceAccount")},
       {text("metadata"), yaml::map_record(arena, metadata, at)}}};
  Object account_object = Object::of(yaml::place(arena, yaml::map_record(arena, root, at)), at);
  plugin.context.metadata.note_generator(account_object, plugin.path, "IAMPolicyGenerator",
                                         plugin.config["metadata"]);
  plugin.stage.objects.add(std::move(account_object));
}

constexpr auto kTransformers = std::to_array<Builtin>({
    {"AnnotationsTransformer", annotations},
    {"HashTransformer", hashes},
    {"ImageTagTransformer", image},
    {"LabelTransformer", labels},
    {"NamespaceTransformer", namespaces},
    {"PatchJson6902Transformer", json_patch},
    {"PatchStrategicMergeTransformer", strategic_patch},
    {"PatchTransformer", patch},
    {"PrefixSuffixTransformer", prefix_and_suffix},
    {"PrefixTransformer", prefix},
    {"ReplacementTransformer", replacements},
    {"ReplicaCountTransformer", replicas},
    {"SuffixTransformer", suffix},
    {"ValueAddTransformer", add_value},
});

constexpr auto kGenerators = std::to_array<Builtin>({
    {"ConfigMapGenerator", config_map},
    {"IAMPolicyGenerator", iam_policy},
    {"SecretGenerator", secret},
});

// A built-in's file with numbers, bools and dates converted to strings where it needs strings:
// kustomize accepts them there, unlike in a kustomization. Nothing if nothing has to be converted.
std::optional<yaml::Record> with_texts(yaml::Arena& arena, schema::Type type, yaml::Node node) {
  if (!type) return std::nullopt;
  if (node.is_scalar()) {
    if (type.kind() != schema::TypeKind::kString || node.is_null()) return std::nullopt;
    yaml::ScalarBuffer buffer;
    const std::string_view text = yaml::scalar_value(node, buffer).text;
    if (node.as_string() && node.text() == text) return std::nullopt;
    return yaml::string_record(arena, text, node.span());
  }
  if (node.is_list()) {
    return rewrite_items(arena, node,
                         [&](yaml::Node item) { return with_texts(arena, type.element(), item); });
  }
  const bool is_object = type.kind() == schema::TypeKind::kObject;
  std::vector<yaml::Entry> entries;
  bool is_changed = false;
  for (const auto [key, value] : node.entries()) {
    const schema::Field field = is_object ? type.field(key.text(), {}) : schema::Field();
    const std::optional<yaml::Record> text =
        with_texts(arena, field ? field.type() : type.element(), value);
    is_changed |= text.has_value();
    entries.push_back({*key.record(), text.value_or(*value.record())});
  }
  if (!is_changed) return std::nullopt;
  return yaml::map_record(arena, entries, node.span());
}

// What a built-in reads of its file; nothing if a value there has the wrong type.
std::optional<yaml::Node> typed_config(Context& context, const Object& plugin) {
  const schema::Type type = schema::find_type("kustomize.config.k8s.io", plugin.kind);
  if (!type) return plugin.root;  // one without fields
  const std::optional<yaml::Record> texts = with_texts(context.arena(), type, plugin.root);
  const yaml::Node config = texts ? yaml::place(context.arena(), *texts) : plugin.root;
  std::vector<text::Problem> problems;
  schema::validate(type, config, {}, schema::Part::kWhole, problems);
  // kustomize ignores unknown fields and nulls.
  std::erase_if(problems,
                [](const text::Problem& problem) { return problem.kind != schema::kWrongType; });
  if (problems.empty()) return config;
  std::ranges::move(problems, std::back_inserter(context.build.problems));
  return std::nullopt;
}

// Runs the built-in of that kind; false if there is none.
bool run_builtin(std::span<const Builtin> builtins, Context& context,
                 const Kustomization& kustomization, Stage& stage, const Object& plugin) {
  if (plugin.api_version != "builtin") return false;
  const auto found = std::ranges::find(builtins, plugin.kind, &Builtin::kind);
  if (found == builtins.end()) return false;
  const std::optional<yaml::Node> config = typed_config(context, plugin);
  if (!config) {
    stage.may_have_more = stage.may_differ = true;
    return true;
  }
  const std::string_view path = context.workspace.file_of(plugin.root.span().source).path;
  found->run({.context = context,
              .kustomization = kustomization,
              .stage = stage,
              .config = *config,
              .path = path,
              .cause = {.at = place_of_absence(plugin.root), .what = found->kind}});
  if (builtins.data() == kTransformers.data()) {
    context.metadata.note_transformer(stage, path, found->kind, plugin.root["metadata"]);
  }
  return true;
}

void note_unexecuted(Context& context, Stage& stage, const Object& plugin, std::string_view what) {
  stage.may_have_more = stage.may_differ = true;
  if (plugin.api_version == "builtin" && plugin.kind != "HelmChartInflationGenerator") {
    context.report(
        kInvalidTransformer, plugin.root["kind"].span(),
        fmt::format("kustomize has no built-in {} \"{}\"", what, text::shown(plugin.kind)),
        {std::string(plugin.kind)});
    return;
  }
  context.unresolved(plugin.listed_at, text::shown(plugin.title()),
                     fmt::format("{} plugin, not executed", what));
}

}  // namespace

void run_transformer(Context& context, const Kustomization& kustomization, Stage& stage,
                     const Object& plugin) {
  if (run_builtin(kTransformers, context, kustomization, stage, plugin)) return;
  note_unexecuted(context, stage, plugin, "transformer");
}

void run_generator(Context& context, const Kustomization& kustomization, Stage& stage,
                   const Object& plugin) {
  if (run_builtin(kGenerators, context, kustomization, stage, plugin)) return;
  note_unexecuted(context, stage, plugin, "generator");
}

}  // namespace meshlint::kustomize
