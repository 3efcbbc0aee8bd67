// Source text to a syntax tree, macros expanded.
#ifndef MESHLINT_CEL_PARSER_H_
#define MESHLINT_CEL_PARSER_H_

#include <optional>
#include <string_view>

#include "cel/ast.h"
#include "cel/issue.h"
#include "cel/library.h"

namespace meshlint::cel {

// Bounds of cel-go, which the API server runs.
inline constexpr std::size_t kMaxSourceCodePoints = 100'000;
inline constexpr std::uint32_t kMaxDepth = 250;

// Fills `ast`, which views `source`; or says what is wrong at the first place that is. Which
// macros and what syntax there is depends on the libraries; with no macros at all, all(x, p) and
// its like are calls as any other.
std::optional<Issue> parse(std::string_view source, Libraries libraries, bool has_macros, Ast& ast);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_PARSER_H_
