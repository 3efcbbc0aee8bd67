// What a stage of the library says about the user's text. A stage only knows
// the kind of its problem; which rule page tells the user about it is said by
// the page (`reports: duplicate-key`), so nothing in lib/ names a rule.
#ifndef MESHLINT_TEXT_PROBLEM_H_
#define MESHLINT_TEXT_PROBLEM_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "text/span.h"

namespace meshlint::text {

// Each enumerator is `reports:` of exactly one page below rules/, with the
// same words in kebab-case; a test holds both lists to each other.
enum class ProblemKind : std::uint8_t {
  // Reading bytes (lib/yaml).
  kSyntax,
  kDuplicateKey,
  kBadEncoding,
  kTooDeep,
  kTooLarge,
  kBadAlias,
  // Against the API facts (lib/schema).
  kUnknownField,
  kWrongType,
  kMissingField,
  kUnknownValue,
  kOutOfRange,
  kBadFormat,
  kExclusiveFields,
  kDuplicateItem,
  kNewerThanTarget,
  kRemovedFromTarget,
  kAmbiguousScalar,
  // Building a kustomization (lib/render).
  kMissingFile,
  kOutsideRoot,
  kIncludeCycle,
  kDuplicateResource,
  kBadPatch,
  kPatchTargetMissing,
  kPatchPathMissing,
  kBadResource,
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
  ProblemKind kind = ProblemKind::kSyntax;
  Span at;
  std::string message;
  std::vector<std::string> arguments;  // the values in `message`, in their order
  std::vector<RelatedSpan> related;
  std::vector<std::string> notes;
  std::vector<SpanFix> fixes;
};

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_PROBLEM_H_
