// The compiled form of API facts: flat arrays of small records that refer to each other by index,
// in one block of words. The build writes the facts of schemas/ in this form into the library,
// which uses them in place: nothing is parsed, allocated or relocated at start-up. CRDs of the
// user's own get the same form at run time.
#ifndef MESHLINT_SCHEMA_TABLES_H_
#define MESHLINT_SCHEMA_TABLES_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "schema/version.h"

namespace meshlint::schema {

struct Product;

// The versions in which something stands: from `since` on, up to but without
// `until`. All zero: the oldest known one, and no end.
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

// A view of the block. It views memory that lives longer: the library's own, or that of whoever
// built it.
class Tables {
 public:
  constexpr Tables() = default;
  // The block must come from build_tables (table_builder.h), by this very version of the library.
  Tables(std::span<const std::uint32_t> block, std::span<const Product> products);

  std::string_view text(tables::StringId id) const {
    std::uint16_t size = 0;
    std::memcpy(&size, text_ + id, sizeof size);
    return {text_ + id + sizeof size, size};
  }
  const Window& window(tables::WindowId id) const { return windows_[id]; }
  double number(std::uint32_t index) const { return numbers_[index]; }
  std::span<const std::uint32_t> list(tables::ListId id) const {
    return {lists_ + id + 1, lists_[id]};
  }

  std::span<const tables::TypeRecord> types() const { return types_; }
  std::span<const tables::FieldRecord> fields() const { return fields_; }
  std::span<const tables::FacetRecord> facets() const { return facets_; }
  std::span<const tables::ApiVersionRecord> api_versions() const { return api_versions_; }
  std::span<const tables::KindRecord> kinds() const { return kinds_; }  // by name, then group
  std::span<const tables::NamedTypeRecord> named_types() const { return named_types_; }
  std::span<const Product> products() const { return products_; }
  std::size_t bytes() const { return bytes_; }

 private:
  const char* text_ = nullptr;
  const Window* windows_ = nullptr;
  const double* numbers_ = nullptr;
  const std::uint32_t* lists_ = nullptr;
  std::span<const tables::TypeRecord> types_;
  std::span<const tables::FieldRecord> fields_;
  std::span<const tables::FacetRecord> facets_;
  std::span<const tables::ApiVersionRecord> api_versions_;
  std::span<const tables::KindRecord> kinds_;
  std::span<const tables::NamedTypeRecord> named_types_;
  std::span<const Product> products_;
  std::size_t bytes_ = 0;
};

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_TABLES_H_
