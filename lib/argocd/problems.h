// What expanding an ApplicationSet reports; `reported-by: argocd` on the page of each.
#ifndef MESHLINT_ARGOCD_PROBLEMS_H_
#define MESHLINT_ARGOCD_PROBLEMS_H_

#include <array>

#include "text/problem.h"

namespace meshlint::argocd {

inline constexpr text::ProblemKind kInvalidGenerator{"argocd/invalid-generator"};
inline constexpr text::ProblemKind kGeneratorMatchesNothing{"argocd/generator-matches-nothing"};
inline constexpr text::ProblemKind kInvalidTemplate{"argocd/invalid-template"};
inline constexpr text::ProblemKind kTemplateKeyUnknown{"argocd/template-key-unknown"};

inline constexpr auto kProblemKinds = std::to_array<text::ProblemKind>(
    {kInvalidGenerator, kGeneratorMatchesNothing, kInvalidTemplate, kTemplateKeyUnknown});

}  // namespace meshlint::argocd

#endif  // MESHLINT_ARGOCD_PROBLEMS_H_
