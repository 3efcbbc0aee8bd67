// What templates may cost.
#ifndef MESHLINT_TEMPLATE_BUDGET_H_
#define MESHLINT_TEMPLATE_BUDGET_H_

#include <cstddef>

namespace meshlint::templates {

// The limits for all templates of a run together: a template of a few lines can request more memory
// than any machine has.
struct TemplateBudget {
  std::size_t bytes = std::size_t{64} << 20;  // of all strings and values that are made
  std::size_t steps = 10'000'000;             // actions and calls
};

// The bound for blocks in blocks, parentheses in parentheses, and values in values.
inline constexpr std::size_t kDeepestNesting = 100;

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_BUDGET_H_
