// Evaluates expressions in tables of tests.
#ifndef MESHLINT_TESTS_UNIT_CEL_EXPRESSIONS_H_
#define MESHLINT_TESTS_UNIT_CEL_EXPRESSIONS_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "cel/memory.h"

namespace meshlint::cel {

// The result of the expression as text, with the YAML `self` as the variable of that name; the
// variable `unbound` has no value. "error: MESSAGE" and "unknown" for these results, "issue:
// MESSAGE" for an expression that doesn't compile.
std::string result_of(std::string_view expression, std::string_view self = "null",
                      std::int64_t budget = Memory::kDefaultBudget);

struct ExpressionCase {
  std::string_view expression;
  std::string_view want;
};

// Expects the result of each expression.
void expect_results(std::initializer_list<ExpressionCase> cases);

}  // namespace meshlint::cel

#endif  // MESHLINT_TESTS_UNIT_CEL_EXPRESSIONS_H_
