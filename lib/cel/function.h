// The table of functions: names, signatures and implementations.
#ifndef MESHLINT_CEL_FUNCTION_H_
#define MESHLINT_CEL_FUNCTION_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "cel/frame.h"
#include "cel/library.h"
#include "cel/value.h"

namespace meshlint::cel {

// The receiver of a method comes first. No argument is an error or unknown. Arguments can be of any
// kind, since dyn fits everywhere; the result for a wrong one is no_overload().
using Implementation = Value (*)(Frame& frame, std::span<const Value> arguments);

struct Function {
  std::string_view name;
  Library library;
  // Signatures, separated by `|`: see overloads.h.
  std::string_view overloads;
  // The same for all functions of one name.
  Implementation call;
};

inline Value no_overload() { return Value::error("no such overload"); }

// The index of a function in the concatenation of all tables.
using FunctionId = std::uint16_t;
const Function& function(FunctionId id);
// All tables, in the order of FunctionIds.
std::span<const std::span<const Function>> function_tables();

// The tables of the files functions_*.cc.
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
