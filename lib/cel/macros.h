// Macros: method calls that the parser replaces by other nodes, such as list.all(x, x > 0).
#ifndef MESHLINT_CEL_MACROS_H_
#define MESHLINT_CEL_MACROS_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cel/ast.h"
#include "cel/library.h"

namespace meshlint::cel {

// A node to add to the syntax tree, or what is wrong with the call.
struct Expansion {
  Expr expr;
  std::vector<ExprId> children;
  std::string error;  // empty if there is none
  Range error_at;
};

// Expands a method call: `method` has its name and place, the first of `arguments` is the receiver.
// Nothing if no macro of the libraries has that name and number of arguments.
std::optional<Expansion> expand_macro(const Expr& method, std::span<const ExprId> arguments,
                                      Libraries libraries, Ast& ast);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_MACROS_H_
