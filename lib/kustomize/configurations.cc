#include "kustomize/configurations.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/problems.h"
#include "text/edit_distance.h"
#include "text/shown.h"
#include "yaml/any_case.h"

namespace meshlint::kustomize {
namespace {

// Types in a CRD file can refer to each other many times, and in cycles.
constexpr std::size_t kDeepestType = 32;
constexpr std::size_t kMostFields = 100'000;

constexpr auto kSpecFields =
    std::to_array<std::string_view>({"group", "version", "kind", "path", "create"});
constexpr auto kTargetFields =
    std::to_array<std::string_view>({"group", "version", "kind", "fieldSpecs"});
constexpr std::string_view kNameReference = "nameReference";

class Reader {
 public:
  Reader(Context& context, Stage& stage) : context_(context), stage_(stage) {}

  void read(yaml::Node file) {
    if (!file.is_map() && !file.is_null()) {
      report(file, "the configuration file is not a mapping of sections");
    }
    std::vector<std::string_view> sections(kPlacesNames.begin(), kPlacesNames.end());
    sections.push_back(kNameReference);
    check_fields(file, sections);
    for (std::size_t i = 0; i < kPlacesNames.size(); ++i) {
      std::vector<std::pair<FieldSpec, yaml::Node>> specs;
      for (const yaml::Node node : yaml::field_of(file, kPlacesNames[i])) {
        check_fields(node, kSpecFields);
        specs.emplace_back(field_spec_of(node), node);
      }
      std::ranges::stable_sort(specs, comes_before, &std::pair<FieldSpec, yaml::Node>::first);
      for (const auto& [spec, node] : specs) {
        if (!context_.spend(stage_.places.specs[i].size(), node.span())) return;
        if (spec.field.path.empty()) {
          report(node, std::string(kSpecLacksPath));
        } else if (!stage_.places.add(static_cast<Places>(i), spec)) {
          report_conflict(context_, node, spec);
        }
      }
    }
    for (const yaml::Node target : yaml::field_of(file, kNameReference)) {
      check_fields(target, kTargetFields);
      for (const yaml::Node node : yaml::field_of(target, "fieldSpecs")) {
        check_fields(node, kSpecFields);
        const FieldSpec spec = field_spec_of(node);
        if (spec.field.path.empty()) {
          report(node, std::string(kSpecLacksPath));
          continue;
        }
        stage_.places.references.push_back(
            {.kind = spec.kind,
             .group = spec.group,
             .version = spec.version,
             .path = spec.field.path,
             .target_kind = yaml::field_of(target, "kind").text(),
             .target_group = yaml::field_of(target, "group").text(),
             .target_version = yaml::field_of(target, "version").text()});
      }
    }
  }

 private:
  // kustomize rejects unknown fields and values of another type.
  void check_fields(yaml::Node map, std::span<const std::string_view> fields) {
    for (const auto [key, value] : map.entries()) {
      const auto is_meant = [&, name = key.text()](std::string_view field) {
        return yaml::names_field(name, field);
      };
      const auto field = std::ranges::find_if(fields, is_meant);
      if (field == fields.end()) {
        const std::string_view nearest = text::nearest_name(key.text(), fields);
        report(key, fmt::format("unknown field `{}`{}", text::shown(key.text()),
                                text::did_you_mean(nearest)));
      } else if (!has_type_of(value, *field)) {
        report(value,
               fmt::format("`{}` isn't a {}; kustomize rejects it", *field, type_of(*field)));
      }
    }
  }

  static std::string_view type_of(std::string_view field) {
    if (field == "create") return "bool";
    return std::ranges::find(kSpecFields, field) == kSpecFields.end() ? "list" : "string";
  }

  static bool has_type_of(yaml::Node value, std::string_view field) {
    const std::string_view type = type_of(field);
    return value.is_null() || (type == "bool"   ? value.as_bool().has_value()
                               : type == "list" ? value.is_list()
                                                : value.is_scalar());
  }

  void report(yaml::Node node, std::string message) {
    context_.report(kInvalidTransformer, node.span(), std::move(message));
  }

  Context& context_;
  Stage& stage_;
};

// Finds what the types of a CRD file (Go's OpenAPI definitions) mark as names and labels.
class TypeWalk {
 public:
  TypeWalk(Context& context, Stage& stage, yaml::Node types)
      : context_(context), stage_(stage), types_(types) {}

  void run() {
    for (const auto [name, type] : types_.entries()) {
      const yaml::Node fields = fields_of(type);
      if (!fields["kind"] || !fields["apiVersion"] || !fields["metadata"]) continue;
      kind_ = name.text().substr(name.text().rfind('.') + 1);
      walk(type, "", 0);
    }
  }

 private:
  static yaml::Node fields_of(yaml::Node type) {
    const yaml::Node schema = yaml::field_of(type, "Schema");
    return schema ? schema["properties"] : type["properties"];
  }

  void walk(yaml::Node type, const std::string& above, std::size_t depth) {
    if (depth == kDeepestType) return;
    for (const auto [name, field] : fields_of(type).entries()) {
      if (++fields_ > kMostFields) return;
      const std::string path =
          above.empty() ? std::string(name.text()) : above + '/' + std::string(name.text());
      if (field["x-kubernetes-annotation"]) add(Places::kCommonAnnotations, path);
      if (field["x-kubernetes-label-selector"]) add(Places::kCommonLabels, path);
      if (field["x-kubernetes-identity"]) add(Places::kNamePrefix, path);
      const yaml::Node version = field["x-kubernetes-object-ref-api-version"];
      const yaml::Node kind = field["x-kubernetes-object-ref-kind"];
      if (version && kind) {
        const yaml::Node key = field["x-kubernetes-object-ref-name-key"];
        const std::string full =
            path + '/' + std::string(key ? key.text() : std::string_view("name"));
        stage_.places.references.push_back({.kind = kind_,
                                            .group = {},
                                            .version = {},
                                            .path = context_.arena().copy(full),
                                            .target_kind = kind.text(),
                                            .target_group = {},
                                            .target_version = version.text()});
      }
      if (const yaml::Node reference = field["$ref"]) {
        walk(types_[reference.text()], path, depth + 1);
      }
    }
  }

  void add(Places places, const std::string& path) {
    stage_.places.add(places, {.kind = kind_,
                               .group = {},
                               .version = {},
                               .field = {.path = context_.arena().copy(path)}});
  }

  Context& context_;
  Stage& stage_;
  yaml::Node types_;
  std::string_view kind_;
  std::size_t fields_ = 0;
};

}  // namespace

FieldSpec field_spec_of(yaml::Node node) {
  return {.kind = yaml::field_of(node, "kind").text(),
          .group = yaml::field_of(node, "group").text(),
          .version = yaml::field_of(node, "version").text(),
          .field = {.path = yaml::field_of(node, "path").text(),
                    .is_created = yaml::field_of(node, "create").as_bool() == true}};
}

void report_conflict(Context& context, yaml::Node at, const FieldSpec& spec) {
  context.report(kInvalidTransformer, at.span(),
                 fmt::format("`{}` is already listed with another `create`; use the same for both",
                             text::shown(spec.field.path)));
}

std::vector<FieldSpec> field_specs_of(yaml::Node list) {
  std::vector<FieldSpec> specs;
  for (const yaml::Node node : list) specs.push_back(field_spec_of(node));
  std::ranges::stable_sort(specs, {}, &FieldSpec::kind);
  return specs;
}

void add_configurations(Context& context, const Kustomization& kustomization, Stage& stage) {
  for (const yaml::Node entry : kustomization.field("configurations")) {
    if (!entry.as_string()) continue;
    const auto documents = context.documents_of_file(kustomization, entry, "configuration");
    stage.may_differ |= !documents;
    if (!documents) continue;
    for (const yaml::Node document : *documents) Reader(context, stage).read(document);
  }
  if (!std::exchange(stage.has_shipped_places, true)) {
    drop_covered_places(context, stage, kustomization.field("configurations"));
  }
}

void add_crds(Context& context, const Kustomization& kustomization, Stage& stage) {
  for (const yaml::Node entry : kustomization.field("crds")) {
    if (!entry.as_string()) continue;
    const auto documents = context.documents_of_file(kustomization, entry, "CRD file");
    stage.may_differ |= !documents;
    if (!documents) continue;
    for (const yaml::Node document : *documents) {
      // kustomize doesn't read the manifest of a CRD here; it has no effect.
      TypeWalk(context, stage, document).run();
    }
  }
}

void add_openapi(Context& context, const Kustomization& kustomization, Stage& stage) {
  const yaml::Node openapi = kustomization.field("openapi");
  const yaml::Node path = yaml::field_of(openapi, "path");
  const yaml::Node version = yaml::field_of(openapi, "version");
  if (path && version) {
    context
        .report(kInvalidTransformer, version.span(),
                "`openapi` has both `path` and `version`; keep one")
        .related.push_back({path.span(), "`path` set here"});
    return;
  }
  if (version && version.text() != "v1.21.2" && version.text() != "v1212") {
    context.report(kInvalidTransformer, version.span(),
                   fmt::format("kustomize has no OpenAPI document \"{}\"; its only one is v1.21.2",
                               text::shown(version.text())),
                   {std::string(version.text())});
  }
  if (version && !context.merge_schema.is_set()) context.merge_schema.set_to_shipped();
  if (path.text().empty()) return;
  const auto documents = context.documents_of_file(kustomization, path, "OpenAPI document");
  stage.may_differ |= !documents;
  if (!documents || context.merge_schema.is_set()) return;
  for (const yaml::Node document : *documents) {
    if (context.merge_schema.set(document)) return;
    stage.may_differ = true;
    context.report(kInvalidTransformer, path.span(),
                   fmt::format("\"{}\" isn't an OpenAPI document; it has no `definitions`",
                               text::shown(path.text())),
                   {std::string(path.text())});
  }
}

void drop_covered_places(Context& context, Stage& stage, yaml::Node at) {
  stage.places.drop_covered([&](const FieldSpec& spec) { report_conflict(context, at, spec); });
}

void merge_places(Context& context, Stage& stage, const OwnPlaces& inner, yaml::Node entry) {
  if (!std::exchange(stage.has_shipped_places, true)) {
    stage.places = inner;
    return;
  }
  for (std::size_t i = 0; i < kPlacesNames.size(); ++i) {
    for (const FieldSpec& spec : inner.specs[i]) {
      if (!stage.places.add(static_cast<Places>(i), spec)) {
        report_conflict(context, entry, spec);
      }
    }
  }
  auto& references = stage.places.references;
  references.insert(references.end(), inner.references.begin(), inner.references.end());
}

}  // namespace meshlint::kustomize
