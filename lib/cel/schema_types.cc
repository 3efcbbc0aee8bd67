#include "cel/schema_types.h"

#include <algorithm>
#include <array>

#include "cel/lexer.h"
#include "yaml/build.h"

namespace meshlint::cel {
namespace {

// Words that need escapes in names, in addition to the reserved ones.
constexpr auto kLiterals = std::to_array<std::string_view>({"false", "in", "null", "true"});

bool has_facet(schema::Type type, schema::FacetKind kind) {
  for (const schema::Facet facet : type.facets()) {
    if (facet.kind() == kind) return true;
  }
  return false;
}

// The metadata of an embedded resource, which a schema doesn't have to declare.
constexpr std::uint32_t kEmbeddedMetadata = UINT32_MAX;
constexpr auto kNames = std::to_array<std::string_view>({"generateName", "name"});
constexpr auto kHeader = std::to_array<std::string_view>({"apiVersion", "kind", "metadata"});

// Whether the server decides the type of this field of an embedded resource. It uses the schema
// only if that declares all of these fields, names included.
bool is_header(schema::Type type, std::string_view field) {
  if (std::ranges::find(kHeader, field) == kHeader.end() ||
      !has_facet(type, schema::FacetKind::kEmbedded)) {
    return false;
  }
  const auto declares = [](schema::Type in) {
    return [in](std::string_view name) { return static_cast<bool>(in.field(name, {})); };
  };
  return !std::ranges::all_of(kHeader, declares(type)) ||
         !std::ranges::all_of(kNames, declares(type.field("metadata", {}).type()));
}

schema::Format format_of(schema::Type type) {
  for (const schema::Facet facet : type.facets()) {
    if (facet.kind() == schema::FacetKind::kFormat) return facet.format();
  }
  return schema::Format::kNone;
}

}  // namespace

std::string escaped_name(std::string_view name) {
  if (std::ranges::binary_search(kLiterals, name) || is_reserved(name)) {
    return "__" + std::string(name) + "__";
  }
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (name.substr(i, 2) == "__") {
      result += "__underscores__";
      ++i;
    } else if (c == '.') {
      result += "__dot__";
    } else if (c == '-') {
      result += "__dash__";
    } else if (c == '/') {
      result += "__slash__";
    } else if (is_letter || c == '_' || (is_digit && i > 0)) {
      result += c;
    } else {
      return {};
    }
  }
  return result;
}

bool SchemaTypes::is_visible(schema::Type type, std::string_view field) const {
  return reader_ == Reader::kPage || type.name() != "ObjectMeta" || field == "name" ||
         field == "generateName";
}

yaml::Node SchemaTypes::default_of(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<const Default>& kept = defaults_[text.data()];
  if (!kept) kept = std::make_unique<const Default>(text);
  const std::vector<yaml::Document>& documents = kept->file.documents;
  return documents.empty() ? yaml::Node() : documents.front().root;
}

std::optional<TypeId> SchemaTypes::element(TypeTable& types, schema::Type of) const {
  if (of.element()) return type(types, of.element());
  if (reader_ == Reader::kPage) return TypeTable::simple(TypeKind::kDyn);
  return std::nullopt;
}

std::optional<TypeId> SchemaTypes::type(TypeTable& types, schema::Type of) const {
  switch (of.kind()) {
    case schema::TypeKind::kString:
      if (reader_ == Reader::kPage) return TypeTable::simple(TypeKind::kString);
      switch (format_of(of)) {
        case schema::Format::kByte:
          return TypeTable::simple(TypeKind::kBytes);
        case schema::Format::kDate:
        case schema::Format::kDateTime:
          return TypeTable::simple(TypeKind::kTimestamp);
        case schema::Format::kDuration:
        case schema::Format::kSpokenDuration:
          return TypeTable::simple(TypeKind::kDuration);
        default:
          return TypeTable::simple(TypeKind::kString);
      }
    case schema::TypeKind::kBool:
      return TypeTable::simple(TypeKind::kBool);
    case schema::TypeKind::kInteger:
      return TypeTable::simple(TypeKind::kInt);
    case schema::TypeKind::kNumber:
      return TypeTable::simple(TypeKind::kDouble);
    case schema::TypeKind::kIntOrString:
      return TypeTable::simple(TypeKind::kDyn);
    case schema::TypeKind::kList: {
      const std::optional<TypeId> item = element(types, of);
      return item ? std::optional(types.list(*item)) : std::nullopt;
    }
    case schema::TypeKind::kMap: {
      const std::optional<TypeId> value = element(types, of);
      // Expressions see an object with any content, but not its content.
      if (!value) return types.object(of.index(), "object");
      return types.map(TypeTable::simple(TypeKind::kString), *value);
    }
    case schema::TypeKind::kObject: {
      // The types of the API server have no names.
      const bool is_named = reader_ == Reader::kPage && !of.name().empty();
      return types.object(of.index(), is_named ? std::string(of.name()) : "object");
    }
    case schema::TypeKind::kAny:
      if (reader_ == Reader::kPage) return TypeTable::simple(TypeKind::kDyn);
      return std::nullopt;
  }
  return std::nullopt;
}

yaml::Record SchemaTypes::stored(yaml::Arena& arena, schema::Type type, yaml::Node node,
                                 schema::TargetVersions& versions, bool is_in_sight) const {
  if (!is_in_sight && !type.has_rules()) return *node.record();
  is_in_sight = is_in_sight || has_facet(type, schema::FacetKind::kRule) ||
                has_facet(type, schema::FacetKind::kAll);
  if (node.is_list() && type.kind() == schema::TypeKind::kList && type.element()) {
    std::vector<yaml::Record> items;
    for (const yaml::Node item : node) {
      items.push_back(stored(arena, type.element(), item, versions, is_in_sight));
    }
    return yaml::list_record(arena, items, node.span());
  }
  if (!node.is_map()) return *node.record();
  std::vector<yaml::Entry> entries;
  if (type.kind() == schema::TypeKind::kMap && type.element()) {
    const bool is_nullable = has_facet(type.element(), schema::FacetKind::kNullable);
    for (const auto [key, value] : node.entries()) {
      if (value.is_null() && !is_nullable) continue;
      entries.push_back(
          {*key.record(), stored(arena, type.element(), value, versions, is_in_sight)});
    }
    return yaml::map_record(arena, entries, node.span());
  }
  if (type.kind() != schema::TypeKind::kObject) return *node.record();
  const schema::Version version = versions.of(type);
  const bool is_open = has_facet(type, schema::FacetKind::kOpen);
  for (const auto [key, value] : node.entries()) {
    const schema::Field field = type.field(key.text(), version);
    if (value.is_null()) continue;
    if (is_header(type, key.text())) {
      entries.push_back({*key.record(), *value.record()});
    } else if (field && field.when().contains(version)) {
      entries.push_back({*key.record(), stored(arena, field.type(), value, versions, is_in_sight)});
    } else if (is_open) {
      entries.push_back({*key.record(), *value.record()});
    }
  }
  for (const schema::Field field : type.fields()) {
    if (field.default_value().empty() || !field.when().contains(version)) continue;
    const yaml::Node written = node[field.name()];
    const bool is_nullable = has_facet(field.type(), schema::FacetKind::kNullable);
    if (written && (!written.is_null() || is_nullable)) continue;
    const yaml::Node value = default_of(field.default_value());
    if (!value) continue;
    entries.push_back({yaml::string_record(arena, field.name(), node.span()),
                       stored(arena, field.type(), value, versions, is_in_sight)});
  }
  return yaml::map_record(arena, entries, node.span());
}

std::optional<ObjectTypes::Field> SchemaTypes::field(TypeTable& types, std::uint32_t object,
                                                     std::string_view name) const {
  const TypeId string = TypeTable::simple(TypeKind::kString);
  if (object == kEmbeddedMetadata) {
    if (std::ranges::find(kNames, name) == kNames.end()) return std::nullopt;
    return Field{std::string(name), string};
  }
  const schema::Type type(tables_, tables_.types[object]);
  if (is_header(type, name)) {
    const bool is_metadata = name == "metadata";
    return Field{std::string(name),
                 is_metadata ? types.object(kEmbeddedMetadata, "object") : string};
  }
  for (const schema::Field candidate : type.fields()) {
    if (!is_visible(type, candidate.name())) continue;
    const bool is_plain = candidate.name() == name && is_identifier(name);
    if (!is_plain && escaped_name(candidate.name()) != name) continue;
    const std::optional<TypeId> of = this->type(types, candidate.type());
    if (!of) return std::nullopt;
    return Field{std::string(candidate.name()), *of};
  }
  if (reader_ == Reader::kPage && has_facet(type, schema::FacetKind::kOpen)) {
    return Field{std::string(name), TypeTable::simple(TypeKind::kDyn)};
  }
  return std::nullopt;
}

std::vector<std::string> SchemaTypes::field_names(std::uint32_t object) const {
  if (object == kEmbeddedMetadata) return {kNames.begin(), kNames.end()};
  std::vector<std::string> names;
  const schema::Type type(tables_, tables_.types[object]);
  if (has_facet(type, schema::FacetKind::kEmbedded)) names.assign(kHeader.begin(), kHeader.end());
  for (const schema::Field candidate : type.fields()) {
    if (is_visible(type, candidate.name())) names.push_back(escaped_name(candidate.name()));
  }
  return names;
}

NodeType SchemaTypes::field(NodeType map, std::string_view key) const {
  const schema::Type type = at(map);
  if (type.kind() == schema::TypeKind::kMap) return type.element() ? node_type(type.element()) : 0;
  const schema::Field field = type.field(key, {});
  return field ? node_type(field.type()) : 0;
}

NodeType SchemaTypes::item(NodeType list) const {
  const schema::Type element = at(list).element();
  return element ? node_type(element) : 0;
}

NodeTypes::Reading SchemaTypes::reading(NodeType scalar) const {
  const schema::Type type = at(scalar);
  if (type.kind() == schema::TypeKind::kNumber) return Reading::kDouble;
  if (type.kind() != schema::TypeKind::kString || reader_ == Reader::kPage) {
    return Reading::kAsWritten;
  }
  switch (format_of(type)) {
    case schema::Format::kByte:
      return Reading::kBytes;
    case schema::Format::kDate:
    case schema::Format::kDateTime:
      return Reading::kTimestamp;
    case schema::Format::kDuration:
    case schema::Format::kSpokenDuration:
      return Reading::kDuration;
    default:
      return Reading::kAsWritten;
  }
}

NodeTypes::ListKind SchemaTypes::list_kind(NodeType list) const {
  if (has_facet(at(list), schema::FacetKind::kKeys)) return ListKind::kMap;
  return has_facet(at(list), schema::FacetKind::kSet) ? ListKind::kSet : ListKind::kAtomic;
}

std::span<const std::string_view> SchemaTypes::list_keys(NodeType list) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string_view>& keys = keys_[list];
  if (!keys.empty()) return keys;
  for (const schema::Facet facet : at(list).facets()) {
    if (facet.kind() != schema::FacetKind::kKeys) continue;
    for (std::size_t i = 0; i < facet.size(); ++i) keys.push_back(facet.name(i));
  }
  return keys;
}

}  // namespace meshlint::cel
