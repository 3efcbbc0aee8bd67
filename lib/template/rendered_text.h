// The output of a template.
#ifndef MESHLINT_TEMPLATE_RENDERED_TEXT_H_
#define MESHLINT_TEMPLATE_RENDERED_TEXT_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "template/problem.h"
#include "yaml/node.h"

namespace meshlint::templates {

// The option `missingkey=error`; with every other option, a missing key prints `<no value>`.
enum class MissingKey { kPrint, kError };

struct RenderedText {
  std::string_view text;  // in the arena, or the template itself
  // The value, if the template is exactly one placeholder and nothing else.
  yaml::Node sole;
  // The origin of the text from byte `out` on: byte `in` of the template, copied if `is_verbatim`,
  // or else printed by the action there.
  struct Piece {
    std::size_t out = 0;
    std::size_t in = 0;
    bool is_verbatim = false;
  };
  std::vector<Piece> pieces;
  std::optional<TemplateProblem> problem;  // if set, there is no text
  // Missing keys that the text nevertheless shows, as `<no value>` or as written (kMissingKey), and
  // whole mappings that it shows in Go's notation (kFailed).
  std::vector<TemplateProblem> unset;
};

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_RENDERED_TEXT_H_
