// What building a kustomization reports; `reported-by: kustomize` on the page of each.
#ifndef MESHLINT_KUSTOMIZE_PROBLEMS_H_
#define MESHLINT_KUSTOMIZE_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::kustomize {

inline constexpr text::ProblemKind kFileNotFound{"kustomize/file-not-found"};
inline constexpr text::ProblemKind kFileOutsideFolder{"kustomize/file-outside-folder"};
inline constexpr text::ProblemKind kIncludeCycle{"kustomize/include-cycle"};
inline constexpr text::ProblemKind kDuplicateResource{"kustomize/duplicate-resource"};
inline constexpr text::ProblemKind kInvalidPatch{"kustomize/invalid-patch"};
inline constexpr text::ProblemKind kPatchTargetMissing{"kustomize/patch-target-missing"};
inline constexpr text::ProblemKind kPatchSelectsNothing{"kustomize/patch-selects-nothing"};
inline constexpr text::ProblemKind kPatchPathMissing{"kustomize/patch-path-missing"};
inline constexpr text::ProblemKind kInvalidResource{"kustomize/invalid-resource"};
inline constexpr text::ProblemKind kInvalidGenerator{"kustomize/invalid-generator"};
inline constexpr text::ProblemKind kInvalidTransformer{"kustomize/invalid-transformer"};
inline constexpr text::ProblemKind kInvalidReplacement{"kustomize/invalid-replacement"};
inline constexpr text::ProblemKind kInvalidVariable{"kustomize/invalid-variable"};
inline constexpr text::ProblemKind kReplacementSelectsNothing{
    "kustomize/replacement-selects-nothing"};
inline constexpr text::ProblemKind kImageMatchesNothing{"kustomize/image-matches-nothing"};
inline constexpr text::ProblemKind kPatchWithoutEffect{"kustomize/patch-without-effect"};
inline constexpr text::ProblemKind kPatchItemDropped{"kustomize/patch-item-dropped"};
inline constexpr text::ProblemKind kListReplaced{"kustomize/list-replaced"};

inline constexpr auto kProblemKinds = std::to_array<text::ProblemKind>(
    {kFileNotFound, kFileOutsideFolder, kIncludeCycle, kDuplicateResource, kInvalidPatch,
     kPatchTargetMissing, kPatchSelectsNothing, kPatchPathMissing, kInvalidResource,
     kInvalidGenerator, kInvalidTransformer, kInvalidReplacement, kInvalidVariable,
     kReplacementSelectsNothing, kImageMatchesNothing, kPatchWithoutEffect, kPatchItemDropped,
     kListReplaced});

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_PROBLEMS_H_
