// Source text to tokens, one at a time.
#ifndef MESHLINT_CEL_LEXER_H_
#define MESHLINT_CEL_LEXER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "cel/ast.h"

namespace meshlint::cel {

enum class TokenKind : std::uint8_t {
  kEnd,
  kIdent,
  kQuotedIdent,  // `a-b`
  kInt,
  kUint,
  kDouble,
  kString,
  kBytes,
  kTrue,
  kFalse,
  kNull,
  kIn,
  kPunctuation,
  kInvalid,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Range range;
  // As written, but without the backticks of a quoted identifier.
  std::string_view text;

  bool is(std::string_view punctuation) const {
    return kind == TokenKind::kPunctuation && text == punctuation;
  }
};

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  // The next token. kInvalid, with error() set, for invalid text; kEnd at the end.
  Token next();
  const std::string& error() const { return error_; }

 private:
  void skip_blanks();
  Token token(TokenKind kind, std::size_t begin, std::size_t end);
  Token invalid(std::size_t begin, std::size_t end, std::string message);
  Token number(std::size_t begin);
  // The token of a string that begins at `begin`, with its opening quote at `quote`.
  Token string(std::size_t begin, std::size_t quote, bool is_raw, bool is_bytes);
  Token quoted_ident(std::size_t begin);
  Token punctuation(std::size_t begin);
  char at(std::size_t index) const { return index < source_.size() ? source_[index] : '\0'; }

  std::string_view source_;
  std::size_t position_ = 0;
  std::string error_;
};

// Words that can't name a variable or a function, but can name a field or a method.
bool is_reserved(std::string_view name);
bool is_identifier(std::string_view text);

// The value of a string or bytes token. False for an invalid escape; `error` is then set, and `at`
// is its offset in the text.
bool unquote(std::string_view token, std::string& value, std::string& error, std::size_t& at);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_LEXER_H_
