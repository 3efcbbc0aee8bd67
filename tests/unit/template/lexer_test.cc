#include "template/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace meshlint::templates {
namespace {

struct Case {
  std::string_view text;
  std::string_view want;
};

std::string_view name_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::kText:
      return "text";
    case TokenKind::kOpen:
      return "open";
    case TokenKind::kClose:
      return "close";
    case TokenKind::kComment:
      return "comment";
    case TokenKind::kName:
      return "name";
    case TokenKind::kDot:
      return "dot";
    case TokenKind::kField:
      return "field";
    case TokenKind::kVariable:
      return "variable";
    case TokenKind::kString:
      return "string";
    case TokenKind::kNumber:
      return "number";
    case TokenKind::kPipe:
      return "pipe";
    case TokenKind::kLeftParen:
      return "(";
    case TokenKind::kRightParen:
      return ")";
    case TokenKind::kComma:
      return "comma";
    case TokenKind::kDeclare:
      return "declare";
    case TokenKind::kAssign:
      return "assign";
    case TokenKind::kError:
      return "error";
    case TokenKind::kEnd:
      return "end";
  }
  return "";
}

// "text[a] open dot close end": a token that has a content shows it in brackets, and a `_` before
// it shows a blank in an action.
std::string shown(std::string_view text) {
  std::string result;
  for (const Token& token : tokenize(text)) {
    if (!result.empty()) result += ' ';
    if (token.follows_blank && token.kind != TokenKind::kClose) result += '_';
    result += name_of(token.kind);
    const bool has_value = token.kind == TokenKind::kString || token.kind == TokenKind::kError;
    if (has_value) result += '[' + token.value + ']';
    if (token.kind == TokenKind::kText || token.kind == TokenKind::kName ||
        token.kind == TokenKind::kField || token.kind == TokenKind::kVariable ||
        token.kind == TokenKind::kNumber) {
      result += '[' + std::string(token.text) + ']';
    }
  }
  return result;
}

TEST(Lexer, tokens) {
  for (const auto& [text, want] : {
           Case{"", "end"},
           Case{"plain }}", "text[plain }}] end"},
           Case{"a{{.}}b", "text[a] open dot close text[b] end"},
           Case{"{{ .a.b }}", "open _field[a] field[b] close end"},
           Case{"{{.a .b}}", "open field[a] _field[b] close end"},
           Case{"{{$x.a}}", "open variable[$x] field[a] close end"},
           Case{"{{$}}", "open variable[$] close end"},
           Case{"{{if not .a}}", "open name[if] _name[not] _field[a] close end"},
           Case{"{{(f).a|g}}", "open ( name[f] ) field[a] pipe name[g] close end"},
           Case{"{{$i,$x:=.}}", "open variable[$i] comma variable[$x] declare dot close end"},
           Case{"{{$x=1}}", "open variable[$x] assign number[1] close end"},
           Case{"{{-1}}", "open number[-1] close end"},  // no blank: a sign, and nothing is trimmed
           Case{"{{.5}}", "open number[.5] close end"},
           Case{"{{.a.5}}", "open field[a] number[.5] close end"},
           Case{"{{1.5e-3x}}", "open number[1.5e-3x] close end"},
           Case{"{{größe}}", "open name[größe] close end"},
           Case{"{{/* }} */}}x", "open comment close text[x] end"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST(Lexer, dashes_remove_blanks) {
  for (const auto& [text, want] : {
           Case{"a \n{{- . -}}\t b", "text[a] open _dot close text[b] end"},
           Case{" {{- . }} b", "open _dot close text[ b] end"},
           Case{"a {{-.}}", "text[a ] open number[-.] close end"},
           Case{"{{.a-}}", "open field[a] number[-] close end"},  // `-}}` needs a blank before it
           Case{"a {{- /* c */ -}} b", "text[a] open _comment close text[b] end"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST(Lexer, strings) {
  for (const auto& [text, want] : {
           Case{R"({{"a b"}})", "open string[a b] close end"},
           Case{R"({{"a\"\\\n}}"}})", "open string[a\"\\\n}}] close end"},
           Case{R"({{`a\n"`}})", R"(open string[a\n"] close end)"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST(Lexer, the_first_error_is_the_last_token) {
  for (const auto& [text, want] : {
           Case{R"({{"a}} "})", R"(open string[a}} ] error[unexpected `}` in an action])"},
           Case{"{{\"a\n\"}}", "open error[string without a closing `\"`]"},
           Case{"{{`a", "open error[string without a closing backquote]"},
           Case{"{{'a'}}", "open error[`'` can't quote a string; use `\"` or a backquote]"},
           Case{R"({{"\q"}})", R"(open error[escape `\q` is not evaluated])"},
           Case{"{{/* a }}", "open error[comment without a closing `*/`]"},
           Case{"{{.a # b}}{{'", "open field[a] _error[unexpected `#` in an action]"},
           Case{"{{. == 1}}", "open dot _error[unexpected `=` in an action]"},
       }) {
    EXPECT_EQ(shown(text), want) << text;
  }
}

TEST(Lexer, tokens_know_their_bytes) {
  const std::vector<Token> tokens = tokenize("ab {{- .cd \"e\" }}");
  ASSERT_EQ(tokens.size(), 6U);
  EXPECT_EQ(tokens[0].end, 2U);  // the trimmed blank belongs to no token
  EXPECT_EQ(tokens[1].begin, 3U);
  EXPECT_EQ(tokens[1].end, 6U);
  EXPECT_EQ(tokens[2].begin, 7U);  // with the dot
  EXPECT_EQ(tokens[2].end, 10U);
  EXPECT_EQ(tokens[3].text, "\"e\"");
  EXPECT_EQ(tokens[5].begin, 17U);

  const std::vector<Token> escape = tokenize("{{ \"ab\\q\" }}");
  ASSERT_EQ(escape.back().kind, TokenKind::kError);
  EXPECT_EQ(escape.back().begin, 6U);
  EXPECT_EQ(escape.back().end, 8U);
  EXPECT_EQ(escape.back().problem, TemplateProblem::Kind::kUndecidable);
}

}  // namespace
}  // namespace meshlint::templates
