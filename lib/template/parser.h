// A template's text to its blocks.
#ifndef MESHLINT_TEMPLATE_PARSER_H_
#define MESHLINT_TEMPLATE_PARSER_H_

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "template/ast.h"
#include "template/functions.h"
#include "template/problem.h"
#include "yaml/arena.h"

namespace meshlint::templates {

struct ParsedTemplate {
  std::vector<Block> blocks;
  std::optional<TemplateProblem> problem;  // the first one; then the blocks have no meaning
};

// Blocks view `text`, their literals are in `arena`. Names of functions are resolved: the first of
// the libraries that has a name wins.
ParsedTemplate parse(std::string_view text, std::span<const Library> libraries, yaml::Arena& arena);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_PARSER_H_
