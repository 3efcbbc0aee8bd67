#include "schema/facts_keys.h"

#include <algorithm>

namespace meshlint::schema {

std::string_view subject_of(TypeKind kind) {
  switch (kind) {
    case TypeKind::kString:
    case TypeKind::kIntOrString:
      return "string";
    case TypeKind::kInteger:
    case TypeKind::kNumber:
      return "number";
    case TypeKind::kList:
      return "list";
    case TypeKind::kMap:
    case TypeKind::kObject:
      return "map";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kAny:
      break;
  }
  return "";
}

bool is_field_key(std::string_view key) {
  constexpr auto kKeys = std::to_array<std::string_view>({"since", "until", "required", "default"});
  return std::ranges::find(kKeys, key) != kKeys.end();
}

bool is_type_key(std::string_view key) {
  constexpr auto kKeys =
      std::to_array<std::string_view>({"type", "items", "fields", "enum", "listType", "rules"});
  return std::ranges::find(kKeys, key) != kKeys.end() ||
         std::ranges::find(kFacetKeys, key, &FacetKey::key) != kFacetKeys.end();
}

}  // namespace meshlint::schema
