// API facts in an editable form. The readers of facts files, CRDs and OpenAPI documents fill a
// draft, versions are merged into it, and tables (tables.h) and facts files are written from it.
//
// A draft owns everything in plain vectors and refers by index, so types can be added while others
// are being read.
#ifndef MESHLINT_SCHEMA_DRAFT_H_
#define MESHLINT_SCHEMA_DRAFT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/facts.h"
#include "schema/version.h"

namespace meshlint::schema::draft {

using TypeId = std::uint32_t;
inline constexpr TypeId kNoType = static_cast<TypeId>(-1);

// A property of a type in addition to its kind. The members in use depend on `kind`: a number for
// limits, a text for kPattern, kFormat and kValue, names for kKeys and groups of fields, types for
// conditions.
struct Facet {
  FacetKind kind = FacetKind::kOpen;
  Window when;
  double number = 0;
  std::string text;
  std::vector<std::string> names;
  std::vector<TypeId> types;

  friend bool operator==(const Facet&, const Facet&) = default;
};

// A rule in CEL for `self`, a value of the type.
struct Rule {
  std::string expression;
  std::string message;
  std::string message_expression;
  std::string reason;      // "FieldValueInvalid" if empty
  std::string field_path;  // ".a.b", relative
  bool is_optional_old_self = false;
  Window when;

  friend bool operator==(const Rule&, const Rule&) = default;
};

// A field of an object. A name has several adjacent declarations, with windows that don't overlap,
// if its type changed or if it became required or optional.
struct Field {
  std::string name;
  TypeId type = kNoType;
  Window when;
  bool is_required = false;
  Window required_when;
  std::string default_value;  // JSON; empty if there is none

  friend bool operator==(const Field&, const Field&) = default;
};

struct Type {
  std::string name;  // empty if the type has no name
  TypeKind kind = TypeKind::kAny;
  Decoding decoding = Decoding::kKubernetes;
  std::uint8_t product = kNoProduct;
  TypeId element = kNoType;   // of a list or map
  std::vector<Field> fields;  // of an object
  std::vector<Facet> facets;
  std::vector<Rule> rules;

  // Adds a facet that is nothing but its kind.
  void add_flag(FacetKind flag) {
    Facet facet;
    facet.kind = flag;
    facets.push_back(std::move(facet));
  }
};

// One version of a kind's API.
struct ApiVersion {
  std::string name;  // "v1beta1"
  TypeId root = kNoType;
  Window when;
};

struct Kind {
  std::string name;    // "VirtualService"
  std::string group;   // "networking.istio.io"
  std::string plural;  // "virtualservices"
  std::uint8_t product = kNoProduct;
  Scope scope = Scope::kNamespaced;
  std::vector<ApiVersion> versions;  // newest first
};

// A type with a name, such as MeshConfig. The types of group "" are shared by all files.
struct NamedType {
  std::string group;
  std::string name;
  TypeId type = kNoType;
};

struct Draft {
  std::vector<Kind> kinds;
  std::vector<Type> types;
  std::vector<NamedType> named_types;

  TypeId add(Type type) {
    types.push_back(std::move(type));
    return static_cast<TypeId>(types.size() - 1);
  }
};

}  // namespace meshlint::schema::draft

#endif  // MESHLINT_SCHEMA_DRAFT_H_
