// Signatures of functions, and which of them fit a call.
//
//   "string.(string) bool"                  a method of strings
//   "(list(A)) int | (map(A, B)) int"       a function with two overloads
//   "(A, A, ...) A"                         any number of arguments from the last one on
#ifndef MESHLINT_CEL_OVERLOADS_H_
#define MESHLINT_CEL_OVERLOADS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cel/type.h"

namespace meshlint::cel {

struct Overload {
  bool is_method = false;
  bool is_variadic = false;
  std::vector<TypeId> parameters;  // the receiver of a method comes first
  TypeId result = TypeTable::simple(TypeKind::kDyn);
};

// Removes the first signature of `text`, with the `|` behind it, and returns it.
Overload read_overload(TypeTable& types, std::string_view& text);

// Whether there is a method, or a function, among the signatures.
bool has_overload(std::string_view overloads, bool is_method);

// Whether one of the overloads has that many parameters, whatever their types.
bool accepts_count(TypeTable& types, std::span<const std::string_view> overloads, std::size_t count,
                   bool is_method);

// The type of the call's result: dyn if several overloads fit and their results differ, nothing if
// none fits. Binds the type parameters of the arguments.
std::optional<TypeId> resolve_call(TypeTable& types, Substitution& substitution,
                                   std::span<const std::string_view> overloads,
                                   std::span<const TypeId> arguments, bool is_method);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_OVERLOADS_H_
