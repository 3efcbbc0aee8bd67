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
  kParameter,  // stands for a type that is still to be found out
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
  // Those below are the ones that signatures call A, B and so on.
  std::uint32_t next_parameter_ = 256;
};

// Which type each parameter turned out to stand for.
// Source: the type checker of cel-go, which the API server runs.
class Substitution {
 public:
  explicit Substitution(TypeTable& types) : types_(types) {}

  // True if a value of one type may stand where the other is wanted; parameters are then bound.
  // If not, nothing has changed.
  bool assign(TypeId wanted, TypeId given);
  // The same for each pair.
  bool assign_all(std::span<const TypeId> wanted, std::span<const TypeId> given);
  // The less specific of two types that go together.
  TypeId more_general(TypeId a, TypeId b) const;
  // With all that is known put in; what is not known becomes dyn if `is_final`.
  TypeId resolve(TypeId type, bool is_final);
  // The type with fresh parameters in the place of A, B and so on.
  TypeId instantiate(TypeId type, std::map<TypeId, TypeId>& fresh);
  // Follows a parameter to what it is bound to.
  TypeId find(TypeId type) const;

 private:
  bool is_assignable(TypeId a, TypeId b);
  // Whether `parameter` may stand for `type`; and whether it already stood for something.
  bool bind(TypeId parameter, TypeId type, bool& was_bound);
  bool occurs(TypeId parameter, TypeId in) const;
  bool is_general(TypeId a, TypeId b) const;

  TypeTable& types_;
  std::map<TypeId, TypeId> bound_;
};

// Reads a type as signatures write it: "list(A)", "map(string, dyn)", "net.IP"; capital letters
// are parameters. Takes it off the front of `text`.
TypeId read_type(TypeTable& types, std::string_view& text);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_TYPE_H_
