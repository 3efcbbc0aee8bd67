#include "cel/compile.h"

#include <optional>
#include <utility>

#include "cel/ast.h"
#include "cel/compiler.h"
#include "cel/parser.h"

namespace meshlint::cel {

Compiled compile(std::string_view source, Environment& environment) {
  Compiled compiled;
  Ast ast;
  if (std::optional<Issue> issue =
          parse(source, environment.libraries, environment.has_macros, ast)) {
    compiled.issues.push_back(*std::move(issue));
    return compiled;
  }
  Compiler(environment, ast, compiled).run();
  return compiled;
}

}  // namespace meshlint::cel
