// The vocabulary of the files of schemas/: words for types, and the keys of their bodies.
#ifndef MESHLINT_SCHEMA_FACTS_KEYS_H_
#define MESHLINT_SCHEMA_FACTS_KEYS_H_

#include <array>
#include <cstdint>
#include <string_view>

#include "schema/facts.h"

namespace meshlint::schema {

// A built-in name of a type: "int32" is an integer of that format.
struct TypeWord {
  std::string_view word;
  TypeKind kind;
  std::string_view format;
};

inline constexpr auto kTypeWords = std::to_array<TypeWord>({
    {"any", TypeKind::kAny, ""},
    {"string", TypeKind::kString, ""},
    {"bytes", TypeKind::kString, "byte"},
    {"duration", TypeKind::kString, "duration"},
    {"date-time", TypeKind::kString, "date-time"},
    {"quantity", TypeKind::kString, "quantity"},
    {"bool", TypeKind::kBool, ""},
    {"integer", TypeKind::kInteger, ""},
    {"int32", TypeKind::kInteger, "int32"},
    {"int64", TypeKind::kInteger, "int64"},
    {"number", TypeKind::kNumber, ""},
    {"int-or-string", TypeKind::kIntOrString, ""},
});

// What the value of a key is.
enum class Payload : std::uint8_t { kFlag, kNumber, kText, kNames, kGroups, kTypes, kType };

// A key of a type's body, and its facet.
struct FacetKey {
  std::string_view key;
  FacetKind kind;
  Payload payload;
  std::string_view subject;  // the types that may have it; empty: any
};

inline constexpr auto kFacetKeys = std::to_array<FacetKey>({
    {"minimum", FacetKind::kMinimum, Payload::kNumber, "number"},
    {"maximum", FacetKind::kMaximum, Payload::kNumber, "number"},
    {"exclusiveMinimum", FacetKind::kExclusiveMinimum, Payload::kNumber, "number"},
    {"exclusiveMaximum", FacetKind::kExclusiveMaximum, Payload::kNumber, "number"},
    {"multipleOf", FacetKind::kMultipleOf, Payload::kNumber, "number"},
    {"minLength", FacetKind::kMinLength, Payload::kNumber, "string"},
    {"maxLength", FacetKind::kMaxLength, Payload::kNumber, "string"},
    {"minItems", FacetKind::kMinItems, Payload::kNumber, "list"},
    {"maxItems", FacetKind::kMaxItems, Payload::kNumber, "list"},
    {"minProperties", FacetKind::kMinProperties, Payload::kNumber, "map"},
    {"maxProperties", FacetKind::kMaxProperties, Payload::kNumber, "map"},
    {"pattern", FacetKind::kPattern, Payload::kText, "string"},
    {"format", FacetKind::kFormat, Payload::kText, ""},
    {"nullable", FacetKind::kNullable, Payload::kFlag, ""},
    {"open", FacetKind::kOpen, Payload::kFlag, "map"},
    {"embedded", FacetKind::kEmbedded, Payload::kFlag, "map"},
    {"deprecated", FacetKind::kDeprecated, Payload::kFlag, ""},
    {"keys", FacetKind::kKeys, Payload::kNames, "list"},
    {"exclusive", FacetKind::kAtMostOne, Payload::kGroups, "map"},
    {"oneOf", FacetKind::kExactlyOne, Payload::kGroups, "map"},
    {"anyOf", FacetKind::kAtLeastOne, Payload::kGroups, "map"},
    {"all", FacetKind::kAll, Payload::kTypes, ""},
    {"any", FacetKind::kAny, Payload::kTypes, ""},
    {"one", FacetKind::kOne, Payload::kTypes, ""},
    {"not", FacetKind::kNot, Payload::kType, ""},
});

// The subject, as FacetKey has it, of a type; empty for types of any kind.
std::string_view subject_of(TypeKind kind);

// A key that only fields have, in addition to those of their type.
bool is_field_key(std::string_view key);
// A key of a type's body.
bool is_type_key(std::string_view key);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_KEYS_H_
