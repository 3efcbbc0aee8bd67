#include "schema/crd.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <set>
#include <utility>

#include "schema/format.h"
#include "schema/json_value.h"

namespace meshlint::schema {
namespace {

using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;

// What a schema that does not say so means: pruning makes unknown fields wrong in a CRD, while
// JSON Schema lets them pass.
enum class Dialect : std::uint8_t { kStructural, kOpenApi, kJsonSchema };

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

// Definitions of Kubernetes that are written otherwise than their schemas say.
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

bool has_only(Node map, std::initializer_list<std::string_view> keys) {
  return map.is_map() && std::ranges::all_of(map.entries(), [&](const EntryView entry) {
           return std::ranges::find(keys, entry.key.text()) != keys.end();
         });
}

bool is_condition(Node schema) { return has_only(schema, {"oneOf", "anyOf", "allOf", "not"}); }

// [{type: integer}, {type: string}], which CRDs say beside x-kubernetes-int-or-string.
bool is_int_or_string(Node branches) {
  return branches.size() == 2 && branches.item(0).size() == 1 && branches.item(1).size() == 1 &&
         branches.item(0)["type"].text() == "integer" &&
         branches.item(1)["type"].text() == "string";
}

// The one field that a branch asks for: `required: [a]`. Istio's branches repeat in `properties`
// what the field's own schema says; a value that breaks that is refused there anyway.
std::optional<std::string_view> only_required(Node branch, Node owner) {
  const Node required = branch["required"];
  if (!required.is_list() || required.size() != 1 || !has_only(branch, {"required", "properties"}))
    return std::nullopt;
  const std::string_view name = required.item(0).text();
  if (const Node properties = branch["properties"]) {
    const Node repeated = properties[name];
    const Node own = owner["properties"][name];
    if (properties.size() != 1 || !repeated.is_map()) return std::nullopt;
    for (const EntryView entry : repeated.entries()) {
      const std::string_view key = entry.key.text();
      if (key == "properties") {
        const bool says_nothing =
            std::ranges::all_of(entry.value.entries(), [](const EntryView property) {
              return property.value.is_map() && property.value.empty();
            });
        if (!says_nothing) return std::nullopt;
      } else if (!own[key] || !yaml::deep_equal(entry.value, own[key])) {
        return std::nullopt;
      }
    }
  }
  return name;
}

// The names if all branches but `except` ask for one field each.
std::optional<std::vector<std::string>> group_of(Node branches, Node owner,
                                                 std::optional<std::size_t> except = {}) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (i == except) continue;
    const std::optional<std::string_view> name = only_required(branches.item(i), owner);
    if (!name) return std::nullopt;
    names.emplace_back(*name);
  }
  if (std::set<std::string_view>(names.begin(), names.end()).size() != names.size())
    return std::nullopt;
  return names;
}

// oneOf: [{not: {anyOf: [A, B]}}, A, B] allows at most one of the fields of A and B.
std::optional<std::vector<std::string>> at_most_one(Node branches, Node owner) {
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const Node none = branches.item(i)["not"]["anyOf"];
    if (!none || branches.item(i).size() != 1 || branches.item(i)["not"].size() != 1) continue;
    std::optional<std::vector<std::string>> names = group_of(branches, owner, i);
    std::optional<std::vector<std::string>> denied = group_of(none, owner);
    if (!names || !denied) return std::nullopt;
    std::ranges::sort(*denied);
    std::vector<std::string> sorted = *names;
    std::ranges::sort(sorted);
    return sorted == *denied ? names : std::nullopt;
  }
  return std::nullopt;
}

class SchemaReader {
 public:
  explicit SchemaReader(const SchemaReading& reading) : reading_(reading) {}

  void read(Node root);
  SchemaRead take() && { return std::move(out_); }

 private:
  void say(text::ProblemKind kind, Node at, std::string message);
  bool has_room(Node at, std::size_t depth);

  void read_crd(Node crd);
  void read_openapi(Node definitions);
  void read_json_schema(Node root);
  void finish_definitions();

  TypeId add_root(std::string name, Node schema);
  TypeId object_meta();
  TypeId scalar(TypeKind kind, std::string_view format = {});

  // `is_branch`: a part of a condition, which says nothing of what it does not name.
  TypeId type_of(Node schema, std::size_t depth, bool is_branch = false);
  TypeId definition_of(Node reference);
  void fill(draft::Type& type, Node schema, std::size_t depth, bool is_branch);
  TypeKind kind_of(draft::Type& type, Node schema, std::size_t depth, bool is_branch);
  void read_fields(draft::Type& type, Node schema, std::size_t depth, bool is_branch);
  void read_facets(draft::Type& type, Node schema);
  void read_limit(draft::Type& type, Node schema, std::string_view key, FacetKind inclusive,
                  FacetKind exclusive);
  void read_enum(draft::Type& type, Node values);
  void read_conditions(draft::Type& type, Node schema, Node owner, std::size_t depth,
                       bool is_branch);
  void add_condition(draft::Type& type, FacetKind kind, Node branches, std::size_t depth);
  void add_group(draft::Type& type, FacetKind kind, std::vector<std::string> names, bool is_branch);
  void read_rules(draft::Type& type, Node rules);
  bool is_pattern(Node pattern);

  void add_flag(draft::Type& type, FacetKind kind) {
    draft::Facet facet;
    facet.kind = kind;
    type.facets.push_back(std::move(facet));
  }

  const SchemaReading& reading_;
  SchemaRead out_;
  Dialect dialect_ = Dialect::kStructural;
  bool keeps_unknown_ = false;  // a CRD without pruning
  bool is_full_ = false;
  TypeId object_meta_ = kNoType;
  Node document_;  // that references are resolved in
  std::map<std::string, TypeId, std::less<>> definitions_;
  std::deque<std::pair<TypeId, Node>> unread_;
  std::map<std::string, bool, std::less<>> patterns_;
};

void SchemaReader::say(text::ProblemKind kind, Node at, std::string message) {
  text::Problem problem;
  problem.kind = kind;
  problem.at = at.span();
  problem.message = std::move(message);
  out_.problems.push_back(std::move(problem));
}

bool SchemaReader::has_room(Node at, std::size_t depth) {
  if (depth > reading_.max_depth) {
    say(text::ProblemKind::kTooDeep, at,
        fmt::format("schema is nested more than {} levels deep; the rest of it is not checked",
                    reading_.max_depth));
    return false;
  }
  if (out_.draft.types.size() < reading_.max_types) return true;
  if (!is_full_) {
    say(text::ProblemKind::kTooLarge, at,
        fmt::format("schemas have more than {} parts; the rest of them is not checked",
                    reading_.max_types));
  }
  is_full_ = true;
  return false;
}

TypeId SchemaReader::scalar(TypeKind kind, std::string_view format) {
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

// The metadata of every object. Open, since the server knows more than people write.
TypeId SchemaReader::object_meta() {
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
  add_flag(meta, FacetKind::kOpen);
  object_meta_ = out_.draft.add(std::move(meta));
  return object_meta_;
}

TypeId SchemaReader::add_root(std::string name, Node schema) {
  draft::Type root;
  if (schema.is_map()) {
    fill(root, schema, 0, false);
  } else {
    add_flag(root, FacetKind::kOpen);
  }
  // A root is an object, whatever a careless schema says.
  if (root.kind != TypeKind::kObject) {
    if (root.kind == TypeKind::kMap || root.kind == TypeKind::kAny)
      add_flag(root, FacetKind::kOpen);
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

void SchemaReader::read(Node root) {
  document_ = root;
  definitions_.clear();
  keeps_unknown_ = false;
  if (is_crd(root)) {
    dialect_ = Dialect::kStructural;
    read_crd(root);
  } else if (root["kind"].text().ends_with("List") && root["items"].is_list()) {
    dialect_ = Dialect::kStructural;
    for (const Node item : root["items"]) {
      if (is_crd(item)) read_crd(item);
    }
  } else if (const Node schemas = root["components"]["schemas"]; schemas.is_map()) {
    dialect_ = Dialect::kOpenApi;
    read_openapi(schemas);
  } else if (const Node definitions = root["definitions"];
             definitions.is_map() && !root["properties"] && !root["$ref"]) {
    dialect_ = Dialect::kOpenApi;
    read_openapi(definitions);
  } else if (root["properties"] || root["$ref"] || root["$schema"]) {
    dialect_ = Dialect::kJsonSchema;
    read_json_schema(root);
  }
  finish_definitions();
}

void SchemaReader::finish_definitions() {
  while (!unread_.empty()) {
    const auto [id, schema] = unread_.front();
    unread_.pop_front();
    draft::Type type;
    type.name = out_.draft.types[id].name;
    fill(type, schema, 0, false);
    out_.draft.types[id] = std::move(type);
  }
}

void SchemaReader::read_crd(Node crd) {
  const Node spec = crd["spec"];
  const bool is_beta = crd["apiVersion"].text().ends_with("/v1beta1");
  const Node keeps_unknown = spec["preserveUnknownFields"];
  keeps_unknown_ = keeps_unknown ? is_true(keeps_unknown) : is_beta;
  draft::Kind kind;
  kind.name = spec["names"]["kind"].text();
  kind.group = spec["group"].text();
  kind.plural = spec["names"]["plural"].text();
  kind.scope = spec["scope"].text() == "Cluster" ? Scope::kCluster : Scope::kNamespaced;
  if (kind.name.empty() || kind.group.empty()) {
    say(text::ProblemKind::kMissingField, spec ? spec : crd,
        "CustomResourceDefinition without `group` or `names.kind`");
    return;
  }
  const Node common = spec["validation"]["openAPIV3Schema"];  // of v1beta1
  const auto add = [&](std::string_view name, Node schema) {
    if (name.empty()) return;
    draft::ApiVersion version;
    version.name = name;
    version.root = add_root(kind.name, schema);
    kind.versions.push_back(std::move(version));
  };
  const Node versions = spec["versions"];
  TypeId common_root = kNoType;
  for (const Node version : versions) {
    const Node served = version["served"];
    if (served && !is_true(served)) continue;
    const Node schema = version["schema"]["openAPIV3Schema"];
    if (schema || common_root == kNoType) {
      add(version["name"].text(), schema ? schema : common);
      if (!schema && !kind.versions.empty()) common_root = kind.versions.back().root;
    } else {
      draft::ApiVersion same;
      same.name = version["name"].text();
      same.root = common_root;
      if (!same.name.empty()) kind.versions.push_back(std::move(same));
    }
  }
  if (versions.empty()) add(spec["version"].text(), common);
  if (!kind.versions.empty()) out_.draft.kinds.push_back(std::move(kind));
}

void SchemaReader::read_openapi(Node definitions) {
  for (const EntryView entry : definitions.entries()) {
    const Node names = entry.value["x-kubernetes-group-version-kind"];
    // An envelope such as DeleteOptions belongs to all groups.
    if (names.size() != 1) continue;
    const Node name = names.item(0);
    const std::string_view group = name["group"].text();
    const std::string_view version = name["version"].text();
    const std::string_view kind_name = name["kind"].text();
    if (kind_name.empty() || version.empty()) continue;
    Scope scope = Scope::kNamespaced;
    const auto known = reading_.scopes.find(fmt::format("{}/{}/{}", group, version, kind_name));
    if (known != reading_.scopes.end()) {
      if (!known->second) continue;
      scope = *known->second;
    }
    const auto same = std::ranges::find_if(out_.draft.kinds, [&](const draft::Kind& kind) {
      return kind.name == kind_name && kind.group == group;
    });
    draft::ApiVersion api;
    api.name = version;
    api.root = add_root(std::string(kind_name), entry.value);
    if (same != out_.draft.kinds.end()) {
      same->versions.push_back(std::move(api));
      continue;
    }
    draft::Kind kind;
    kind.name = kind_name;
    kind.group = group;
    kind.scope = scope;
    kind.versions.push_back(std::move(api));
    out_.draft.kinds.push_back(std::move(kind));
  }
}

void SchemaReader::read_json_schema(Node root) {
  draft::NamedType named;
  named.name = root["title"].text().empty() ? "Schema" : std::string(root["title"].text());
  named.type = type_of(root, 0);
  out_.draft.named_types.push_back(std::move(named));
}

TypeId SchemaReader::definition_of(Node reference) {
  const std::string_view text = reference.text();
  const auto found = definitions_.find(text);
  if (found != definitions_.end()) return found->second;
  // "#/definitions/NAME": the parts lead from the document's root.
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
    if (!at)
      say(text::ProblemKind::kMissingField, reference, fmt::format("no schema at \"{}\"", text));
    id = scalar(TypeKind::kAny);
  }
  definitions_.emplace(text, id);
  return id;
}

TypeId SchemaReader::type_of(Node schema, std::size_t depth, bool is_branch) {
  if (const Node reference = schema["$ref"]) return definition_of(reference);
  // OpenAPI v3 writes a reference with a default beside it so.
  const Node all = schema["allOf"];
  if (all.size() == 1 && all.item(0)["$ref"] &&
      has_only(schema, {"allOf", "default", "description"}))
    return definition_of(all.item(0)["$ref"]);
  draft::Type type;
  if (!has_room(schema, depth)) return out_.draft.add(std::move(type));
  fill(type, schema, depth, is_branch);
  return out_.draft.add(std::move(type));
}

TypeKind SchemaReader::kind_of(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
  const Node named = schema["type"];
  std::string_view name = named.text();
  if (named.is_list()) {  // JSON Schema only
    std::vector<Node> kinds;
    for (const Node item : named) {
      if (item.text() == "null") {
        add_flag(type, FacetKind::kNullable);
      } else {
        kinds.push_back(item);
      }
    }
    if (kinds.size() == 1) {
      name = kinds.front().text();
    } else if (kinds.size() > 1) {
      draft::Facet any;
      any.kind = FacetKind::kAny;
      for (const Node kind : kinds) {
        draft::Type branch;
        const std::string_view text = kind.text();
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
    type.element = items.is_map() ? type_of(items, depth + 1) : scalar(TypeKind::kAny);
    return TypeKind::kList;
  }
  if (!is_object) {
    if (!name.empty() && name != "null")
      say(text::ProblemKind::kWrongType, named, fmt::format("unknown type \"{}\"", name));
    return TypeKind::kAny;
  }
  const bool keeps_unknown = is_true(schema["x-kubernetes-preserve-unknown-fields"]);
  if (!schema["properties"].empty()) {
    const bool takes_more = more ? !(more.as_bool() == false) : dialect_ == Dialect::kJsonSchema;
    if (keeps_unknown || keeps_unknown_ || takes_more || is_branch)
      add_flag(type, FacetKind::kOpen);
    return TypeKind::kObject;
  }
  if (more.is_map() && !more.empty()) {
    type.element = type_of(more, depth + 1);
    return TypeKind::kMap;
  }
  const bool is_map = keeps_unknown || keeps_unknown_ || is_true(more) || more.is_map() ||
                      is_branch || (dialect_ == Dialect::kJsonSchema && !more);
  if (!is_map) return TypeKind::kObject;
  type.element = scalar(TypeKind::kAny);
  return TypeKind::kMap;
}

void SchemaReader::read_fields(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
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
  // Required without being described: a condition, for the field's being known is another matter.
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
  add_flag(condition, FacetKind::kOpen);
  draft::Facet all;
  all.kind = FacetKind::kAll;
  all.types.push_back(out_.draft.add(std::move(condition)));
  type.facets.push_back(std::move(all));
}

bool SchemaReader::is_pattern(Node pattern) {
  const auto [at, is_new] = patterns_.try_emplace(std::string(pattern.text()), false);
  if (is_new) {
    const re2::RE2 expression(at->first, re2::RE2::Quiet);
    at->second = expression.ok();
    if (!at->second)
      say(text::ProblemKind::kBadFormat, pattern,
          fmt::format("pattern is not checked: {}", expression.error()));
  }
  return at->second;
}

void SchemaReader::read_limit(draft::Type& type, Node schema, std::string_view key,
                              FacetKind inclusive, FacetKind exclusive) {
  const std::string exclusive_key = key == "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const Node other = schema[exclusive_key];
  const auto add = [&](FacetKind kind, Node number) {
    draft::Facet facet;
    facet.kind = kind;
    facet.number = number.as_double().value_or(0);
    if (number.as_double()) type.facets.push_back(std::move(facet));
  };
  // A boolean beside the limit in OpenAPI, a limit of its own in later JSON Schema.
  if (const Node limit = schema[key]) add(is_true(other) ? exclusive : inclusive, limit);
  if (other && !other.as_bool()) add(exclusive, other);
}

void SchemaReader::read_enum(draft::Type& type, Node values) {
  std::set<std::string, std::less<>> seen;
  for (const Node value : values) {
    if (value.is_null()) {
      add_flag(type, FacetKind::kNullable);
      continue;
    }
    if (!value.is_scalar()) {
      say(text::ProblemKind::kWrongType, value, "enum value that is not a scalar is not checked");
      continue;
    }
    draft::Facet facet;
    facet.kind = FacetKind::kValue;
    facet.text = value.text();
    if (const std::optional<bool> truth = value.as_bool()) facet.text = *truth ? "true" : "false";
    if (seen.insert(facet.text).second) type.facets.push_back(std::move(facet));
  }
}

void SchemaReader::read_facets(draft::Type& type, Node schema) {
  if (is_true(schema["nullable"])) add_flag(type, FacetKind::kNullable);
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
  // Formats that no server looks at say nothing. The durations of CRDs may be in words ("3 days"),
  // unlike those of Go that facts mean; those of other schemas are none of both.
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
  if (is_true(schema["x-kubernetes-embedded-resource"])) add_flag(type, FacetKind::kEmbedded);
  // For kinds that are built into the server the list type only says how to merge.
  if (dialect_ == Dialect::kOpenApi) return;
  const std::string_view list_type = schema["x-kubernetes-list-type"].text();
  if (list_type == "set" || is_true(schema["uniqueItems"])) add_flag(type, FacetKind::kSet);
  if (const Node keys = schema["x-kubernetes-list-map-keys"];
      list_type == "map" && keys.size() > 0) {
    draft::Facet facet;
    facet.kind = FacetKind::kKeys;
    for (const Node key : keys) facet.names.emplace_back(key.text());
    type.facets.push_back(std::move(facet));
  }
}

void SchemaReader::add_group(draft::Type& type, FacetKind kind, std::vector<std::string> names,
                             bool is_branch) {
  draft::Facet facet;
  facet.kind = kind;
  facet.names = std::move(names);
  std::vector<std::string> missing;
  for (const std::string& name : facet.names) {
    if (std::ranges::find(type.fields, name, &draft::Field::name) == type.fields.end())
      missing.push_back(name);
  }
  draft::Type condition;
  const bool is_apart = !is_branch && !missing.empty();
  draft::Type& target = is_apart ? condition : type;
  for (const std::string& name : is_apart ? facet.names : missing) {
    draft::Field field;
    field.name = name;
    field.type = scalar(TypeKind::kAny);
    target.fields.push_back(std::move(field));
  }
  std::ranges::stable_sort(target.fields, {}, &draft::Field::name);
  target.facets.push_back(std::move(facet));
  if (!is_apart) return;
  add_flag(condition, FacetKind::kOpen);
  draft::Facet all;
  all.kind = FacetKind::kAll;
  all.types.push_back(out_.draft.add(std::move(condition)));
  type.facets.push_back(std::move(all));
}

void SchemaReader::add_condition(draft::Type& type, FacetKind kind, Node branches,
                                 std::size_t depth) {
  draft::Facet facet;
  facet.kind = kind;
  if (branches.is_list()) {
    for (const Node branch : branches) facet.types.push_back(type_of(branch, depth + 1, true));
  } else {
    facet.types.push_back(type_of(branches, depth + 1, true));
  }
  if (!facet.types.empty()) type.facets.push_back(std::move(facet));
}

// `owner` is the schema of the whole value, which `schema` may be a part of.
void SchemaReader::read_conditions(draft::Type& type, Node schema, Node owner, std::size_t depth,
                                   bool is_branch) {
  if (depth > reading_.max_depth) return;
  if (const Node one = schema["oneOf"]; !one.empty()) {
    if (std::optional<std::vector<std::string>> names = at_most_one(one, owner)) {
      if (names->size() > 1) add_group(type, FacetKind::kAtMostOne, std::move(*names), is_branch);
    } else if (names = group_of(one, owner); names && names->size() > 1) {
      add_group(type, FacetKind::kExactlyOne, std::move(*names), is_branch);
    } else if (!(type.kind == TypeKind::kIntOrString && is_int_or_string(one))) {
      add_condition(type, FacetKind::kOne, one, depth);
    }
  }
  if (const Node any = schema["anyOf"]; !any.empty()) {
    std::optional<std::vector<std::string>> names = group_of(any, owner);
    if (names && names->size() > 1) {
      add_group(type, FacetKind::kAtLeastOne, std::move(*names), is_branch);
    } else if (!(type.kind == TypeKind::kIntOrString && is_int_or_string(any))) {
      add_condition(type, FacetKind::kAny, any, depth);
    }
  }
  if (const Node all = schema["allOf"]; !all.empty()) {
    draft::Facet facet;
    facet.kind = FacetKind::kAll;
    for (const Node part : all) {
      if (is_condition(part)) {
        read_conditions(type, part, owner, depth + 1, is_branch);
      } else {
        facet.types.push_back(type_of(part, depth + 1, true));
      }
    }
    if (!facet.types.empty()) type.facets.push_back(std::move(facet));
  }
  if (const Node denied = schema["not"]; denied.is_map())
    add_condition(type, FacetKind::kNot, denied, depth);
}

void SchemaReader::read_rules(draft::Type& type, Node rules) {
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

void SchemaReader::fill(draft::Type& type, Node schema, std::size_t depth, bool is_branch) {
  type.kind = kind_of(type, schema, depth, is_branch);
  const bool has_fields = type.kind == TypeKind::kObject || is_branch;
  if (has_fields || schema["required"]) read_fields(type, schema, depth, is_branch);
  read_facets(type, schema);
  read_conditions(type, schema, schema, depth, is_branch);
  read_rules(type, schema["x-kubernetes-validations"]);
  if (type.kind == TypeKind::kAny && !type.fields.empty()) add_flag(type, FacetKind::kOpen);
}

}  // namespace

KindScopes parse_kind_scopes(std::string_view lines) {
  KindScopes scopes;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    std::array<std::string_view, 4> parts;
    for (std::string_view& part : parts) {
      const std::size_t tab = std::min(line.find('\t'), line.size());
      part = line.substr(0, tab);
      line.remove_prefix(std::min(tab + 1, line.size()));
    }
    if (parts[2].empty() || parts[3] == "scope") continue;
    std::optional<Scope> scope = Scope::kNamespaced;
    if (parts[3] == "Cluster") scope = Scope::kCluster;
    if (parts[3] == "-") scope = std::nullopt;
    scopes.insert_or_assign(fmt::format("{}/{}/{}", parts[0], parts[1], parts[2]), scope);
  }
  return scopes;
}

bool is_crd(Node root) {
  return root["kind"].text() == "CustomResourceDefinition" &&
         root["apiVersion"].text().starts_with("apiextensions.k8s.io/");
}

SchemaRead read_schemas(std::span<const Node> roots, const SchemaReading& reading) {
  SchemaReader reader(reading);
  for (const Node root : roots) reader.read(root);
  return std::move(reader).take();
}

}  // namespace meshlint::schema
