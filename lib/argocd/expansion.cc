#include "argocd/expansion.h"

#include <fmt/core.h>

#include "yaml/document.h"

namespace meshlint::argocd {

void ExpansionReport::add(text::Problem problem) {
  if (!problems_.emplace(problem.at, problem.message).second) return;
  result_.problems.push_back(std::move(problem));
}

void ExpansionReport::add(text::Span at, std::string message, std::vector<std::string> arguments,
                          text::ProblemKind kind) {
  add(text::make_problem(kind, at, std::move(message), std::move(arguments)));
}

bool ExpansionReport::add_unresolved(text::Span at, std::string what, std::string reason) {
  if (unresolved_.emplace(at, what).second) {
    result_.unresolved.push_back({at, std::move(what), std::move(reason)});
  }
  return false;
}

void ExpansionReport::add_unresolved_template(text::Span at, std::string reason) {
  if (!unresolved_.emplace(at, reason).second) return;
  result_.unresolved.push_back(
      {at, fmt::format("template of {}", set_.title()), std::move(reason)});
}

text::Span ExpansionReport::inside(yaml::Node scalar, std::size_t begin, std::size_t end) const {
  return yaml::ScalarMap(scalar, source_of(scalar).bytes()).span(begin, end);
}

}  // namespace meshlint::argocd
