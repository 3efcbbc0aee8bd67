// The names that an expression can use: variables, functions, types.
#ifndef MESHLINT_CEL_ENVIRONMENT_H_
#define MESHLINT_CEL_ENVIRONMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/library.h"
#include "cel/type.h"

namespace meshlint::cel {

// The fields of object types. Const, and safe from any number of threads.
class ObjectTypes {
 public:
  struct Field {
    // The key in the manifest: "a-b" of the field a__dash__b.
    std::string key;
    TypeId type = TypeTable::simple(TypeKind::kDyn);
  };

  virtual ~ObjectTypes() = default;

  // The field with that name, as expressions write it; nothing if there is none.
  virtual std::optional<Field> field(TypeTable& types, std::uint32_t object,
                                     std::string_view name) const = 0;
  // All names, for suggestions.
  virtual std::vector<std::string> field_names(std::uint32_t object) const = 0;
};

struct Variable {
  // May be dotted: "authorizer.requestResource".
  std::string name;
  TypeId type = TypeTable::simple(TypeKind::kDyn);
};

// A function without an implementation: calling it is an error.
struct DeclaredFunction {
  std::string name;
  // As in Function::overloads.
  std::string overloads;
};

// `objects` is kept; it may be null if no variable is an object. Compiling expressions adds types,
// so an environment is for one thread.
struct Environment {
  Libraries libraries;
  TypeTable types;
  std::vector<Variable> variables;
  std::vector<DeclaredFunction> functions;
  const ObjectTypes* objects = nullptr;
  // Names are first searched in the container and its parents: "a.b", then "a".
  std::string container;
  // Whether the items of a list literal need one type, as in the API server.
  bool is_homogeneous = true;
  bool has_macros = true;
  // If false, only syntax is checked; other errors occur during the evaluation.
  bool is_checked = true;
  // If false, the program is the expression as written, and Compiled::types has the types of its
  // steps: for an analysis of the expression.
  bool folds_constants = true;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_ENVIRONMENT_H_
