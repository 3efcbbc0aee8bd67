// What an expression may name: variables, functions, types.
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
  // The names of all, for suggestions.
  virtual std::vector<std::string> field_names(std::uint32_t object) const = 0;
};

struct Variable {
  // May be dotted: "authorizer.requestResource".
  std::string name;
  TypeId type = TypeTable::simple(TypeKind::kDyn);
};

// A function that is only known to the checker; calling it is an error.
struct DeclaredFunction {
  std::string name;
  // As Function::overloads has them.
  std::string overloads;
};

// Names are kept; `objects` too, and may be null if no variable is an object. Types are added to
// while expressions are compiled, so one environment serves one thread.
struct Environment {
  Libraries libraries;
  TypeTable types;
  std::vector<Variable> variables;
  std::vector<DeclaredFunction> functions;
  const ObjectTypes* objects = nullptr;
  // Names are looked up in it and all that it is part of first: "a.b".
  std::string container;
  // Items of a list literal must all have one type, as the API server demands.
  bool is_homogeneous = true;
  bool has_macros = true;
  // Off, only syntax and names matter, and everything else shows when it is evaluated.
  bool is_checked = true;
  // Off, the program is the expression as it is written, and Compiled::types says what each step
  // gives: for those who look at it rather than run it.
  bool folds_constants = true;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_ENVIRONMENT_H_
