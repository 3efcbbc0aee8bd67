#include "schema/facts.h"

#include <algorithm>
#include <utility>

#include "schema/facts_tables.h"

namespace meshlint::schema {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::span<const Kind> kinds() { return tables::kKinds; }
std::span<const Product> products() { return tables::kProducts; }

const Kind* find_kind(std::string_view group, std::string_view name) {
  const auto key = [](const Kind& kind) { return std::pair(kind.name, kind.group); };
  const auto found = std::ranges::lower_bound(tables::kKinds, std::pair(name, group), {}, key);
  const bool is_found =
      found != tables::kKinds.end() && found->name == name && found->group == group;
  return is_found ? &*found : nullptr;
}

const Product* find_product(std::string_view name) {
  const auto found = std::ranges::find(tables::kProducts, name, &Product::name);
  return found != tables::kProducts.end() ? &*found : nullptr;
}

const Type* find_type(std::string_view group, std::string_view name) {
  using tables::NamedType;
  const auto key = [](const NamedType& type) { return std::pair(type.group, type.name); };
  const auto found = std::ranges::lower_bound(tables::kNamedTypes, std::pair(group, name), {}, key);
  const bool is_found =
      found != tables::kNamedTypes.end() && found->name == name && found->group == group;
  return is_found ? found->type : nullptr;
}

const Field* find_field(const Type& type, std::string_view name) {
  const auto found = std::ranges::lower_bound(type.fields, name, {}, &Field::name);
  if (found != type.fields.end() && found->name == name) return &*found;
  if (type.decoding == Decoding::kKustomize) {
    for (const Field& field : type.fields) {
      if (equal_but_for_case(field.name, name)) return &field;
    }
  }
  return nullptr;
}

}  // namespace meshlint::schema
