// What a stage of the library says about the user's text. A stage only knows
// the kind of its problem; which rule page tells the user about it is said by
// the page (`reports: duplicate-key`), so nothing in lib/ names a rule.
#ifndef MESHLINT_TEXT_PROBLEM_H_
#define MESHLINT_TEXT_PROBLEM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
  kNoAlternative,
  kBadMetadata,
  // By the rules of CRDs (lib/cel).
  kRuleFailed,
  kRuleNotJudged,
  kBadRule,
  kCostlyRule,
  // By ValidatingAdmissionPolicies (lib/check).
  kPolicyDenied,
  kPolicyWarned,
  kPolicyAudited,
  kPolicyInvalid,
  kPolicyNotDecidable,
  // Building a kustomization (lib/render).
  kMissingFile,
  kOutsideRoot,
  kIncludeCycle,
  kDuplicateResource,
  kBadPatch,
  kPatchTargetMissing,
  kPatchSelectsNothing,
  kPatchPathMissing,
  kBadResource,
  kBadGeneratedObject,
  kBadTransformer,
  kBadReplacement,
  kBadVariable,
  kReplacementSelectsNothing,
  kImageMatchesNothing,
  kPatchNoEffect,
  kPatchItemDropped,
  kListReplaced,
  // Expanding an ApplicationSet (lib/render).
  kBadGenerator,
  kGeneratorMatchesNothing,
  kBadTemplate,
  kTemplateKeyMissing,
  // Suppressing findings (lib/check).
  kUnusedSuppression,
};

// The names that pages use in `reports:`, in the order of the enumerators.
inline constexpr auto kProblemNames = std::to_array<std::string_view>({
    "syntax",
    "duplicate-key",
    "bad-encoding",
    "too-deep",
    "too-large",
    "bad-alias",
    "unknown-field",
    "wrong-type",
    "missing-field",
    "unknown-value",
    "out-of-range",
    "bad-format",
    "exclusive-fields",
    "duplicate-item",
    "newer-than-target",
    "removed-from-target",
    "ambiguous-scalar",
    "no-alternative",
    "bad-metadata",
    "rule-failed",
    "rule-not-judged",
    "bad-rule",
    "costly-rule",
    "policy-denied",
    "policy-warned",
    "policy-audited",
    "policy-invalid",
    "policy-not-decidable",
    "missing-file",
    "outside-root",
    "include-cycle",
    "duplicate-resource",
    "bad-patch",
    "patch-target-missing",
    "patch-selects-nothing",
    "patch-path-missing",
    "bad-resource",
    "bad-generated-object",
    "bad-transformer",
    "bad-replacement",
    "bad-variable",
    "replacement-selects-nothing",
    "image-matches-nothing",
    "patch-no-effect",
    "patch-item-dropped",
    "list-replaced",
    "bad-generator",
    "generator-matches-nothing",
    "bad-template",
    "template-key-missing",
    "unused-suppression",
});
static_assert(kProblemNames.size() ==
              static_cast<std::size_t>(ProblemKind::kUnusedSuppression) + 1);

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
