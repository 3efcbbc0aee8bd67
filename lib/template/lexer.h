// The tokens of a template.
//
//   for (const Token& token : tokenize("{{ .name }}-x")) use(token);
#ifndef MESHLINT_TEMPLATE_LEXER_H_
#define MESHLINT_TEMPLATE_LEXER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "template/problem.h"

namespace meshlint::templates {

enum class TokenKind : std::uint8_t {
  kText,        // between actions, without the blanks that `{{-` and `-}}` remove
  kOpen,        // `{{` or `{{-`
  kClose,       // `}}` or `-}}`
  kComment,     // `/* ... */`
  kName,        // `if`, `true`, `lower`
  kDot,         // `.`
  kField,       // `.name`
  kVariable,    // `$name` or `$`
  kString,      // in double quotes or backquotes
  kNumber,      // `12`, `-1.5e3`, or what only starts like a number
  kPipe,        // `|`
  kLeftParen,   // `(`
  kRightParen,  // `)`
  kComma,       // `,`
  kDeclare,     // `:=`
  kAssign,      // `=`
  kError,       // anything else; `value` is the message
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::size_t begin = 0;  // bytes of the template
  std::size_t end = 0;
  // As written; of a field, without its dot.
  std::string_view text;
  // The content of a kString, or the message of a kError.
  std::string value;
  // For a kError.
  TemplateProblem::Kind problem = TemplateProblem::Kind::kSyntax;
  // In an action: whether there is a blank before the token. `.a.b` is one operand, `.a .b` are
  // two.
  bool follows_blank = false;
};

// All tokens up to the first error. The last one is kError or kEnd. Tokens view `text`.
std::vector<Token> tokenize(std::string_view text);

// Space, tab and line breaks: what separates operands, and what `{{-` removes.
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace meshlint::templates

#endif  // MESHLINT_TEMPLATE_LEXER_H_
