// Functions: what they are called, what they take, and what they do.
#ifndef MESHLINT_CEL_FUNCTION_H_
#define MESHLINT_CEL_FUNCTION_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "cel/frame.h"
#include "cel/library.h"
#include "cel/value.h"

namespace meshlint::cel {

// The receiver of a method comes first. No argument is an error or unknown. Arguments may be of
// any kind, for dyn lets all through: what is not understood gives no_overload().
using Implementation = Value (*)(Frame& frame, std::span<const Value> arguments);

struct Function {
  std::string_view name;
  Library library;
  // Signatures, one after the other with `|` between them: "string.(string) bool" is a method of
  // strings, "(list(A)) int" a function, "(A, A, ...) A" takes any number of As from the last on.
  std::string_view overloads;
  // All functions of one name have the same.
  Implementation call;
};

inline Value no_overload() { return Value::error("no such overload"); }

// The functions of each library, in one numbering: the place in the concatenation.
using FunctionId = std::uint16_t;
const Function& function(FunctionId id);
// All tables; FunctionIds count through them in this order.
std::span<const std::span<const Function>> function_tables();

// What the files functions_*.cc hold.
std::span<const Function> operator_functions();
std::span<const Function> conversion_functions();
std::span<const Function> time_functions();
std::span<const Function> string_functions();
std::span<const Function> format_functions();
std::span<const Function> list_functions();
std::span<const Function> math_functions();
std::span<const Function> optional_functions();
std::span<const Function> url_functions();
std::span<const Function> network_functions();
std::span<const Function> quantity_functions();
std::span<const Function> semver_functions();
std::span<const Function> authorizer_functions();

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_FUNCTION_H_
