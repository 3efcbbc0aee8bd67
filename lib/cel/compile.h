// Source text to a program: parses, checks types, folds constants.
//
//   cel::Environment environment{.libraries = cel::all_libraries()};
//   environment.variables = {{"self"}};
//   cel::Compiled compiled = cel::compile("self.size() < 10", environment);
#ifndef MESHLINT_CEL_COMPILE_H_
#define MESHLINT_CEL_COMPILE_H_

#include <string_view>

#include "cel/compiled.h"
#include "cel/environment.h"

namespace meshlint::cel {

Compiled compile(std::string_view source, Environment& environment);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_COMPILE_H_
