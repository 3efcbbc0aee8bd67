#include "schema/facts_types.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "schema/json_value.h"
#include "text/edit_distance.h"

namespace meshlint::schema {

using draft::kNoType;
using draft::TypeId;
using yaml::EntryView;
using yaml::Node;

namespace {

// How deeply the types of a file may be nested.
constexpr std::size_t kDeepest = 120;

}  // namespace

TypeId FactsTypes::type_named(const FactsFile& file, Node at, std::string_view expression) {
  draft::Type type = new_type(file);
  for (const auto& [prefix, kind] :
       {std::pair<std::string_view, TypeKind>{"list<", TypeKind::kList},
        {"map<", TypeKind::kMap}}) {
    if (!expression.starts_with(prefix) || !expression.ends_with('>')) continue;
    type.kind = kind;
    type.element = type_named(
        file, at, expression.substr(prefix.size(), expression.size() - prefix.size() - 1));
    return facts_.draft.add(std::move(type));
  }
  if (expression == "object") {
    type.kind = TypeKind::kMap;
    type.element = type_named(file, at, "any");
    return facts_.draft.add(std::move(type));
  }
  const auto word = std::ranges::find(kTypeWords, expression, &TypeWord::word);
  if (word != kTypeWords.end()) {
    type.kind = word->kind;
    if (!word->format.empty()) {
      draft::Facet format;
      format.kind = FacetKind::kFormat;
      format.text = word->format;
      type.facets.push_back(std::move(format));
    }
    return facts_.draft.add(std::move(type));
  }
  if (const auto own = file.types.find(expression); own != file.types.end()) return own->second;
  if (const auto shared = shared_types_.find(expression); shared != shared_types_.end()) {
    return shared->second;
  }
  text::NearestName nearest(expression);
  for (const auto& [name, id] : file.types) nearest.consider(name);
  for (const auto& [name, id] : shared_types_) nearest.consider(name);
  for (const TypeWord& known : kTypeWords) nearest.consider(known.word);
  fail(file, at,
       fmt::format("unknown type \"{}\"{}", expression, text::did_you_mean(nearest.best(), '"')));
  return kNoType;
}

TypeId FactsTypes::type_of(const FactsFile& file, Node node, std::size_t depth) {
  if (node.is_scalar()) return type_named(file, node, string_of(file, node, "the type"));
  if (!is_map(file, node, "a type")) return kNoType;
  if (depth > kDeepest) {
    fail(file, node, "nested too deeply; give the type a name");
    return kNoType;
  }
  const bool is_name_only = std::ranges::all_of(node.entries(), [](const EntryView entry) {
    return entry.key.text() == "type" || is_field_key(entry.key.text());
  });
  const Node expression = node["type"];
  if (is_name_only && expression) {
    return type_named(file, expression, string_of(file, expression, "the type"));
  }
  draft::Type type = new_type(file);
  read_body(file, node, type, depth);
  return facts_.draft.add(std::move(type));
}

void FactsTypes::read_body(const FactsFile& file, Node map, draft::Type& type, std::size_t depth) {
  for (const EntryView entry : map.entries()) {
    const std::string_view key = entry.key.text();
    if (is_type_key(key) || is_field_key(key)) continue;
    std::vector<std::string_view> known = {"type",  "items", "fields", "enum",     "listType",
                                           "rules", "since", "until",  "required", "default"};
    for (const FacetKey& facet : kFacetKeys) known.push_back(facet.key);
    unknown(file, entry.key, known);
  }
  const Node expression = map["type"];
  const Node items = map["items"];
  if (const Node fields = map["fields"]) {
    // `type: any` together with fields is a part of a condition: the fields apply to objects, and
    // other values pass.
    type.kind = expression ? TypeKind::kAny : TypeKind::kObject;
    if (expression && expression.text() != "any") {
      fail(file, expression, "`type` together with `fields`");
    }
    if (is_map(file, fields, "fields")) read_fields(file, fields, type, depth);
  } else if (const std::string_view text = expression.text(); text == "list" || text == "map") {
    type.kind = text == "list" ? TypeKind::kList : TypeKind::kMap;
    if (!items) fail(file, map, "`items` is missing");
    if (items) type.element = type_of(file, items, depth + 1);
  } else if (expression) {
    const TypeId named = type_named(file, expression, string_of(file, expression, "the type"));
    if (named == kNoType) return;
    if (!facts_.draft.types[named].name.empty()) {
      fail(file, expression,
           fmt::format("declare this at the type \"{}\", not where it is used", text));
      return;
    }
    const draft::Type& same = facts_.draft.types[named];
    type.kind = same.kind;
    type.element = same.element;
    type.facets = same.facets;
  }
  if (items && type.kind != TypeKind::kList && type.kind != TypeKind::kMap) {
    fail(file, items, "`items` together with a complete type");
  }
  read_facets(file, map, type, depth);
}

void FactsTypes::read_facet(const FactsFile& file, Node value, const FacetKey& key, Window when,
                            draft::Type& type, std::size_t depth) {
  draft::Facet facet;
  facet.kind = key.kind;
  facet.when = when;
  switch (key.payload) {
    case Payload::kFlag:
      break;
    case Payload::kNumber: {
      const std::optional<double> number = value.as_double();
      if (!number) fail(file, value, fmt::format("`{}` is not a number", key.key));
      facet.number = number.value_or(0);
      break;
    }
    case Payload::kText: {
      facet.text = string_of(file, value, fmt::format("`{}`", key.key));
      if (key.kind == FacetKind::kPattern) {
        const re2::RE2 pattern(facet.text, re2::RE2::Quiet);
        if (!pattern.ok()) fail(file, value, "pattern: " + pattern.error());
      }
      if (key.kind == FacetKind::kFormat && parse_format(facet.text) == Format::kOther) {
        fail(file, value, fmt::format("unknown format \"{}\"", facet.text));
      }
      break;
    }
    case Payload::kNames:
    case Payload::kGroups:
      facet.names = names_of(file, value, fmt::format("`{}`", key.key));
      if (key.payload == Payload::kNames) break;
      for (const Node name : value) {
        if (std::ranges::find(type.fields, name.text(), &draft::Field::name) == type.fields.end()) {
          fail(file, name, fmt::format("unknown field \"{}\"", name.text()));
        }
      }
      break;
    case Payload::kTypes:
      for (const Node branch : value) facet.types.push_back(type_of(file, branch, depth + 1));
      if (!value.is_list()) fail(file, value, fmt::format("`{}` is not a list of types", key.key));
      break;
    case Payload::kType:
      facet.types.push_back(type_of(file, value, depth + 1));
  }
  type.facets.push_back(std::move(facet));
}

void FactsTypes::read_facets(const FactsFile& file, Node map, draft::Type& type,
                             std::size_t depth) {
  const std::string_view subject = subject_of(type.kind);
  for (const FacetKey& key : kFacetKeys) {
    const Node value = map[key.key];
    if (!value) continue;
    if (!key.subject.empty() && !subject.empty() && key.subject != subject) {
      fail(file, map.key(key.key), fmt::format("`{}` does not fit the type", key.key));
    }
    if (key.payload == Payload::kFlag) {
      each_window(file, value,
                  [&](Window when) { read_facet(file, value, key, when, type, depth); });
      continue;
    }
    each_versioned(file, value, key.payload == Payload::kGroups,
                   [&](Node one, Window when) { read_facet(file, one, key, when, type, depth); });
  }
  if (const Node values = map["enum"]) {
    each_versioned(file, values, true, [&](Node value, Window when) {
      draft::Facet facet;
      facet.kind = FacetKind::kValue;
      facet.when = when;
      facet.text = value.text();
      if (!value.is_scalar()) fail(file, value, "an enum value is not a scalar");
      const bool is_twice = std::ranges::any_of(type.facets, [&](const draft::Facet& other) {
        return other.kind == FacetKind::kValue && other.text == facet.text &&
               other.when == facet.when;
      });
      if (is_twice) fail(file, value, fmt::format("duplicate value \"{}\"", facet.text));
      type.facets.push_back(std::move(facet));
    });
  }
  if (const Node list_type = map["listType"]) {
    if (type.kind != TypeKind::kList)
      fail(file, list_type, "`listType` of a type that is not a list");
    each_versioned(file, list_type, false, [&](Node value, Window when) {
      if (value.text() != "set") {
        fail(file, value, "`listType` is not \"set\"; write `keys` for a list map");
      }
      draft::Facet facet;
      facet.kind = FacetKind::kSet;
      facet.when = when;
      type.facets.push_back(std::move(facet));
    });
  }
  if (const Node rules = map["rules"]) read_rules(file, rules, type);
}

void FactsTypes::read_rules(const FactsFile& file, Node list, draft::Type& type) {
  if (!list.is_list()) fail(file, list, "`rules` is not a list");
  for (const Node item : list) {
    if (!is_map(file, item, "a rule")) continue;
    check_keys(file, item, {"assert", "message", "at", "since", "until"});
    draft::Rule rule;
    rule.expression = string_of(file, item["assert"], "`assert`");
    rule.message = string_of(file, item["message"], "`message`");
    if (const Node at = item["at"]) rule.field_path = string_of(file, at, "`at`");
    rule.when = window_of(file, item);
    type.rules.push_back(std::move(rule));
  }
}

void FactsTypes::read_field(const FactsFile& file, Node key, Node declaration, draft::Type& type,
                            std::size_t depth) {
  draft::Field field;
  field.name = key.text();
  if (declaration.is_map()) {
    field.when = window_of(file, declaration);
    const Node required = declaration["required"];
    if (required.is_map()) {
      check_keys(file, required, {"since", "until"});
      field.is_required = true;
      field.required_when = window_of(file, required);
    } else {
      field.is_required = bool_of(file, required);
    }
    if (const Node value = declaration["default"]) field.default_value = json_of(value);
  }
  field.type = type_of(file, declaration, depth + 1);
  type.fields.push_back(std::move(field));
}

void FactsTypes::read_fields(const FactsFile& file, Node map, draft::Type& type,
                             std::size_t depth) {
  for (const EntryView entry : map.entries()) {
    if (!entry.value.is_list()) {
      read_field(file, entry.key, entry.value, type, depth);
      continue;
    }
    for (const Node declaration : entry.value) {
      read_field(file, entry.key, declaration, type, depth);
    }
  }
}

}  // namespace meshlint::schema
