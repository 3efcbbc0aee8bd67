// The compiled form of API facts: flat arrays of small records that refer to each other by index,
// not by pointer. The build writes the facts of schemas/ in this form into the library, which uses
// them in place: nothing is parsed, allocated or relocated at start-up. CRDs of the user's own get
// the same form at run time.
#ifndef MESHLINT_SCHEMA_TABLES_H_
#define MESHLINT_SCHEMA_TABLES_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "schema/version.h"

namespace meshlint::schema {

struct Product;

// The versions that have something: from `since` to before `until`. All zero: from the oldest known
// version, without end.
struct Window {
  Version since;
  Version until;

  constexpr bool contains(Version version) const {
    return since <= version && (until == Version{} || version < until);
  }
  constexpr bool is_always() const { return since == Version{} && until == Version{}; }
  friend auto operator<=>(const Window&, const Window&) = default;
};

namespace tables {

using StringId = std::uint32_t;  // byte offset in the text pool
using WindowId = std::uint16_t;  // 0: always
using ListId = std::uint32_t;    // index of a count, which its items follow

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;
inline constexpr WindowId kNever = 0xFFFF;  // of a field that is not required

// Of a type's flags.
inline constexpr std::uint8_t kHasRequired = 1;
inline constexpr std::uint8_t kHasRules = 2;  // its own, or those of values in it

struct TypeRecord {
  StringId name;
  std::uint8_t kind;
  std::uint8_t decoding;
  std::uint8_t product;
  std::uint8_t flags;
  std::uint32_t element;  // a type, or kNone
  std::uint32_t first_field;
  std::uint32_t first_facet;
  std::uint16_t field_count;
  std::uint16_t facet_count;
};

struct FieldRecord {
  StringId name;
  std::uint32_t type;
  WindowId when;
  WindowId required;  // kNever if it is optional
  StringId default_value;
};

struct FacetRecord {
  std::uint8_t kind;
  std::uint8_t format;
  WindowId when;
  std::uint32_t value;  // a StringId, an index of numbers or a ListId, as the kind has it
};

struct ApiVersionRecord {
  StringId name;
  std::uint32_t root;
  WindowId when;
  std::uint16_t unused;
};

struct KindRecord {
  StringId name;
  StringId group;
  StringId plural;
  std::uint8_t product;
  std::uint8_t scope;
  std::uint16_t version_count;
  std::uint32_t first_version;
};

struct NamedTypeRecord {
  StringId group;
  StringId name;
  std::uint32_t type;
};

}  // namespace tables

// The arrays of one set of facts. They live elsewhere: in the library, or in a TableStorage.
struct Tables {
  std::string_view pool;            // each text after its size in two bytes
  std::span<const Window> windows;  // the first is "always"
  std::span<const double> numbers;
  std::span<const std::uint32_t> lists;
  std::span<const tables::TypeRecord> types;
  std::span<const tables::FieldRecord> fields;
  std::span<const tables::FacetRecord> facets;
  std::span<const tables::ApiVersionRecord> api_versions;
  std::span<const tables::KindRecord> kinds;             // by name, then group
  std::span<const tables::NamedTypeRecord> named_types;  // by group, then name
  std::span<const Product> products;

  std::string_view text(tables::StringId id) const {
    std::uint16_t size = 0;
    std::memcpy(&size, pool.data() + id, sizeof size);
    return pool.substr(id + sizeof size, size);
  }
  std::span<const std::uint32_t> list(tables::ListId id) const {
    return lists.subspan(id + 1, lists[id]);
  }
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_TABLES_H_
