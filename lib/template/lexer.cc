#include "template/lexer.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "text/ascii.h"

namespace meshlint::templates {
namespace {

using text::is_digit;
bool is_name(char c) {
  return text::is_alphanumeric(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (!has_failed_ && at_ < text_.size()) {
      lex_text();
      if (at_ < text_.size()) lex_action();
    }
    if (!has_failed_) add(TokenKind::kEnd, text_.size());
    return std::move(tokens_);
  }

 private:
  bool starts(std::string_view token) const { return text_.substr(at_).starts_with(token); }
  char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool skip_blanks() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    return at_ > begin;
  }

  // Adds the token from here to `end`, and goes there.
  Token& add(TokenKind kind, std::size_t end) {
    Token& token = tokens_.emplace_back();
    token.kind = kind;
    token.begin = at_;
    token.end = end;
    token.text = text_.substr(at_, end - at_);
    token.follows_blank = std::exchange(follows_blank_, false);
    at_ = end;
    return token;
  }

  void fail(std::size_t begin, std::size_t end, std::string message,
            TemplateProblem::Kind kind = TemplateProblem::Kind::kSyntax) {
    has_failed_ = true;
    Token& token = tokens_.emplace_back();
    token.kind = TokenKind::kError;
    token.begin = begin;
    token.end = std::min(end, text_.size());
    token.text = text_.substr(begin, token.end - begin);
    token.value = std::move(message);
    token.problem = kind;
    token.follows_blank = follows_blank_;
  }

  void lex_text() {
    const std::size_t open = std::min(text_.find("{{", at_), text_.size());
    std::size_t end = open;
    if (is_trimmed_open(open)) {
      while (end > at_ && is_blank(text_[end - 1])) --end;
    }
    if (end > at_) add(TokenKind::kText, end);
    at_ = open;
  }

  // `{{- `, which removes the blanks before it. Without the blank, the dash starts a number.
  bool is_trimmed_open(std::size_t open) const {
    return open + 3 < text_.size() && text_[open + 2] == '-' && is_blank(text_[open + 3]);
  }

  // `}}`, or `-}}` after a blank.
  bool is_at_close() const {
    return starts("}}") || (starts("-}}") && at_ > 0 && is_blank(text_[at_ - 1]));
  }

  void lex_action() {
    const std::size_t open = at_;
    add(TokenKind::kOpen, open + (is_trimmed_open(open) ? 3 : 2));
    follows_blank_ = skip_blanks();
    if (starts("/*")) lex_comment(open);
    while (!has_failed_) {
      if (skip_blanks()) follows_blank_ = true;
      if (at_ == text_.size()) return;
      if (is_at_close()) {
        const bool trims = starts("-");
        add(TokenKind::kClose, at_ + (trims ? 3 : 2));
        if (trims) skip_blanks();
        return;
      }
      lex_token();
    }
  }

  void lex_comment(std::size_t open) {
    const std::size_t end = text_.find("*/", at_);
    if (end == text_.npos) return fail(open, open + 2, "comment without a closing `*/`");
    add(TokenKind::kComment, end + 2);
  }

  void lex_token() {
    const char c = text_[at_];
    switch (c) {
      case '.':
        return lex_dot();
      case '$':
        add(TokenKind::kVariable, end_of_name(at_ + 1));
        return;
      case '"':
        return lex_string();
      case '`':
        return lex_raw_string();
      case '\'':
        return fail(at_, at_ + 1, "`'` can't quote a string; use `\"` or a backquote");
      case '|':
        add(TokenKind::kPipe, at_ + 1);
        return;
      case '(':
        add(TokenKind::kLeftParen, at_ + 1);
        return;
      case ')':
        add(TokenKind::kRightParen, at_ + 1);
        return;
      case ',':
        add(TokenKind::kComma, at_ + 1);
        return;
      default:
        break;
    }
    if (is_digit(c) || c == '-' || c == '+') return lex_number();
    if (is_name(c)) {
      add(TokenKind::kName, end_of_name(at_));
    } else if (starts(":=")) {
      add(TokenKind::kDeclare, at_ + 2);
    } else if (c == '=' && peek(1) != '=') {
      add(TokenKind::kAssign, at_ + 1);
    } else {
      fail(at_, at_ + 1, fmt::format("unexpected `{}` in an action", c));
    }
  }

  std::size_t end_of_name(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && is_name(text_[end])) ++end;
    return end;
  }

  void lex_dot() {
    if (is_digit(peek(1))) return lex_number();
    if (!is_name(peek(1))) {
      add(TokenKind::kDot, at_ + 1);
      return;
    }
    Token& token = add(TokenKind::kField, end_of_name(at_ + 1));
    token.text.remove_prefix(1);
  }

  // Greedy: the parser decides whether it is a number.
  void lex_number() {
    std::size_t end = at_;
    const auto is_sign = [&](char c) {
      return (c == '-' || c == '+') && (end == at_ || text_[end - 1] == 'e');
    };
    while (end < text_.size() &&
           (is_name(text_[end]) || text_[end] == '.' || is_sign(text_[end]))) {
      ++end;
    }
    add(TokenKind::kNumber, end);
  }

  void lex_raw_string() {
    const std::size_t end = text_.find('`', at_ + 1);
    if (end == text_.npos) return fail(at_, at_ + 1, "string without a closing backquote");
    const std::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    add(TokenKind::kString, end + 1).value = content;
  }

  void lex_string() {
    std::string value;
    std::size_t end = at_ + 1;
    for (; end < text_.size() && text_[end] != '"' && text_[end] != '\n'; ++end) {
      if (text_[end] != '\\') {
        value += text_[end];
        continue;
      }
      if (++end == text_.size()) break;
      switch (text_[end]) {
        case 'n':
          value += '\n';
          break;
        case 't':
          value += '\t';
          break;
        case 'r':
          value += '\r';
          break;
        case '"':
        case '\\':
        case '\'':
          value += text_[end];
          break;
        default:
          return fail(end - 1, end + 1, fmt::format("escape `\\{}` is not evaluated", text_[end]),
                      TemplateProblem::Kind::kUndecidable);
      }
    }
    if (end >= text_.size() || text_[end] != '"') {
      return fail(at_, at_ + 1, "string without a closing `\"`");
    }
    add(TokenKind::kString, end + 1).value = std::move(value);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool follows_blank_ = false;
  bool has_failed_ = false;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) { return Lexer(text).run(); }

}  // namespace meshlint::templates
