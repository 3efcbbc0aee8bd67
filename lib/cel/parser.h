// Source text to a syntax tree, macros expanded.
#ifndef MESHLINT_CEL_PARSER_H_
#define MESHLINT_CEL_PARSER_H_

#include <optional>
#include <string_view>

#include "cel/ast.h"
#include "cel/issue.h"
#include "cel/library.h"

namespace meshlint::cel {

// Limits of cel-go, which the API server runs.
inline constexpr std::size_t kMaxSourceCodePoints = 100'000;
inline constexpr std::uint32_t kMaxDepth = 250;

// Fills `ast`, which views `source`, or returns the first issue. The libraries decide which macros
// and syntax are available. Without `has_macros`, x.all(y, p) is a call like any other.
std::optional<Issue> parse(std::string_view source, Libraries libraries, bool has_macros, Ast& ast);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_PARSER_H_
