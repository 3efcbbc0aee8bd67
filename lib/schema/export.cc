#include "schema/export.h"

#include <fmt/core.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace meshlint::schema {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

// Formats that no validator of JSON Schema checks, as patterns that all check.
struct FormatPattern {
  Format format;
  std::string_view pattern;
};

constexpr auto kFormatPatterns = std::to_array<FormatPattern>({
    {Format::kByte, R"(^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$)"},
    {Format::kDuration, R"(^[-+]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|ms|s|m|h))+)$)"},
    {Format::kQuantity,
     R"(^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+)?$)"},
    {Format::kDateTime,
     R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[-+][0-9]{2}:[0-9]{2})$)"},
    {Format::kIpv4, R"(^[0-9]{1,3}(\.[0-9]{1,3}){3}$)"},
    {Format::kIpv6, R"(^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$)"},
});

std::string_view keyword_of(FacetKind kind) {
  switch (kind) {
    case FacetKind::kMinimum:
      return "minimum";
    case FacetKind::kMaximum:
      return "maximum";
    case FacetKind::kExclusiveMinimum:
      return "exclusiveMinimum";
    case FacetKind::kExclusiveMaximum:
      return "exclusiveMaximum";
    case FacetKind::kMultipleOf:
      return "multipleOf";
    case FacetKind::kMinLength:
      return "minLength";
    case FacetKind::kMaxLength:
      return "maxLength";
    case FacetKind::kMinItems:
      return "minItems";
    case FacetKind::kMaxItems:
      return "maxItems";
    case FacetKind::kMinProperties:
      return "minProperties";
    case FacetKind::kMaxProperties:
      return "maxProperties";
    default:
      return "";
  }
}

class Exporter {
 public:
  explicit Exporter(const Version& version) : version_(version), out_(buffer_) {
    out_.SetIndent(' ', 2);
  }

  std::string write(Kind kind, ApiVersion api);

 private:
  // Whether null may stand for the value's absence.
  enum class Null : std::uint8_t {
    kNo,
    kYes,
    kNever  // not even where any value may stand
  };

  void string(std::string_view text) {
    out_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void key(std::string_view name) {
    out_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }
  void number(double number) {
    constexpr double kExact = 9007199254740992;  // integers below it are exact
    if (std::trunc(number) == number && std::abs(number) < kExact) {
      out_.Int64(static_cast<std::int64_t>(number));
    } else {
      out_.Double(number);
    }
  }
  void json(std::string_view text) {
    out_.RawValue(text.data(), text.size(), rapidjson::kNullType);
  }

  bool stands(const Window& when) const { return when.contains(version_); }
  bool has(Type type, FacetKind kind) const;

  void schema(Type type, Null null, std::string_view default_value = {});
  void body(Type type, Null null);
  void type_names(Type type, Null null);
  void object(Type type);
  void values(Type type, Null null);
  void facets(Type type);
  // Groups and conditions, of which JSON Schema takes one of each kind in a place.
  void groups(Type type);
  void group(const Facet& facet);
  // The name that a type has among the definitions.
  std::string definition_of(Type type);

  Version version_;
  rapidjson::StringBuffer buffer_;
  Writer out_;
  std::vector<std::pair<Type, std::string>> definitions_;
};

bool Exporter::has(Type type, FacetKind kind) const {
  for (const Facet facet : type.facets()) {
    if (facet.kind() == kind && stands(facet.when())) return true;
  }
  return false;
}

std::string Exporter::definition_of(Type type) {
  std::size_t alike = 0;
  for (const auto& [known, name] : definitions_) {
    if (known == type) return name;
    if (known.name() == type.name()) ++alike;
  }
  std::string name(type.name());
  if (alike > 0) name += fmt::format("-{}", alike + 1);
  definitions_.emplace_back(type, name);
  return name;
}

void Exporter::schema(Type type, Null null, std::string_view default_value) {
  out_.StartObject();
  // A reference may have nothing beside it in older drafts, so only plain uses are ones.
  if (!type.name().empty() && null != Null::kYes && default_value.empty()) {
    key("$ref");
    string("#/definitions/" + definition_of(type));
  } else if (!type.name().empty()) {
    key("anyOf");
    out_.StartArray();
    out_.StartObject();
    key("$ref");
    string("#/definitions/" + definition_of(type));
    out_.EndObject();
    if (null == Null::kYes) {
      out_.StartObject();
      key("type");
      string("null");
      out_.EndObject();
    }
    out_.EndArray();
  } else {
    body(type, null);
  }
  if (!default_value.empty()) {
    key("default");
    json(default_value);
  }
  out_.EndObject();
}

void Exporter::type_names(Type type, Null null) {
  std::vector<std::string_view> names;
  switch (type.kind()) {
    case TypeKind::kAny:
      if (null != Null::kNever) return;
      names = {"string", "number", "boolean", "object", "array"};
      break;
    case TypeKind::kString:
      names = {"string"};
      for (const Facet facet : type.facets()) {
        const bool is_quantity =
            facet.kind() == FacetKind::kFormat && facet.format() == Format::kQuantity;
        if (is_quantity && stands(facet.when())) names = {"string", "number"};
      }
      break;
    case TypeKind::kBool:
      names = {"boolean"};
      break;
    case TypeKind::kInteger:
      names = {"integer"};
      break;
    case TypeKind::kNumber:
      names = {"number"};
      break;
    case TypeKind::kIntOrString:
      names = {"integer", "string"};
      break;
    case TypeKind::kList:
      names = {"array"};
      break;
    case TypeKind::kMap:
    case TypeKind::kObject:
      names = {"object"};
  }
  if (null == Null::kYes || has(type, FacetKind::kNullable)) names.emplace_back("null");
  key("type");
  if (names.size() == 1) {
    string(names.front());
    return;
  }
  out_.StartArray();
  for (const std::string_view name : names) string(name);
  out_.EndArray();
}

void Exporter::object(Type type) {
  const bool is_open = type.kind() == TypeKind::kAny || has(type, FacetKind::kOpen);
  const bool is_embedded = has(type, FacetKind::kEmbedded);
  std::set<std::string_view> written;
  std::vector<std::string_view> required;
  key("properties");
  out_.StartObject();
  for (const Field field : type.fields()) {
    if (!stands(field.when())) continue;
    // A plain string, which may be empty elsewhere; written below.
    const bool is_header = field.name() == "apiVersion" || field.name() == "kind";
    if (is_embedded && is_header && field.type().facets().empty()) continue;
    const bool is_required =
        field.is_required() && stands(field.required_when()) && field.default_value().empty();
    written.insert(field.name());
    if (is_required) required.push_back(field.name());
    key(field.name());
    const bool is_branch = type.kind() == TypeKind::kAny;
    const Null null = is_branch ? Null::kNo : is_required ? Null::kNever : Null::kYes;
    schema(field.type(), null, field.default_value());
  }
  for (const std::string_view header : {"apiVersion", "kind", "metadata"}) {
    if (!is_embedded) break;
    const bool is_name = header != "metadata";
    if (is_name) required.push_back(header);
    if (!written.insert(header).second) continue;
    key(header);
    out_.StartObject();
    key("type");
    string(is_name ? "string" : "object");
    if (is_name) {
      key("minLength");
      number(1);
    }
    out_.EndObject();
  }
  out_.EndObject();
  if (!required.empty()) {
    key("required");
    out_.StartArray();
    for (const std::string_view name : required) string(name);
    out_.EndArray();
  }
  if (!is_open) {
    key("additionalProperties");
    out_.Bool(false);
  }
}

void Exporter::values(Type type, Null null) {
  bool has_values = false;
  for (const Facet facet : type.facets()) {
    if (facet.kind() != FacetKind::kValue || !stands(facet.when())) continue;
    if (!has_values) {
      key("enum");
      out_.StartArray();
      has_values = true;
    }
    const bool is_string = type.kind() == TypeKind::kString || type.kind() == TypeKind::kAny ||
                           type.kind() == TypeKind::kIntOrString;
    if (is_string) {
      string(facet.text());
    } else {
      json(facet.text());
    }
  }
  if (!has_values) return;
  if (null == Null::kYes || has(type, FacetKind::kNullable)) out_.Null();
  out_.EndArray();
}

void Exporter::facets(Type type) {
  bool has_pattern = false;
  bool is_narrow = false;
  const auto pattern = [&](std::string_view text) {
    if (has_pattern) return;
    has_pattern = true;
    key("pattern");
    string(text);
  };
  std::set<std::string_view> written;
  const auto limit = [&](std::string_view keyword, double edge) {
    key(keyword);
    number(edge);
  };
  for (const Facet facet : type.facets()) {
    if (!stands(facet.when())) continue;
    if (const std::string_view keyword = keyword_of(facet.kind()); !keyword.empty()) {
      if (written.insert(keyword).second) limit(keyword, facet.number());
    } else if (facet.kind() == FacetKind::kPattern) {
      pattern(facet.text());
    } else if (facet.kind() == FacetKind::kSet) {
      key("uniqueItems");
      out_.Bool(true);
    } else if (facet.kind() == FacetKind::kFormat && facet.format() != Format::kSpokenDuration) {
      key("format");
      string(facet.text());
      for (const FormatPattern& known : kFormatPatterns) {
        if (known.format == facet.format()) pattern(known.pattern);
      }
      is_narrow = is_narrow || facet.format() == Format::kInt32;
    }
  }
  if (!is_narrow) return;
  if (!written.contains("minimum")) limit("minimum", std::numeric_limits<std::int32_t>::min());
  if (!written.contains("maximum")) limit("maximum", std::numeric_limits<std::int32_t>::max());
}

void Exporter::group(const Facet& facet) {
  const auto required = [&](std::initializer_list<std::string_view> names) {
    out_.StartObject();
    key("required");
    out_.StartArray();
    for (const std::string_view name : names) string(name);
    out_.EndArray();
    out_.EndObject();
  };
  switch (facet.kind()) {
    case FacetKind::kAtMostOne:
      key("not");
      out_.StartObject();
      key("anyOf");
      out_.StartArray();
      for (std::size_t i = 0; i < facet.size(); ++i) {
        for (std::size_t j = i + 1; j < facet.size(); ++j) {
          required({facet.name(i), facet.name(j)});
        }
      }
      out_.EndArray();
      out_.EndObject();
      return;
    case FacetKind::kExactlyOne:
    case FacetKind::kAtLeastOne:
      key(facet.kind() == FacetKind::kExactlyOne ? "oneOf" : "anyOf");
      out_.StartArray();
      for (std::size_t i = 0; i < facet.size(); ++i) required({facet.name(i)});
      out_.EndArray();
      return;
    case FacetKind::kNot:
      key("not");
      schema(facet.type(0), Null::kNo);
      return;
    default:
      key(facet.kind() == FacetKind::kAll   ? "allOf"
          : facet.kind() == FacetKind::kAny ? "anyOf"
                                            : "oneOf");
      out_.StartArray();
      for (std::size_t i = 0; i < facet.size(); ++i) schema(facet.type(i), Null::kNo);
      out_.EndArray();
  }
}

void Exporter::groups(Type type) {
  bool has_groups = false;
  for (const Facet facet : type.facets()) {
    const bool is_group = facet.kind() >= FacetKind::kAtMostOne && facet.kind() <= FacetKind::kNot;
    if (!is_group || !stands(facet.when())) continue;
    if (!has_groups) {
      key("allOf");
      out_.StartArray();
      has_groups = true;
    }
    out_.StartObject();
    group(facet);
    out_.EndObject();
  }
  if (has_groups) out_.EndArray();
}

void Exporter::body(Type type, Null null) {
  type_names(type, null);
  values(type, null);
  facets(type);
  groups(type);
  if (const Type element = type.element()) {
    const bool is_list = type.kind() == TypeKind::kList;
    key(is_list ? "items" : "additionalProperties");
    schema(element, is_list ? Null::kNo : Null::kYes);
  }
  if (type.kind() == TypeKind::kObject || !type.fields().empty()) object(type);
}

std::string Exporter::write(Kind kind, ApiVersion api) {
  out_.StartObject();
  key("$schema");
  string("http://json-schema.org/draft-07/schema#");
  key("title");
  string(kind.group().empty() ? fmt::format("{} {}", kind.name(), api.name())
                              : fmt::format("{} {}/{}", kind.name(), kind.group(), api.name()));
  body(api.root(), Null::kNo);
  key("definitions");
  out_.StartObject();
  for (std::size_t i = 0; i < definitions_.size(); ++i) {  // grows as it is written
    const auto [type, name] = definitions_[i];
    key(name);
    out_.StartObject();
    body(type, Null::kNo);
    out_.EndObject();
  }
  out_.EndObject();
  out_.EndObject();
  return {buffer_.GetString(), buffer_.GetSize()};
}

}  // namespace

std::string json_schema(Kind kind, ApiVersion api, const Version& version) {
  return Exporter(version).write(kind, api) + '\n';
}

}  // namespace meshlint::schema
