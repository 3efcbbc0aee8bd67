// Static types.
#ifndef MESHLINT_CEL_TYPE_H_
#define MESHLINT_CEL_TYPE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace meshlint::cel {

// A type of one TypeTable.
using TypeId = std::uint32_t;

enum class TypeKind : std::uint8_t {
  kDyn,
  kNull,
  kBool,
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTimestamp,
  kDuration,
  kList,
  kMap,
  kType,
  kOpaque,     // optional_type, net.IP
  kObject,     // of a schema; `object` is the schema's number
  kParameter,  // stands for a type that is not known yet
};

struct Type {
  TypeKind kind = TypeKind::kDyn;
  std::uint32_t object = 0;  // number of an object's schema or of a parameter
  std::string name;
  std::vector<TypeId> parameters;

  friend auto operator<=>(const Type&, const Type&) = default;
};

// Every type once, so that equal types have equal ids. The kinds without parameters, kDyn to
// kDuration, are their own ids.
class TypeTable {
 public:
  TypeTable();

  const Type& operator[](TypeId id) const { return types_[id]; }
  static constexpr TypeId simple(TypeKind kind) { return static_cast<TypeId>(kind); }
  TypeId list(TypeId item) { return add({TypeKind::kList, 0, "list", {item}}); }
  TypeId map(TypeId key, TypeId value) { return add({TypeKind::kMap, 0, "map", {key, value}}); }
  TypeId type(TypeId of) { return add({TypeKind::kType, 0, "type", {of}}); }
  TypeId optional(TypeId of) { return opaque("optional_type", {of}); }
  TypeId opaque(std::string name, std::vector<TypeId> parameters) {
    return add({TypeKind::kOpaque, 0, std::move(name), std::move(parameters)});
  }
  TypeId object(std::uint32_t number, std::string name) {
    return add({TypeKind::kObject, number, std::move(name), {}});
  }
  TypeId parameter(std::uint32_t number) { return add({TypeKind::kParameter, number, {}, {}}); }
  TypeId new_parameter() { return parameter(next_parameter_++); }
  TypeId add(Type type);

  // "list(int)", "map(string, dyn)".
  std::string text(TypeId id) const;

 private:
  std::vector<Type> types_;
  std::map<Type, TypeId> ids_;
  // The numbers below are those of A, B and so on in signatures.
  std::uint32_t next_parameter_ = 256;
};

// The types of the parameters, as far as they are known.
// Source: the type checker of cel-go, which the API server runs.
class Substitution {
 public:
  explicit Substitution(TypeTable& types) : types_(types) {}

  // True if a value of type `given` fits where `wanted` is needed. Binds parameters if so, changes
  // nothing if not.
  bool assign(TypeId wanted, TypeId given);
  // The same for each pair.
  bool assign_all(std::span<const TypeId> wanted, std::span<const TypeId> given);
  // The less specific of two compatible types.
  TypeId more_general(TypeId a, TypeId b) const;
  // The type with known parameters replaced; unknown ones become dyn if `is_final`.
  TypeId resolve(TypeId type, bool is_final);
  // The type with new parameters instead of A, B and so on.
  TypeId instantiate(TypeId type, std::map<TypeId, TypeId>& fresh);
  // The type that a parameter is bound to.
  TypeId find(TypeId type) const;

 private:
  bool is_assignable(TypeId a, TypeId b);
  // Whether `parameter` can be bound to `type`; `was_bound`: it was bound already.
  bool bind(TypeId parameter, TypeId type, bool& was_bound);
  bool occurs(TypeId parameter, TypeId in) const;
  bool is_general(TypeId a, TypeId b) const;

  TypeTable& types_;
  std::map<TypeId, TypeId> bound_;
};

// Removes a type from the front of `text` and returns it: "list(A)", "map(string, dyn)", "net.IP".
// Capital letters are parameters.
TypeId read_type(TypeTable& types, std::string_view& text);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_TYPE_H_
