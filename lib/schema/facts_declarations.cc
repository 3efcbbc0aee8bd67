#include "schema/facts_declarations.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace meshlint::schema {
namespace {

using draft::TypeId;

struct FlagKey {
  FacetKind kind;
  std::string_view key;
};

constexpr auto kFlagKeys = std::to_array<FlagKey>({{FacetKind::kNullable, "nullable"},
                                                   {FacetKind::kOpen, "open"},
                                                   {FacetKind::kEmbedded, "embedded"},
                                                   {FacetKind::kDeprecated, "deprecated"}});
constexpr auto kNumberKeys =
    std::to_array<FlagKey>({{FacetKind::kMinimum, "minimum"},
                            {FacetKind::kMaximum, "maximum"},
                            {FacetKind::kExclusiveMinimum, "exclusiveMinimum"},
                            {FacetKind::kExclusiveMaximum, "exclusiveMaximum"},
                            {FacetKind::kMultipleOf, "multipleOf"},
                            {FacetKind::kMinLength, "minLength"},
                            {FacetKind::kMaxLength, "maxLength"},
                            {FacetKind::kMinItems, "minItems"},
                            {FacetKind::kMaxItems, "maxItems"},
                            {FacetKind::kMinProperties, "minProperties"},
                            {FacetKind::kMaxProperties, "maxProperties"}});
constexpr auto kGroupKeys = std::to_array<FlagKey>({{FacetKind::kAtMostOne, "exclusive"},
                                                    {FacetKind::kExactlyOne, "oneOf"},
                                                    {FacetKind::kAtLeastOne, "anyOf"}});
constexpr auto kConditionKeys = std::to_array<FlagKey>({{FacetKind::kAll, "all"},
                                                        {FacetKind::kAny, "any"},
                                                        {FacetKind::kOne, "one"},
                                                        {FacetKind::kNot, "not"}});

void add_window(Out& out, const Window& when) {
  const auto add = [&](std::string_view key, const Version& version) {
    if (version != Version{}) out.add(key, Out('"' + to_string(version) + '"'));
  };
  add("since", when.since);
  add("until", when.until);
}

Out versioned(Out value, const Window& when) {
  if (when.is_always()) return value;
  Out out;
  out.add("is", std::move(value));
  add_window(out, when);
  return out;
}

}  // namespace

std::optional<std::string> FactsDeclarations::expression(TypeId id) const {
  if (const auto name = names_.names.find(class_of(id)); name != names_.names.end())
    return name->second;
  const draft::Type& at = type(id);
  if (at.kind == TypeKind::kObject || !at.fields.empty()) return std::nullopt;
  if (at.kind == TypeKind::kList || at.kind == TypeKind::kMap) {
    if (!at.facets.empty()) return std::nullopt;
    const std::optional<std::string> element = expression(at.element);
    if (!element) return std::nullopt;
    if (at.kind == TypeKind::kList) return "list<" + *element + '>';
    return *element == "any" ? "object" : "map<" + *element + '>';
  }
  std::string_view format;
  if (at.facets.size() == 1 && at.facets[0].kind == FacetKind::kFormat &&
      at.facets[0].when.is_always()) {
    format = at.facets[0].text;
  } else if (!at.facets.empty()) {
    return std::nullopt;
  }
  switch (at.kind) {
    case TypeKind::kAny:
      return format.empty() ? std::optional<std::string>("any") : std::nullopt;
    case TypeKind::kString:
      if (format == "byte") return "bytes";
      if (format == "duration" || format == "date-time" || format == "quantity")
        return std::string(format);
      return format.empty() ? std::optional<std::string>("string") : std::nullopt;
    case TypeKind::kInteger:
      if (format == "int32" || format == "int64") return std::string(format);
      return format.empty() ? std::optional<std::string>("integer") : std::nullopt;
    case TypeKind::kBool:
      return format.empty() ? std::optional<std::string>("bool") : std::nullopt;
    case TypeKind::kNumber:
      return format.empty() ? std::optional<std::string>("number") : std::nullopt;
    case TypeKind::kIntOrString:
      return format.empty() ? std::optional<std::string>("int-or-string") : std::nullopt;
    default:
      return std::nullopt;
  }
}

Out FactsDeclarations::value(TypeId id) const {
  if (std::optional<std::string> text = expression(id)) return Out(std::move(*text));
  return body(id);
}

void FactsDeclarations::add_facets(Out& out, const draft::Type& at, bool has_format) const {
  const auto all_of = [&](FacetKind kind) {
    std::vector<const draft::Facet*> found;
    for (const draft::Facet& facet : at.facets) {
      if (facet.kind == kind) found.push_back(&facet);
    }
    return found;
  };
  for (const FlagKey& flag : kFlagKeys) {
    std::vector<Out> windows;
    for (const draft::Facet* const facet : all_of(flag.kind)) {
      Out when;
      add_window(when, facet->when);
      windows.push_back(facet->when.is_always() ? Out("true") : std::move(when));
    }
    if (windows.size() == 1) {
      out.add(flag.key, std::move(windows.front()));
    } else if (!windows.empty()) {
      out.add(flag.key, list_of(std::move(windows)));
    }
  }
  const auto add_values = [&](std::string_view key, FacetKind kind, auto make) {
    std::vector<Out> values;
    const std::vector<const draft::Facet*> found = all_of(kind);
    for (const draft::Facet* const facet : found) {
      Out made = make(*facet);
      if (found.size() > 1 && facet->when.is_always()) {
        Out is;
        is.add("is", std::move(made));
        values.push_back(std::move(is));
      } else {
        values.push_back(versioned(std::move(made), facet->when));
      }
    }
    if (values.size() == 1) {
      out.add(key, std::move(values.front()));
    } else if (!values.empty()) {
      out.add(key, list_of(std::move(values)));
    }
  };
  if (!has_format)
    add_values("format", FacetKind::kFormat,
               [](const draft::Facet& facet) { return Out(yaml_string(facet.text)); });
  {
    std::vector<Out> values;
    const bool is_text = at.kind == TypeKind::kString || at.kind == TypeKind::kAny ||
                         at.kind == TypeKind::kIntOrString;
    for (const draft::Facet* const facet : all_of(FacetKind::kValue))
      values.push_back(
          versioned(Out(is_text ? yaml_string(facet->text) : facet->text), facet->when));
    if (!values.empty()) out.add("enum", list_of(std::move(values)));
  }
  for (const FlagKey& limit : kNumberKeys)
    add_values(limit.key, limit.kind,
               [](const draft::Facet& facet) { return Out(yaml_number(facet.number)); });
  add_values("pattern", FacetKind::kPattern,
             [](const draft::Facet& facet) { return Out(yaml_string(facet.text)); });
  add_values("listType", FacetKind::kSet, [](const draft::Facet&) { return Out("set"); });
  const auto names_of = [](const draft::Facet& facet) {
    std::vector<Out> names;
    for (const std::string& name : facet.names) names.emplace_back(yaml_string(name));
    return list_of(std::move(names));
  };
  add_values("keys", FacetKind::kKeys, names_of);
  for (const FlagKey& group : kGroupKeys) {
    std::vector<Out> groups;
    for (const draft::Facet* const facet : all_of(group.kind))
      groups.push_back(versioned(names_of(*facet), facet->when));
    if (!groups.empty()) out.add(group.key, list_of(std::move(groups)));
  }
  for (const FlagKey& condition : kConditionKeys) {
    add_values(condition.key, condition.kind, [&](const draft::Facet& facet) {
      if (facet.kind == FacetKind::kNot) return value(facet.types.front());
      std::vector<Out> branches;
      for (const TypeId part : facet.types) branches.push_back(value(part));
      return list_of(std::move(branches));
    });
  }
}

Out FactsDeclarations::fields(const draft::Type& at, bool is_root) const {
  Out out;
  for (std::size_t i = 0; i < at.fields.size();) {
    std::size_t end = i + 1;
    while (end < at.fields.size() && at.fields[end].name == at.fields[i].name) ++end;
    if (!(is_root && is_root_field(at.fields[i].name))) {
      std::vector<Out> declarations;
      for (std::size_t j = i; j < end; ++j) declarations.push_back(declaration(at.fields[j]));
      out.add(yaml_string(at.fields[i].name), declarations.size() == 1
                                                  ? std::move(declarations.front())
                                                  : list_of(std::move(declarations)));
    }
    i = end;
  }
  return out;
}

Out FactsDeclarations::declaration(const draft::Field& field) const {
  Out type = value(field.type);
  const bool says_more =
      !field.when.is_always() || field.is_required || !field.default_value.empty();
  if (!says_more) return type;
  Out out;
  if (type.is_scalar()) {
    out.add("type", std::move(type));
    type = {};
  } else if (!type.map.empty() && type.map.front().first == "type") {
    out.map.push_back(std::move(type.map.front()));
    type.map.erase(type.map.begin());
  }
  add_window(out, field.when);
  if (field.is_required) {
    Out when;
    add_window(when, field.required_when);
    out.add("required", field.required_when.is_always() ? Out("true") : std::move(when));
  }
  if (!field.default_value.empty()) {
    std::string_view text = field.default_value;
    const bool is_string =
        text.size() >= 2 && text.front() == '"' && text.find('\\') == std::string_view::npos;
    out.add("default",
            Out(is_string ? yaml_string(text.substr(1, text.size() - 2)) : std::string(text)));
  }
  for (auto& entry : type.map) out.map.push_back(std::move(entry));
  return out;
}

Out FactsDeclarations::body(TypeId id) const {
  const draft::Type& at = type(id);
  Out out;
  bool has_format = false;
  if (at.kind == TypeKind::kList || at.kind == TypeKind::kMap) {
    const std::optional<std::string> element = expression(at.element);
    if (element && at.kind == TypeKind::kMap && *element == "any") {
      out.add("type", Out("object"));
    } else if (element) {
      out.add("type", Out((at.kind == TypeKind::kList ? "list<" : "map<") + *element + '>'));
    } else {
      out.add("type", Out(at.kind == TypeKind::kList ? "list" : "map"));
      out.add("items", body(at.element));
    }
  } else if (at.kind != TypeKind::kObject) {
    // The word with the format in it, if there is such a word.
    std::string word(at.kind == TypeKind::kAny       ? "any"
                     : at.kind == TypeKind::kString  ? "string"
                     : at.kind == TypeKind::kBool    ? "bool"
                     : at.kind == TypeKind::kInteger ? "integer"
                     : at.kind == TypeKind::kNumber  ? "number"
                                                     : "int-or-string");
    std::size_t formats = 0;
    std::string_view format;
    for (const draft::Facet& facet : at.facets) {
      if (facet.kind != FacetKind::kFormat) continue;
      ++formats;
      if (facet.when.is_always()) format = facet.text;
    }
    if (formats == 1) {
      has_format = true;
      if (at.kind == TypeKind::kInteger && (format == "int32" || format == "int64")) {
        word = format;
      } else if (at.kind == TypeKind::kString &&
                 (format == "duration" || format == "date-time" || format == "quantity")) {
        word = format;
      } else if (at.kind == TypeKind::kString && format == "byte") {
        word = "bytes";
      } else {
        has_format = false;
      }
    }
    out.add("type", Out(std::move(word)));
  }
  add_facets(out, at, has_format);
  if (at.kind == TypeKind::kObject || !at.fields.empty()) out.add("fields", fields(at, false));
  return out;
}

Out FactsDeclarations::kind(const draft::Kind& kind) const {
  Out out;
  out.is_block = true;
  const TypeId own = kind.versions.front().root;
  std::vector<Out> versions;
  for (const draft::ApiVersion& api : kind.versions) {
    const auto root = std::ranges::find_if(names_.root_names, [&](const auto& entry) {
      return class_of(entry.first) == class_of(api.root);
    });
    const bool is_own = class_of(api.root) == class_of(own);
    if (is_own && api.when.is_always()) {
      versions.emplace_back(yaml_string(api.name));
      continue;
    }
    Out version;
    version.add("is", Out(yaml_string(api.name)));
    add_window(version, api.when);
    if (!is_own) version.add("type", Out(root->second));
    versions.push_back(std::move(version));
  }
  out.add("versions", list_of(std::move(versions)));
  if (!kind.plural.empty()) out.add("plural", Out(yaml_string(kind.plural)));
  if (kind.scope == Scope::kCluster) out.add("scope", Out("cluster"));
  if (kind.scope == Scope::kAny) out.add("scope", Out("any"));
  Out root = root_body(own);
  for (auto& entry : root.map) out.map.push_back(std::move(entry));
  return out;
}

Out FactsDeclarations::root_body(TypeId id) const {
  Out out;
  out.is_block = true;
  add_facets(out, type(id), false);
  Out own_fields = fields(type(id), true);
  own_fields.is_block = true;
  out.add("fields", std::move(own_fields));
  return out;
}

}  // namespace meshlint::schema
