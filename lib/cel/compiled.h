// What compiling an expression results in.
#ifndef MESHLINT_CEL_COMPILED_H_
#define MESHLINT_CEL_COMPILED_H_

#include <vector>

#include "cel/issue.h"
#include "cel/program.h"
#include "cel/type.h"

namespace meshlint::cel {

struct Compiled {
  // Usable if there are no issues. Doesn't view the source.
  Program program;
  // The type of the result.
  TypeId type = TypeTable::simple(TypeKind::kDyn);
  // The type of each step's result, if constants are not folded.
  std::vector<TypeId> types;
  // Whether the expression uses the variable with that number.
  std::vector<bool> uses;
  std::vector<Issue> issues;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPILED_H_
