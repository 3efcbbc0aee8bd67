#include "schema/schema_types.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "schema/field_groups.h"
#include "schema/format.h"
#include "schema/json_value.h"
#include "schema/problems.h"
#include "yaml/problems.h"

namespace meshlint::schema {

using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;

namespace {

struct LimitKey {
  std::string_view key;
  FacetKind kind;
};

constexpr auto kLimitKeys = std::to_array<LimitKey>({
    {"multipleOf", FacetKind::kMultipleOf},
    {"minLength", FacetKind::kMinLength},
    {"maxLength", FacetKind::kMaxLength},
    {"minItems", FacetKind::kMinItems},
    {"maxItems", FacetKind::kMaxItems},
    {"minProperties", FacetKind::kMinProperties},
    {"maxProperties", FacetKind::kMaxProperties},
});

// Definitions of Kubernetes whose JSON differs from their schemas.
struct KnownDefinition {
  std::string_view name;
  TypeKind kind;
  std::string_view format;
};

constexpr auto kKnownDefinitions = std::to_array<KnownDefinition>({
    {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", TypeKind::kAny, ""},
    {"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.JSON", TypeKind::kAny, ""},
    {"io.k8s.apimachinery.pkg.api.resource.Quantity", TypeKind::kString, "quantity"},
    {"io.k8s.apimachinery.pkg.apis.meta.v1.Duration", TypeKind::kString, "duration"},
    {"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1", TypeKind::kMap, ""},
    {"io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime", TypeKind::kString, "date-time"},
    {"io.k8s.apimachinery.pkg.apis.meta.v1.Patch", TypeKind::kMap, ""},
    {"io.k8s.apimachinery.pkg.apis.meta.v1.Time", TypeKind::kString, "date-time"},
    {"io.k8s.apimachinery.pkg.runtime.RawExtension", TypeKind::kMap, ""},
    {"io.k8s.apimachinery.pkg.util.intstr.IntOrString", TypeKind::kIntOrString, ""},
});

bool is_true(Node node) { return node.as_bool().value_or(false); }

}  // namespace

void SchemaTypes::start(Node document, Dialect dialect) {
  document_ = document;
  dialect_ = dialect;
  definitions_.clear();
  keeps_unknown_ = false;
}

void SchemaTypes::report(text::ProblemKind kind, Node at, std::string message) {
  out_.problems.push_back(text::make_problem(kind, at.span(), std::move(message)));
}

bool SchemaTypes::has_room(Node at, std::size_t depth) {
  if (depth > reading_.max_depth) {
    report(yaml::kNestingProblem, at,
           fmt::format("schema is nested more than {} levels deep; the rest is not checked",
                       reading_.max_depth));
    return false;
  }
  if (out_.draft.types.size() < reading_.max_types) return true;
  if (!is_full_) {
    report(yaml::kSizeProblem, at,
           fmt::format("schemas have more than {} parts; the rest is not checked",
                       reading_.max_types));
  }
  is_full_ = true;
  return false;
}

TypeId SchemaTypes::scalar(TypeKind kind, std::string_view format) {
  draft::Type type;
  type.kind = kind;
  if (kind == TypeKind::kMap) type.element = scalar(TypeKind::kAny);
  if (!format.empty()) {
    draft::Facet facet;
    facet.kind = FacetKind::kFormat;
    facet.text = format;
    type.facets.push_back(std::move(facet));
  }
  return out_.draft.add(std::move(type));
}

// The metadata of every object. Open, since the server has more fields than people write.
TypeId SchemaTypes::object_meta() {
  if (object_meta_ != kNoType) return object_meta_;
  draft::Type strings;
  strings.kind = TypeKind::kMap;
  strings.element = scalar(TypeKind::kString);
  const TypeId map = out_.draft.add(strings);
  strings.kind = TypeKind::kList;
  const TypeId list = out_.draft.add(strings);
  const TypeId string = strings.element;

  draft::Type meta;
  meta.name = "ObjectMeta";
  meta.kind = TypeKind::kObject;
  for (const auto& [name, type] : {std::pair{"annotations", map}, std::pair{"finalizers", list},
                                   std::pair{"generateName", string}, std::pair{"labels", map},
                                   std::pair{"name", string}, std::pair{"namespace", string}}) {
    draft::Field field;
    field.name = name;
    field.type = type;
    meta.fields.push_back(std::move(field));
  }
  draft::Facet named;
  named.kind = FacetKind::kAtLeastOne;
  named.names = {"name", "generateName"};
  meta.facets.push_back(std::move(named));
  meta.add_flag(FacetKind::kOpen);
  object_meta_ = out_.draft.add(std::move(meta));
  return object_meta_;
}

TypeId SchemaTypes::add_root(std::string name, Node schema) {
  draft::Type root;
  if (schema.is_map()) {
    fill(root, schema, 0, false);
  } else {
    root.add_flag(FacetKind::kOpen);
  }
  // A root is always an object, even if its schema is careless.
  if (root.kind != TypeKind::kObject) {
    if (root.kind == TypeKind::kMap || root.kind == TypeKind::kAny) root.add_flag(FacetKind::kOpen);
    root.kind = TypeKind::kObject;
    root.element = kNoType;
  }
  root.name = std::move(name);
  if (schema["properties"]["metadata"].size() > 1) ++out_.dropped_metadata;
  std::erase_if(root.fields, [](const draft::Field& field) {
    return field.name == "apiVersion" || field.name == "kind" || field.name == "metadata";
  });
  const TypeId string = scalar(TypeKind::kString);
  for (const auto& [implied, type] : {std::pair{"apiVersion", string}, std::pair{"kind", string},
                                      std::pair{"metadata", object_meta()}}) {
    draft::Field field;
    field.name = implied;
    field.type = type;
    field.is_required = true;
    root.fields.push_back(std::move(field));
  }
  std::ranges::stable_sort(root.fields, {}, &draft::Field::name);
  return out_.draft.add(std::move(root));
}

void SchemaTypes::finish() {
  while (!unread_.empty()) {
    const auto [id, schema] = unread_.front();
    unread_.pop_front();
    draft::Type type;
    type.name = out_.draft.types[id].name;
    fill(type, schema, 0, false);
    out_.draft.types[id] = std::move(type);
  }
}

TypeId SchemaTypes::definition_of(Node reference) {
  const std::string_view text = reference.text();
  const auto found = definitions_.find(text);
  if (found != definitions_.end()) return found->second;
  // "#/definitions/NAME": a path from the document's root.
  Node at = text.starts_with("#") ? document_ : Node();
  std::string_view rest = text.substr(std::min<std::size_t>(text.size(), 1));
  std::string part;
  while (rest.starts_with('/') && at) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('/'), rest.size());
    part.clear();
    for (std::size_t i = 0; i < end; ++i) {
      const bool is_escape =
          rest[i] == '~' && i + 1 < end && (rest[i + 1] == '0' || rest[i + 1] == '1');
      part += is_escape ? (rest[i + 1] == '0' ? '~' : '/') : rest[i];
      if (is_escape) ++i;
    }
    rest.remove_prefix(end);
    at = at[part];
  }
  TypeId id = kNoType;
  const auto known = std::ranges::find(kKnownDefinitions, part, &KnownDefinition::name);
  if (known != kKnownDefinitions.end()) {
    id = scalar(known->kind, known->format);
  } else if (at.is_map() && has_room(reference, 0)) {
    draft::Type type;
    type.name = part.empty() ? "Schema" : part;
    id = out_.draft.add(std::move(type));
    unread_.emplace_back(id, at);
  } else {
    if (!at) report(kMissingField, reference, fmt::format("no schema at \"{}\"", text));
    id = scalar(TypeKind::kAny);
  }
  definitions_.emplace(text, id);
  return id;
}

TypeId SchemaTypes::type_of(Node schema, std::size_t depth, bool is_branch) {
  if (const Node reference = schema["$ref"]) return definition_of(reference);
  // OpenAPI v3 writes a reference together with a default like this.
  const Node all = schema["allOf"];
  if (all.size() == 1 && all.item(0)["$ref"] &&
      has_only_keys(schema, {"allOf", "default", "description"}))
    return definition_of(all.item(0)["$ref"]);
  draft::Type type;
  if (!has_room(schema, depth)) return out_.draft.add(std::move(type));
  fill(type, schema, depth, is_branch);
  return out_.draft.add(std::move(type));
}

// One branch for each name: `type: [string, integer]` of JSON Schema.
TypeKind SchemaTypes::kind_of_list(draft::Type& type, const std::vector<Node>& names) {
  draft::Facet any;
  any.kind = FacetKind::kAny;
  for (const Node name : names) {
    draft::Type branch;
    const std::string_view text = name.text();
    branch.kind = text == "string"    ? TypeKind::kString
                  : text == "boolean" ? TypeKind::kBool
                  : text == "integer" ? TypeKind::kInteger
                  : text == "number"  ? TypeKind::kNumber
                  : text == "array"   ? TypeKind::kList
                                      : TypeKind::kMap;
    if (branch.kind == TypeKind::kList || branch.kind == TypeKind::kMap)
      branch.element = scalar(TypeKind::kAny);
    any.types.push_back(out_.draft.add(std::move(branch)));
  }
  type.facets.push_back(std::move(any));
  return TypeKind::kAny;
}

TypeKind SchemaTypes::kind_of(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
  const Node named = schema["type"];
  std::string_view name = named.text();
  if (named.is_list()) {  // JSON Schema only
    std::vector<Node> kinds;
    for (const Node item : named) {
      if (item.text() == "null") {
        type.add_flag(FacetKind::kNullable);
      } else {
        kinds.push_back(item);
      }
    }
    if (kinds.size() == 1) {
      name = kinds.front().text();
    } else if (kinds.size() > 1) {
      return kind_of_list(type, kinds);
    }
  }
  if (is_true(schema["x-kubernetes-int-or-string"]) || schema["format"].text() == "int-or-string")
    return TypeKind::kIntOrString;
  if (name == "string") return TypeKind::kString;
  if (name == "boolean") return TypeKind::kBool;
  if (name == "integer") return TypeKind::kInteger;
  if (name == "number") return TypeKind::kNumber;
  const Node more = schema["additionalProperties"];
  const bool is_object =
      name == "object" || (name.empty() && !is_branch && (schema["properties"] || more.is_map()));
  const Node items = schema["items"];
  if (name == "array" || (name.empty() && !is_branch && items)) {
    type.element = items.is_map() ? type_of(items, depth + 1, false) : scalar(TypeKind::kAny);
    return TypeKind::kList;
  }
  if (!is_object) {
    if (!name.empty() && name != "null")
      report(kWrongType, named, fmt::format("unknown type \"{}\"", name));
    return TypeKind::kAny;
  }
  const bool keeps_unknown = is_true(schema["x-kubernetes-preserve-unknown-fields"]);
  if (!schema["properties"].empty()) {
    const bool takes_more = more ? !(more.as_bool() == false) : dialect_ == Dialect::kJsonSchema;
    if (keeps_unknown || keeps_unknown_ || takes_more || is_branch) type.add_flag(FacetKind::kOpen);
    return TypeKind::kObject;
  }
  if (more.is_map() && !more.empty()) {
    type.element = type_of(more, depth + 1, false);
    return TypeKind::kMap;
  }
  const bool is_map = keeps_unknown || keeps_unknown_ || is_true(more) || more.is_map() ||
                      is_branch || (dialect_ == Dialect::kJsonSchema && !more);
  if (!is_map) return TypeKind::kObject;
  type.element = scalar(TypeKind::kAny);
  return TypeKind::kMap;
}

void SchemaTypes::read_fields(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
  for (const EntryView entry : schema["properties"].entries()) {
    draft::Field field;
    field.name = entry.key.text();
    field.type = type_of(entry.value, depth + 1, is_branch);
    if (const Node value = entry.value["default"]) field.default_value = json_of(value);
    type.fields.push_back(std::move(field));
  }
  std::ranges::stable_sort(type.fields, {}, &draft::Field::name);
  const auto same = std::ranges::unique(type.fields, {}, &draft::Field::name);
  type.fields.erase(same.begin(), same.end());
  std::vector<std::string> unknown;
  for (const Node name : schema["required"]) {
    const auto at = std::ranges::lower_bound(type.fields, name.text(), {}, &draft::Field::name);
    if (at != type.fields.end() && at->name == name.text()) {
      at->is_required = true;
    } else if (!name.text().empty()) {
      unknown.emplace_back(name.text());
    }
  }
  if (unknown.empty()) return;
  // A field that is required but not in `properties` becomes a condition, which doesn't make it
  // known.
  std::ranges::sort(unknown);
  const auto twice = std::ranges::unique(unknown);
  unknown.erase(twice.begin(), twice.end());
  draft::Type condition;
  draft::Type& target = is_branch ? type : condition;
  for (std::string& name : unknown) {
    draft::Field field;
    field.name = std::move(name);
    field.type = scalar(TypeKind::kAny);
    field.is_required = true;
    target.fields.push_back(std::move(field));
  }
  std::ranges::stable_sort(target.fields, {}, &draft::Field::name);
  if (is_branch) return;
  condition.add_flag(FacetKind::kOpen);
  draft::Facet all;
  all.kind = FacetKind::kAll;
  all.types.push_back(out_.draft.add(std::move(condition)));
  type.facets.push_back(std::move(all));
}

bool SchemaTypes::is_pattern(Node pattern) {
  const auto [at, is_new] = patterns_.try_emplace(std::string(pattern.text()), false);
  if (is_new) {
    const re2::RE2 expression(at->first, re2::RE2::Quiet);
    at->second = expression.ok();
    if (!at->second)
      report(kInvalidFormat, pattern,
             fmt::format("pattern is not checked: {}", expression.error()));
  }
  return at->second;
}

void SchemaTypes::read_limit(draft::Type& type, Node schema, std::string_view key,
                             FacetKind inclusive, FacetKind exclusive) {
  const std::string exclusive_key = key == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const Node other = schema[exclusive_key];
  const auto add = [&](FacetKind kind, Node number) {
    draft::Facet facet;
    facet.kind = kind;
    facet.number = number.as_double().value_or(0);
    if (number.as_double()) type.facets.push_back(std::move(facet));
  };
  // A boolean next to the limit in OpenAPI, a separate limit in later JSON Schema.
  if (const Node limit = schema[key]) add(is_true(other) ? exclusive : inclusive, limit);
  if (other && !other.as_bool()) add(exclusive, other);
}

void SchemaTypes::read_enum(draft::Type& type, Node values) {
  std::set<std::string, std::less<>> seen;
  for (const Node value : values) {
    if (value.is_null()) {
      type.add_flag(FacetKind::kNullable);
      continue;
    }
    if (!value.is_scalar()) {
      report(kWrongType, value, "enum value that is not a scalar is not checked");
      continue;
    }
    draft::Facet facet;
    facet.kind = FacetKind::kValue;
    facet.text = value.text();
    if (const std::optional<bool> truth = value.as_bool()) facet.text = *truth ? "true" : "false";
    if (seen.insert(facet.text).second) type.facets.push_back(std::move(facet));
  }
}

void SchemaTypes::read_facets(draft::Type& type, Node schema) {
  if (is_true(schema["nullable"])) type.add_flag(FacetKind::kNullable);
  read_limit(type, schema, "minimum", FacetKind::kMinimum, FacetKind::kExclusiveMinimum);
  read_limit(type, schema, "maximum", FacetKind::kMaximum, FacetKind::kExclusiveMaximum);
  for (const LimitKey& limit : kLimitKeys) {
    const std::optional<double> number = schema[limit.key].as_double();
    if (!number) continue;
    draft::Facet facet;
    facet.kind = limit.kind;
    facet.number = *number;
    type.facets.push_back(std::move(facet));
  }
  if (const Node pattern = schema["pattern"]; pattern.is_scalar() && is_pattern(pattern)) {
    draft::Facet facet;
    facet.kind = FacetKind::kPattern;
    facet.text = pattern.text();
    type.facets.push_back(std::move(facet));
  }
  // Formats that no server checks are left out. Durations of CRDs may be in words ("3 days"),
  // unlike the Go durations of facts; those of other schemas are neither.
  std::string_view format = schema["format"].text();
  if (format == "duration") {
    format = dialect_ == Dialect::kStructural ? "spoken-duration" : std::string_view();
  }
  const Format known = parse_format(format);
  const bool is_checked = known != Format::kOther && known != Format::kNone;
  if (is_checked) {
    draft::Facet facet;
    facet.kind = FacetKind::kFormat;
    facet.text = format;
    type.facets.push_back(std::move(facet));
  }
  read_enum(type, schema["enum"]);
  if (const Node value = schema["const"]; value.is_scalar()) {
    draft::Facet facet;
    facet.kind = FacetKind::kValue;
    facet.text = value.text();
    type.facets.push_back(std::move(facet));
  }
  if (is_true(schema["x-kubernetes-embedded-resource"])) type.add_flag(FacetKind::kEmbedded);
  // In built-in kinds the list type only decides how to merge.
  if (dialect_ == Dialect::kOpenApi) return;
  const std::string_view list_type = schema["x-kubernetes-list-type"].text();
  if (list_type == "set" || is_true(schema["uniqueItems"])) type.add_flag(FacetKind::kSet);
  if (const Node keys = schema["x-kubernetes-list-map-keys"];
      list_type == "map" && keys.size() > 0) {
    draft::Facet facet;
    facet.kind = FacetKind::kKeys;
    for (const Node key : keys) facet.names.emplace_back(key.text());
    type.facets.push_back(std::move(facet));
  }
}

void SchemaTypes::read_rules(draft::Type& type, Node rules) {
  for (const Node item : rules) {
    draft::Rule rule;
    rule.expression = item["rule"].text();
    rule.message = item["message"].text();
    rule.message_expression = item["messageExpression"].text();
    rule.reason = item["reason"].text();
    rule.field_path = item["fieldPath"].text();
    rule.is_optional_old_self = is_true(item["optionalOldSelf"]);
    if (!rule.expression.empty()) type.rules.push_back(std::move(rule));
  }
}

void SchemaTypes::fill(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
  type.kind = kind_of(type, schema, depth, is_branch);
  const bool has_fields = type.kind == TypeKind::kObject || is_branch;
  if (has_fields || schema["required"]) read_fields(type, schema, depth, is_branch);
  read_facets(type, schema);
  read_conditions(type, schema, schema, depth, is_branch);
  read_rules(type, schema["x-kubernetes-validations"]);
  if (type.kind == TypeKind::kAny && !type.fields.empty()) type.add_flag(FacetKind::kOpen);
}

}  // namespace meshlint::schema
