// What is known of APIs: kinds, types, fields, and in which versions each stands.
//
//   const Kind* kind = find_kind("networking.istio.io", "VirtualService");
//   const Field* spec = find_field(*kind->root, "spec");
//
// The tables of schemas/ are compiled into the library as read-only data. Types
// refer to each other by pointer, so that types made at run time (a user's own
// CRDs) may look just the same.
#ifndef MESHLINT_SCHEMA_FACTS_H_
#define MESHLINT_SCHEMA_FACTS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "schema/version.h"

namespace meshlint::schema {

// Something whose releases the facts count in.
struct Product {
  std::string_view name;   // "istio"
  std::string_view title;  // "Istio"
  std::string_view here;   // "this mesh installs", before a version
  Version oldest;
  Version newest;
};

// The versions in which something stands: from `since` on, up to but without
// `until`. All zero: the oldest known one, and no end.
struct Window {
  Version since;
  Version until;

  constexpr bool contains(Version version) const {
    return since <= version && (until == Version{} || version < until);
  }
};

// How the reader of a kind decodes it, where readers differ.
enum class Decoding : std::uint8_t {
  kKubernetes,  // a structural schema: exact names, exact types
  kKustomize,   // field names match without regard to case
  kProto        // protobuf's JSON: numbers may be quoted
};

enum class TypeKind : std::uint8_t {
  kAny,
  kString,
  kBytes,     // a string of base64
  kDuration,  // a string as Go's time.ParseDuration takes it
  kBool,
  kInt32,
  kInt64,
  kNumber,
  kIntOrString,
  kList,
  kMap,    // any keys, values of one type
  kObject  // known fields
};

enum class Limit : std::uint8_t {
  kMinimum,
  kMaximum,
  kMinLength,  // lengths count code points
  kMaxLength,
  kMinItems,
  kMaxItems,
  kMinProperties,
  kMaxProperties,
  kPattern
};

struct Constraint {
  Limit limit = Limit::kMinimum;
  double number = 0;
  std::string_view pattern;  // in RE2's syntax, found anywhere unless it has anchors
  Window when;
};

// A value of an enumeration, or an API version of a kind.
struct Value {
  std::string_view text;
  Window when;
};

// Fields of one object of which so many may or have to be there.
struct Group {
  enum class Rule : std::uint8_t { kAtMostOne, kExactlyOne, kAtLeastOne };
  Rule rule = Rule::kAtMostOne;
  std::span<const std::string_view> fields;
  Window when;
};

struct Type;

struct Field {
  std::string_view name;
  const Type* type = nullptr;
  Window when;
  bool is_required = false;
  Window required_when;
};

// One type. What does not belong to its kind is empty.
struct Type {
  std::string_view name;  // "HTTPRetry"; empty if it is written at a field only
  TypeKind kind = TypeKind::kAny;
  Decoding decoding = Decoding::kKubernetes;
  bool is_open = false;      // an object that takes unknown fields too
  bool is_nullable = false;  // null is a value of its own
  bool is_set = false;       // a list without equal items
  bool has_required = false;
  const Product* product = nullptr;
  const Type* element = nullptr;  // of a list or map
  std::span<const Field> fields;  // sorted by name
  std::span<const Constraint> constraints;
  std::span<const Value> values;           // of an enumeration
  std::span<const std::string_view> keys;  // fields that tell items of a list apart
  Window keys_when;
  std::span<const Group> groups;
};

struct Kind {
  std::string_view name;   // "VirtualService"
  std::string_view group;  // "networking.istio.io"
  const Product* product = nullptr;
  const Type* root = nullptr;
  std::span<const Value> versions;  // newest first
};

// All kinds, sorted by name and then group.
std::span<const Kind> kinds();
std::span<const Product> products();

// Null if there are no facts about it.
const Kind* find_kind(std::string_view group, std::string_view name);
const Product* find_product(std::string_view name);
// A named type: find_type("install.istio.io", "MeshConfig") for what lies inside of other
// documents. Types that several groups share have the group "".
const Type* find_type(std::string_view group, std::string_view name);
// The field that the type's reader takes `name` for, or null.
const Field* find_field(const Type& type, std::string_view name);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FACTS_H_
