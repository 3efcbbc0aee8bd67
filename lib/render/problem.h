// Makes a problem from its four usual parts.
#ifndef MESHLINT_RENDER_PROBLEM_H_
#define MESHLINT_RENDER_PROBLEM_H_

#include <string>
#include <utility>
#include <vector>

#include "text/problem.h"

namespace meshlint::render {

inline text::Problem problem(text::ProblemKind kind, text::Span at, std::string message,
                             std::vector<std::string> arguments = {}) {
  text::Problem result;
  result.kind = kind;
  result.at = at;
  result.message = std::move(message);
  result.arguments = std::move(arguments);
  return result;
}

}  // namespace meshlint::render

#endif  // MESHLINT_RENDER_PROBLEM_H_
