// The values of number literals.
#ifndef MESHLINT_CEL_NUMBERS_H_
#define MESHLINT_CEL_NUMBERS_H_

#include <optional>
#include <string_view>

#include "cel/ast.h"
#include "cel/lexer.h"

namespace meshlint::cel {

// The value of a kInt, kUint or kDouble token: "12", "0x1F", "7u", "1e3". Nothing if it doesn't fit
// in 64 bits. A double too small for 64 bits is zero.
std::optional<Literal> read_number(std::string_view text, TokenKind kind, bool is_negative);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_NUMBERS_H_
