// Source text to a program: parsed, checked, constants folded.
//
//   cel::Environment environment{.libraries = cel::all_libraries()};
//   environment.variables = {{"self"}};
//   cel::Compiled compiled = cel::compile("self.size() < 10", environment);
#ifndef MESHLINT_CEL_COMPILE_H_
#define MESHLINT_CEL_COMPILE_H_

#include <string_view>
#include <vector>

#include "cel/environment.h"
#include "cel/issue.h"
#include "cel/program.h"
#include "cel/type.h"

namespace meshlint::cel {

struct Compiled {
  // Usable if there are no issues. Views nothing of the source.
  Program program;
  // What the expression gives.
  TypeId type = TypeTable::simple(TypeKind::kDyn);
  // What each step gives, if constants are not folded.
  std::vector<TypeId> types;
  // Whether the variable with that number is named.
  std::vector<bool> uses;
  std::vector<Issue> issues;
};

Compiled compile(std::string_view source, Environment& environment);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPILE_H_
