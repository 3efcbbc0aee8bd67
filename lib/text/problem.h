// What a stage of the library says about the user's text, before severities, configuration and
// suppressions make a finding of it.
#ifndef MESHLINT_TEXT_PROBLEM_H_
#define MESHLINT_TEXT_PROBLEM_H_

#include <compare>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/span.h"

namespace meshlint::text {

// What is wrong, by the id of the rule whose page explains it: "kustomize/invalid-patch". Each
// folder of lib/ declares those that it reports in its problems.h.
struct ProblemKind {
  std::string_view rule;

  friend bool operator==(const ProblemKind&, const ProblemKind&) = default;
  friend auto operator<=>(const ProblemKind&, const ProblemKind&) = default;
};

// A second place with a few words: "first set here".
struct RelatedSpan {
  Span at;
  std::string message;
};

// Replaces the bytes of `at` by `text`.
struct SpanEdit {
  Span at;
  std::string text;
};

// Edits that belong together; see meshlint::Fix for what safe means.
struct SpanFix {
  std::string title;
  bool is_safe = false;
  std::vector<SpanEdit> edits;
};

// A problem before it has a rule and a line number. `at` is a span of the
// file as it lies on disk, also for text inside of embedded documents.
struct Problem {
  ProblemKind kind;
  Span at;
  std::string message;
  std::vector<std::string> arguments;  // the values in `message`, in their order
  std::vector<RelatedSpan> related;
  std::vector<std::string> notes;
  std::vector<SpanFix> fixes;
  // The API server runs no rule in CEL on an object with such a problem.
  bool turns_rules_off = false;
};

// A problem with what most of them have.
inline Problem make_problem(ProblemKind kind, Span at, std::string message,
                            std::vector<std::string> arguments = {}) {
  Problem problem;
  problem.kind = kind;
  problem.at = at;
  problem.message = std::move(message);
  problem.arguments = std::move(arguments);
  return problem;
}

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_PROBLEM_H_
