#include "cel/lexer.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "cel/unicode.h"
#include "text/ascii.h"

namespace meshlint::cel {
namespace {

constexpr auto kReserved = std::to_array<std::string_view>({
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "namespace",
    "package",
    "return",
    "var",
    "void",
    "while",
});
static_assert(std::ranges::is_sorted(kReserved));

using text::is_digit;
using text::is_hex;
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

// The quotes and prefix of a string token.
struct Delimiters {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_raw = false;
  bool is_bytes = false;
};

Delimiters delimiters_of(std::string_view token) {
  Delimiters result;
  std::size_t quote = 0;
  for (; !is_quote(token[quote]); ++quote) {
    if (token[quote] == 'r' || token[quote] == 'R') result.is_raw = true;
    if (token[quote] == 'b' || token[quote] == 'B') result.is_bytes = true;
  }
  const bool is_triple = token.size() >= quote + 6 && token[quote + 1] == token[quote] &&
                         token[quote + 2] == token[quote];
  const std::size_t width = is_triple ? 3 : 1;
  result.begin = quote + width;
  result.end = token.size() - width;
  return result;
}

std::optional<char> simple_escape(char c) {
  switch (c) {
    case 'a':
      return '\a';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`':
      return c;
    default:
      return std::nullopt;
  }
}

// The offset of the digits of a numeric escape from the backslash, their number and base. Nothing
// for other escapes.
struct NumericEscape {
  std::size_t begin;
  std::size_t digits;
  int base;
};

std::optional<NumericEscape> numeric_escape(char c, bool is_bytes) {
  if (c == 'x' || c == 'X') return NumericEscape{2, 2, 16};
  if (c >= '0' && c <= '3') return NumericEscape{1, 3, 8};
  if (is_bytes) return std::nullopt;
  if (c == 'u') return NumericEscape{2, 4, 16};
  if (c == 'U') return NumericEscape{2, 8, 16};
  return std::nullopt;
}

}  // namespace

bool is_reserved(std::string_view name) { return std::ranges::binary_search(kReserved, name); }

bool is_identifier(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  return std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c); });
}

Token Lexer::token(TokenKind kind, std::size_t begin, std::size_t end) {
  position_ = end;
  return {kind,
          {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
          source_.substr(begin, end - begin)};
}

Token Lexer::invalid(std::size_t begin, std::size_t end, std::string message) {
  error_ = std::move(message);
  const Token result = token(TokenKind::kInvalid, begin, std::min(end, source_.size()));
  position_ = source_.size();
  return result;
}

void Lexer::skip_blanks() {
  while (position_ < source_.size()) {
    const char c = source_[position_];
    if (c == '/' && at(position_ + 1) == '/') {
      position_ = std::min(source_.find('\n', position_), source_.size());
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++position_;
    } else {
      return;
    }
  }
}

Token Lexer::next() {
  skip_blanks();
  const std::size_t begin = position_;
  if (begin >= source_.size()) return token(TokenKind::kEnd, begin, begin);
  const char c = source_[begin];
  if (is_digit(c) || (c == '.' && is_digit(at(begin + 1)))) return number(begin);
  if (is_quote(c)) return string(begin, begin, false, false);
  if (c == '`') return quoted_ident(begin);
  if (!is_letter(c)) return punctuation(begin);

  // A prefix of a string is made of at most one b and one r, in this order.
  std::size_t quote = begin;
  const bool is_bytes = c == 'b' || c == 'B';
  if (is_bytes) ++quote;
  const bool is_raw = at(quote) == 'r' || at(quote) == 'R';
  if (is_raw) ++quote;
  if (quote > begin && is_quote(at(quote))) return string(begin, quote, is_raw, is_bytes);

  std::size_t end = begin;
  while (is_letter(at(end)) || is_digit(at(end))) ++end;
  const std::string_view word = source_.substr(begin, end - begin);
  TokenKind kind = TokenKind::kIdent;
  if (word == "true") kind = TokenKind::kTrue;
  if (word == "false") kind = TokenKind::kFalse;
  if (word == "null") kind = TokenKind::kNull;
  if (word == "in") kind = TokenKind::kIn;
  return token(kind, begin, end);
}

Token Lexer::number(std::size_t begin) {
  std::size_t end = begin;
  bool is_double = false;
  if (at(begin) == '0' && at(begin + 1) == 'x' && is_hex(at(begin + 2))) {
    end += 2;
    while (is_hex(at(end))) ++end;
  } else {
    while (is_digit(at(end))) ++end;
    if (at(end) == '.' && is_digit(at(end + 1))) {
      is_double = true;
      ++end;
      while (is_digit(at(end))) ++end;
    }
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t digits = end + (at(end + 1) == '+' || at(end + 1) == '-' ? 2 : 1);
      if (is_digit(at(digits))) {
        is_double = true;
        end = digits;
        while (is_digit(at(end))) ++end;
      }
    }
  }
  TokenKind kind = is_double ? TokenKind::kDouble : TokenKind::kInt;
  if (!is_double && (at(end) == 'u' || at(end) == 'U')) {
    kind = TokenKind::kUint;
    ++end;
  }
  if (is_letter(at(end))) {
    return invalid(begin, end + 1, fmt::format("unexpected `{}` after a number", at(end)));
  }
  return token(kind, begin, end);
}

Token Lexer::string(std::size_t begin, std::size_t quote, bool is_raw, bool is_bytes) {
  const char mark = at(quote);
  const bool is_triple = at(quote + 1) == mark && at(quote + 2) == mark;
  std::size_t end = quote + (is_triple ? 3 : 1);
  while (end < source_.size()) {
    const char c = source_[end];
    if (c == '\\' && !is_raw) {
      end += 2;
      continue;
    }
    if (!is_triple && (c == '\n' || c == '\r')) break;
    if (c == mark && !is_triple) {
      return token(is_bytes ? TokenKind::kBytes : TokenKind::kString, begin, end + 1);
    }
    if (c == mark && at(end + 1) == mark && at(end + 2) == mark) {
      return token(is_bytes ? TokenKind::kBytes : TokenKind::kString, begin, end + 3);
    }
    ++end;
  }
  return invalid(begin, end, "string has no closing quote");
}

Token Lexer::quoted_ident(std::size_t begin) {
  std::size_t end = begin + 1;
  const auto is_allowed = [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '/' || c == ' ';
  };
  while (is_allowed(at(end))) ++end;
  if (at(end) != '`' || end == begin + 1) {
    return invalid(begin, end + 1, "quoted field name has no closing backtick");
  }
  Token result = token(TokenKind::kQuotedIdent, begin, end + 1);
  result.text = result.text.substr(1, result.text.size() - 2);
  return result;
}

Token Lexer::punctuation(std::size_t begin) {
  static constexpr auto kPairs =
      std::to_array<std::string_view>({"==", "!=", "<=", ">=", "&&", "||"});
  const std::string_view pair = source_.substr(begin, 2);
  if (std::ranges::find(kPairs, pair) != kPairs.end()) {
    return token(TokenKind::kPunctuation, begin, begin + 2);
  }
  constexpr std::string_view kSingles = "+-*/%<>!?:.,()[]{}";
  if (kSingles.find(source_[begin]) != kSingles.npos) {
    return token(TokenKind::kPunctuation, begin, begin + 1);
  }
  const std::size_t end =
      std::min(begin + code_point_length(source_.substr(begin)), source_.size());
  return invalid(begin, end,
                 fmt::format("unexpected character `{}`", source_.substr(begin, end - begin)));
}

bool unquote(std::string_view token, std::string& value, std::string& error, std::size_t& at) {
  const Delimiters quotes = delimiters_of(token);
  const std::string_view text = token.substr(0, quotes.end);
  value.clear();
  if (quotes.is_raw) {
    value = text.substr(quotes.begin);
    return true;
  }
  for (std::size_t i = quotes.begin; i < text.size();) {
    if (text[i] != '\\') {
      value += text[i++];
      continue;
    }
    at = i;
    const char kind = i + 1 < text.size() ? text[i + 1] : '\0';
    if (const std::optional<char> plain = simple_escape(kind)) {
      value += *plain;
      i += 2;
      continue;
    }
    const std::optional<NumericEscape> escape = numeric_escape(kind, quotes.is_bytes);
    std::uint32_t code = 0;
    if (!escape || i + escape->begin + escape->digits > text.size()) {
      error = fmt::format("invalid escape `{}`", text.substr(i, 2));
      return false;
    }
    const char* const first = text.data() + i + escape->begin;
    const char* const last = first + escape->digits;
    if (std::from_chars(first, last, code, escape->base).ptr != last) {
      error = fmt::format("invalid escape `{}`", text.substr(i, escape->begin + escape->digits));
      return false;
    }
    i += escape->begin + escape->digits;
    if (quotes.is_bytes) {
      value += static_cast<char>(code);
    } else if (!is_scalar_value(code)) {
      error = fmt::format("`{}` is not a Unicode character", text.substr(at, i - at));
      return false;
    } else {
      append_utf8(value, code);
    }
  }
  return true;
}

}  // namespace meshlint::cel
