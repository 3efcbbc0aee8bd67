// The conditions of schemas: oneOf, anyOf, allOf and not.

#include <algorithm>
#include <optional>
#include <utility>

#include "schema/field_groups.h"
#include "schema/schema_types.h"

namespace meshlint::schema {

using yaml::Node;

void SchemaTypes::add_group(draft::Type& type, FacetKind kind, std::vector<std::string> names,
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
  condition.add_flag(FacetKind::kOpen);
  draft::Facet all;
  all.kind = FacetKind::kAll;
  all.types.push_back(out_.draft.add(std::move(condition)));
  type.facets.push_back(std::move(all));
}

void SchemaTypes::add_condition(draft::Type& type, FacetKind kind, Node branches,
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

void SchemaTypes::read_conditions(draft::Type& type, Node schema, Node owner, std::size_t depth,
                                  bool is_branch) {
  if (depth > reading_.max_depth) return;
  if (const Node one = schema["oneOf"]; !one.empty()) {
    if (std::optional<std::vector<std::string>> names = exclusive_fields(one, owner)) {
      if (names->size() > 1) add_group(type, FacetKind::kAtMostOne, std::move(*names), is_branch);
    } else if (names = required_fields(one, owner); names && names->size() > 1) {
      add_group(type, FacetKind::kExactlyOne, std::move(*names), is_branch);
    } else if (!(type.kind == TypeKind::kIntOrString && is_int_or_string(one))) {
      add_condition(type, FacetKind::kOne, one, depth);
    }
  }
  if (const Node any = schema["anyOf"]; !any.empty()) {
    std::optional<std::vector<std::string>> names = required_fields(any, owner);
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

}  // namespace meshlint::schema
