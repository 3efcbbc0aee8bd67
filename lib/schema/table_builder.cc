#include "schema/table_builder.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace meshlint::schema {
namespace {

using tables::FacetRecord;
using tables::FieldRecord;
using tables::TypeRecord;

constexpr std::uint32_t kUnset = tables::kNone;

class Builder {
 public:
  explicit Builder(const draft::Draft& draft) : draft_(draft), placed_(draft.types.size(), kUnset) {
    window({});
    string({});
  }

  TableStorage build();

 private:
  tables::StringId string(std::string_view text);
  tables::WindowId window(const Window& window);
  std::uint32_t number(double number);
  tables::ListId list(std::span<const std::uint32_t> items);
  tables::ListId names(const std::vector<std::string>& names);

  // The place of a type in the tables, with all that it refers to.
  std::uint32_t type(draft::TypeId id);
  FieldRecord field(const draft::Field& field);
  FacetRecord facet(const draft::Facet& facet);
  FacetRecord rule(const draft::Rule& rule);
  void flag_rules();
  void kind(const draft::Kind& kind);

  const draft::Draft& draft_;
  TableStorage out_;
  std::unordered_map<std::string, tables::StringId> strings_;
  std::map<Window, tables::WindowId> windows_;
  std::map<double, std::uint32_t> numbers_;
  std::map<std::vector<std::uint32_t>, tables::ListId> lists_;
  std::vector<std::uint32_t> placed_;                        // by draft::TypeId
  std::unordered_map<std::string, std::uint32_t> nameless_;  // by contents
};

tables::StringId Builder::string(std::string_view text) {
  text = text.substr(0, std::numeric_limits<std::uint16_t>::max());
  const auto [at, is_new] =
      strings_.try_emplace(std::string(text), static_cast<tables::StringId>(out_.pool.size()));
  if (is_new) {
    const auto size = static_cast<std::uint16_t>(text.size());
    out_.pool.append(reinterpret_cast<const char*>(&size), sizeof size);
    out_.pool += text;
  }
  return at->second;
}

tables::WindowId Builder::window(const Window& window) {
  const auto [at, is_new] =
      windows_.try_emplace(window, static_cast<tables::WindowId>(out_.windows.size()));
  if (is_new) out_.windows.push_back(window);
  return at->second;
}

std::uint32_t Builder::number(double number) {
  const auto [at, is_new] =
      numbers_.try_emplace(number, static_cast<std::uint32_t>(out_.numbers.size()));
  if (is_new) out_.numbers.push_back(number);
  return at->second;
}

tables::ListId Builder::list(std::span<const std::uint32_t> items) {
  const auto [at, is_new] =
      lists_.try_emplace(std::vector<std::uint32_t>(items.begin(), items.end()),
                         static_cast<tables::ListId>(out_.lists.size()));
  if (is_new) {
    out_.lists.push_back(static_cast<std::uint32_t>(items.size()));
    out_.lists.insert(out_.lists.end(), items.begin(), items.end());
  }
  return at->second;
}

tables::ListId Builder::names(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> ids;
  for (const std::string& name : names) ids.push_back(string(name));
  return list(ids);
}

FieldRecord Builder::field(const draft::Field& field) {
  return {.name = string(field.name),
          .type = type(field.type),
          .when = window(field.when),
          .required = field.is_required ? window(field.required_when) : tables::kNever,
          .default_value = string(field.default_value)};
}

FacetRecord Builder::facet(const draft::Facet& facet) {
  FacetRecord record{.kind = static_cast<std::uint8_t>(facet.kind),
                     .format = 0,
                     .when = window(facet.when),
                     .value = 0};
  switch (facet.kind) {
    case FacetKind::kFormat:
      record.format = static_cast<std::uint8_t>(parse_format(facet.text));
      record.value = string(facet.text);
      break;
    case FacetKind::kPattern:
    case FacetKind::kValue:
      record.value = string(facet.text);
      break;
    case FacetKind::kNullable:
    case FacetKind::kOpen:
    case FacetKind::kEmbedded:
    case FacetKind::kDeprecated:
    case FacetKind::kSet:
      break;
    case FacetKind::kKeys:
    case FacetKind::kAtMostOne:
    case FacetKind::kExactlyOne:
    case FacetKind::kAtLeastOne:
      record.value = names(facet.names);
      break;
    case FacetKind::kAll:
    case FacetKind::kAny:
    case FacetKind::kOne:
    case FacetKind::kNot: {
      std::vector<std::uint32_t> ids;
      for (const draft::TypeId id : facet.types) ids.push_back(type(id));
      record.value = list(ids);
      break;
    }
    default:
      record.value = number(facet.number);
  }
  return record;
}

FacetRecord Builder::rule(const draft::Rule& rule) {
  const std::vector<std::uint32_t> parts = {
      string(rule.expression), string(rule.message),    string(rule.message_expression),
      string(rule.reason),     string(rule.field_path), rule.is_optional_old_self ? 1U : 0U};
  return {.kind = static_cast<std::uint8_t>(FacetKind::kRule),
          .format = 0,
          .when = window(rule.when),
          .value = list(parts)};
}

std::uint32_t Builder::type(draft::TypeId id) {
  if (id == draft::kNoType) return tables::kNone;
  if (placed_[id] != kUnset) return placed_[id];
  const draft::Type& type = draft_.types[id];
  const bool is_named = !type.name.empty();
  if (is_named) {  // it may lead to itself, so its place must be known first
    placed_[id] = static_cast<std::uint32_t>(out_.types.size());
    out_.types.emplace_back();
  }
  TypeRecord record{
      .name = string(type.name),
      .kind = static_cast<std::uint8_t>(type.kind),
      .decoding = static_cast<std::uint8_t>(type.decoding),
      .product = type.product,
      .flags = 0,
      .element = this->type(type.element),
      .first_field = 0,
      .first_facet = 0,
      .field_count = static_cast<std::uint16_t>(type.fields.size()),
      .facet_count = static_cast<std::uint16_t>(type.facets.size() + type.rules.size())};
  std::vector<const draft::Field*> sorted;
  for (const draft::Field& field : type.fields) sorted.push_back(&field);
  std::ranges::sort(sorted, {}, [](const draft::Field* field) {
    return std::tuple(std::string_view(field->name), field->when.since);
  });
  std::vector<FieldRecord> fields;
  for (const draft::Field* field : sorted) {
    fields.push_back(this->field(*field));
    if (field->is_required) record.flags = tables::kHasRequired;
  }
  std::vector<FacetRecord> facets;
  for (const draft::Facet& facet : type.facets) facets.push_back(this->facet(facet));
  for (const draft::Rule& rule : type.rules) facets.push_back(this->rule(rule));

  if (!is_named) {
    const auto bytes_of = [](const auto& records) {
      return std::string_view(reinterpret_cast<const char*>(records.data()),
                              records.size() * sizeof(records[0]));
    };
    std::string contents(bytes_of(std::span(&record, 1)));
    contents += bytes_of(fields);
    contents += bytes_of(facets);
    const auto [at, is_new] =
        nameless_.try_emplace(std::move(contents), static_cast<std::uint32_t>(out_.types.size()));
    placed_[id] = at->second;
    if (!is_new) return at->second;
    out_.types.emplace_back();
  }
  record.first_field = static_cast<std::uint32_t>(out_.fields.size());
  record.first_facet = static_cast<std::uint32_t>(out_.facets.size());
  out_.fields.insert(out_.fields.end(), fields.begin(), fields.end());
  out_.facets.insert(out_.facets.end(), facets.begin(), facets.end());
  out_.types[placed_[id]] = record;
  return placed_[id];
}

void Builder::kind(const draft::Kind& kind) {
  std::vector<tables::ApiVersionRecord> versions;
  for (const draft::ApiVersion& version : kind.versions) {
    versions.push_back({.name = string(version.name),
                        .root = type(version.root),
                        .when = window(version.when),
                        .unused = 0});
  }
  out_.kinds.push_back({.name = string(kind.name),
                        .group = string(kind.group),
                        .plural = string(kind.plural),
                        .product = kind.product,
                        .scope = static_cast<std::uint8_t>(kind.scope),
                        .version_count = static_cast<std::uint16_t>(versions.size()),
                        .first_version = static_cast<std::uint32_t>(out_.api_versions.size())});
  out_.api_versions.insert(out_.api_versions.end(), versions.begin(), versions.end());
}

TableStorage Builder::build() {
  std::vector<const draft::Kind*> kinds;
  for (const draft::Kind& each : draft_.kinds) kinds.push_back(&each);
  std::ranges::sort(kinds, {}, [](const draft::Kind* each) {
    return std::tie(each->name, each->group, each->product);
  });
  for (const draft::Kind* each : kinds) kind(*each);

  std::vector<const draft::NamedType*> named;
  for (const draft::NamedType& each : draft_.named_types) named.push_back(&each);
  std::ranges::sort(named, {},
                    [](const draft::NamedType* each) { return std::tie(each->group, each->name); });
  for (const draft::NamedType* each : named) {
    out_.named_types.push_back({string(each->group), string(each->name), type(each->type)});
  }
  flag_rules();
  return std::move(out_);
}

// Types may lead back to themselves, so the flag travels upwards until nothing changes.
void Builder::flag_rules() {
  const auto has_rules = [&](std::uint32_t type) {
    return type != tables::kNone && (out_.types[type].flags & tables::kHasRules) != 0;
  };
  const auto finds_rules = [&](const TypeRecord& type) {
    if (has_rules(type.element)) return true;
    const auto facets = std::span(out_.facets).subspan(type.first_facet, type.facet_count);
    for (const FacetRecord& facet : facets) {
      if (facet.kind == static_cast<std::uint8_t>(FacetKind::kRule)) return true;
      if (facet.kind != static_cast<std::uint8_t>(FacetKind::kAll)) continue;
      const std::uint32_t size = out_.lists[facet.value];
      const auto items = std::span(out_.lists).subspan(facet.value + 1, size);
      if (std::ranges::any_of(items, has_rules)) return true;
    }
    const auto fields = std::span(out_.fields).subspan(type.first_field, type.field_count);
    return std::ranges::any_of(fields, has_rules, &FieldRecord::type);
  };
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (TypeRecord& type : out_.types) {
      if ((type.flags & tables::kHasRules) != 0 || !finds_rules(type)) continue;
      type.flags |= tables::kHasRules;
      has_changed = true;
    }
  }
}

}  // namespace

Tables TableStorage::view(std::span<const Product> products) const {
  return {.pool = pool,
          .windows = windows,
          .numbers = numbers,
          .lists = lists,
          .types = types,
          .fields = fields,
          .facets = facets,
          .api_versions = api_versions,
          .kinds = kinds,
          .named_types = named_types,
          .products = products};
}

TableStorage build_tables(const draft::Draft& draft) { return Builder(draft).build(); }

}  // namespace meshlint::schema
