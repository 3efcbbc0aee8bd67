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
  // As written; of a quoted identifier what stands between the backticks.
  std::string_view text;

  bool is(std::string_view punctuation) const {
    return kind == TokenKind::kPunctuation && text == punctuation;
  }
};

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  // The next token; kInvalid with error() set where there is none, then kEnd.
  Token next();
  const std::string& error() const { return error_; }

 private:
  void skip_blanks();
  Token token(TokenKind kind, std::size_t begin, std::size_t end);
  Token invalid(std::size_t begin, std::size_t end, std::string message);
  Token number(std::size_t begin);
  // The token of a string that begins at `begin` and whose quote stands at `quote`.
  Token string(std::size_t begin, std::size_t quote, bool is_raw, bool is_bytes);
  Token quoted_ident(std::size_t begin);
  Token punctuation(std::size_t begin);
  char at(std::size_t index) const { return index < source_.size() ? source_[index] : '\0'; }

  std::string_view source_;
  std::size_t position_ = 0;
  std::string error_;
};

// The words that may not name a variable or a function, though a field or a method.
bool is_reserved(std::string_view name);
bool is_identifier(std::string_view text);

// What the text of a string or bytes token stands for. False, with `error` set and `at` the
// offset of it in the text, if an escape is wrong.
bool unquote(std::string_view token, std::string& value, std::string& error, std::size_t& at);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_LEXER_H_
