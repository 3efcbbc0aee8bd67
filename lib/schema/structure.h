// Which types of a draft say the same, however often they were written down.
#ifndef MESHLINT_SCHEMA_STRUCTURE_H_
#define MESHLINT_SCHEMA_STRUCTURE_H_

#include <cstdint>
#include <vector>

#include "schema/draft.h"

namespace meshlint::schema {

enum class TypeNames : std::uint8_t { kCount, kIgnore };

// A number for each type of the draft: two types have the same one if they are equal all the way
// down, and, if names count, bear the same names. The order of facets does not matter, nor does
// the order of fields. Types may refer to themselves.
std::vector<std::uint32_t> structure_classes(const draft::Draft& draft,
                                             TypeNames names = TypeNames::kCount);

// The types that a type refers to directly, in a fixed order: its element, its fields' types,
// those of its conditions.
std::vector<draft::TypeId> parts_of(const draft::Type& type);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_STRUCTURE_H_
