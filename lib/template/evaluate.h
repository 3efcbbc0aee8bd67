// Runs a parsed template.
#ifndef MESHLINT_TEMPLATE_EVALUATE_H_
#define MESHLINT_TEMPLATE_EVALUATE_H_

#include <string_view>
#include <vector>

#include "template/ast.h"
#include "template/budget.h"
#include "template/rendered_text.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::templates {

// The output of the blocks of the template `text`, with `parameters` as its dot. The text and all
// new values are in `arena`.
RenderedText evaluate(std::string_view text, const std::vector<Block>& blocks,
                      yaml::Node parameters, MissingKey missing, yaml::Arena& arena,
                      TemplateBudget& budget);

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_EVALUATE_H_
