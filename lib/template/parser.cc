#include "template/parser.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "template/budget.h"
#include "template/lexer.h"
#include "yaml/build.h"

namespace meshlint::templates {
namespace {

using Kind = TokenKind;

// Recursive descent; the first mistake ends it.
class Parser {
 public:
  Parser(std::string_view text, std::span<const Library> libraries, yaml::Arena& arena)
      : text_(text), libraries_(libraries), arena_(arena), tokens_(tokenize(text)) {}

  ParsedTemplate run() {
    ParsedTemplate result;
    const End end = parse_blocks(result.blocks, 0);
    if (!problem_ && end.keyword != Keyword::kNone) {
      fail(end.at, end_of_last(),
           fmt::format("`{}` without an open block",
                       end.keyword == Keyword::kElse ? "{{else}}" : "{{end}}"));
    }
    result.problem = std::move(problem_);
    return result;
  }

 private:
  enum class Keyword { kNone, kEnd, kElse };
  // What ended a list of blocks. After `else`, the next token is the one behind the word.
  struct End {
    Keyword keyword = Keyword::kNone;
    std::size_t at = 0;
  };

  const Token& token() const { return tokens_[at_]; }
  bool is_at(Kind kind) const { return token().kind == kind; }
  bool is_at_name(std::string_view name) const {
    return is_at(Kind::kName) && token().text == name;
  }
  // Never goes past the last token, which is kEnd or kError.
  const Token& take() {
    const Token& result = token();
    if (at_ + 1 < tokens_.size()) ++at_;
    return result;
  }
  std::size_t end_of_last() const { return at_ > 0 ? tokens_[at_ - 1].end : 0; }

  void fail(std::size_t begin, std::size_t end, std::string message,
            TemplateProblem::Kind kind = TemplateProblem::Kind::kSyntax) {
    if (problem_) return;
    problem_ = {.kind = kind,
                .begin = std::min(begin, text_.size()),
                .end = std::min(std::max(begin, end), text_.size()),
                .message = std::move(message),
                .key = {}};
  }
  void fail_too_deep(std::string_view what, std::size_t begin, std::size_t end) {
    fail(begin, end, fmt::format("{} are nested deeper than {} levels", what, kDeepestNesting),
         TemplateProblem::Kind::kTooLarge);
  }
  // The next token doesn't belong here.
  void fail_unexpected() {
    const Token& wrong = token();
    if (wrong.kind == Kind::kError) return fail(wrong.begin, wrong.end, wrong.value, wrong.problem);
    fail(wrong.begin, wrong.begin + 1,
         fmt::format("unexpected `{}` in an action", text_[wrong.begin]));
  }

  void close(std::size_t open) {
    if (problem_) return;
    if (is_at(Kind::kEnd)) return fail(open, open + 2, "`{{` without a closing `}}`");
    if (!is_at(Kind::kClose)) return fail_unexpected();
    take();
  }

  End parse_blocks(std::vector<Block>& blocks, std::size_t depth) {
    if (depth > kDeepestNesting) fail_too_deep("blocks", end_of_last(), end_of_last());
    while (!problem_ && !is_at(Kind::kEnd)) {
      if (is_at(Kind::kText)) {
        Block& block = blocks.emplace_back();
        block.begin = token().begin;
        block.text = take().text;
        continue;
      }
      const std::size_t open = take().begin;
      if (is_at(Kind::kComment)) {
        take();
        close(open);
      } else if (is_at_name("end")) {
        take();
        close(open);
        return {Keyword::kEnd, open};
      } else if (is_at_name("else")) {
        take();
        return {Keyword::kElse, open};
      } else {
        parse_action(open, blocks, depth);
      }
    }
    return {Keyword::kNone, token().begin};
  }

  void parse_action(std::size_t open, std::vector<Block>& blocks, std::size_t depth) {
    Block block;
    block.begin = open;
    const std::string_view keyword = is_at(Kind::kName) ? token().text : std::string_view();
    if (keyword == "if" || keyword == "with" || keyword == "range") {
      take();
      block.kind = keyword == "if"     ? Block::Kind::kIf
                   : keyword == "with" ? Block::Kind::kWith
                                       : Block::Kind::kRange;
      parse_branches(block, open, depth);
    } else if (keyword == "break" || keyword == "continue") {
      take();
      block.kind = keyword == "break" ? Block::Kind::kBreak : Block::Kind::kContinue;
      close(open);
    } else if (keyword == "template" || keyword == "define" || keyword == "block") {
      fail(open, token().end, fmt::format("`{}` is not evaluated", keyword),
           TemplateProblem::Kind::kUndecidable);
    } else {
      block.kind = Block::Kind::kAction;
      block.pipeline = parse_pipeline(0);
      close(open);
    }
    blocks.push_back(std::move(block));
  }

  // From the token after `if` to the block's `{{end}}`.
  void parse_branches(Block& block, std::size_t open, std::size_t depth) {
    block.pipeline = parse_pipeline(0);
    close(open);
    End end = parse_blocks(block.body, depth + 1);
    if (problem_) return;
    if (end.keyword == Keyword::kElse) {
      if (!is_at(Kind::kClose)) return parse_else_if(block, end, open, depth);
      take();
      end = parse_blocks(block.otherwise, depth + 1);
      if (!problem_ && end.keyword == Keyword::kElse) {
        return fail(end.at, end_of_last(), "duplicate `{{else}}` in a block");
      }
    }
    if (!problem_ && end.keyword == Keyword::kNone) {
      fail(open, open + 2, "block without `{{end}}`");
    }
  }

  // `{{else if x}}` shares the `{{end}}` of the block around it.
  void parse_else_if(Block& outer, const End& end, std::size_t open, std::size_t depth) {
    if (is_at(Kind::kEnd)) return fail(end.at, end.at + 2, "`{{` without a closing `}}`");
    if (!is_at_name("if") && !is_at_name("with")) {
      return fail(
          end.at, token().end,
          fmt::format("unexpected `{}` after `else`; expected `if` or `with`", token().text));
    }
    if (depth > kDeepestNesting) return fail_too_deep("blocks", end.at, token().end);
    Block& inner = outer.otherwise.emplace_back();
    inner.begin = end.at;
    inner.kind = take().text == "if" ? Block::Kind::kIf : Block::Kind::kWith;
    parse_branches(inner, open, depth + 1);
  }

  Pipeline parse_pipeline(std::size_t depth) {
    Pipeline pipeline;
    pipeline.begin = token().begin;
    if (depth > kDeepestNesting) {
      fail_too_deep("parentheses", pipeline.begin, pipeline.begin);
      return pipeline;
    }
    parse_variables(pipeline);
    while (!problem_) {
      Command command = parse_command(depth);
      if (problem_) break;
      if (command.terms.empty()) {
        fail(pipeline.begin, token().begin, "missing value in an action");
        break;
      }
      pipeline.commands.push_back(std::move(command));
      if (!is_at(Kind::kPipe)) break;
      take();
    }
    pipeline.end = std::max(pipeline.begin, end_of_last());
    return pipeline;
  }

  // `$x :=`, `$i, $x :=` or `$x =`, if the next tokens are one of them.
  void parse_variables(Pipeline& pipeline) {
    std::size_t at = at_;
    std::vector<std::string_view> names;
    while (tokens_[at].kind == Kind::kVariable) {
      names.push_back(tokens_[at++].text);
      if (tokens_[at].kind != Kind::kComma || names.size() > 1) break;
      ++at;
    }
    const Kind kind = tokens_[at].kind;
    if (names.empty() || (kind != Kind::kDeclare && kind != Kind::kAssign)) return;
    at_ = at + 1;
    pipeline.is_assignment = kind == Kind::kAssign;
    pipeline.variables = std::move(names);
    for (const std::string_view name : pipeline.variables) declared_.push_back(name);
  }

  Command parse_command(std::size_t depth) {
    Command command;
    while (!problem_ && !is_at(Kind::kEnd) && !is_at(Kind::kClose) && !is_at(Kind::kPipe) &&
           !is_at(Kind::kRightParen)) {
      command.terms.push_back(parse_term(depth));
    }
    return command;
  }

  Term parse_term(std::size_t depth) {
    Term term;
    term.begin = token().begin;
    switch (token().kind) {
      case Kind::kDot:
        take();
        break;
      case Kind::kField:
        term.fields.push_back(take().text);
        break;
      case Kind::kVariable:
        parse_variable(term);
        break;
      case Kind::kString:
        set_literal(term, yaml::string_record(arena_, take().value, {}));
        break;
      case Kind::kNumber:
        parse_number(term);
        break;
      case Kind::kName:
        parse_name(term);
        break;
      case Kind::kLeftParen:
        take();
        term.kind = Term::Kind::kPipeline;
        term.pipeline = std::make_unique<Pipeline>(parse_pipeline(depth + 1));
        if (problem_) break;
        if (!is_at(Kind::kRightParen)) {
          fail(term.begin, term.begin + 1, "`(` without a closing `)`");
          break;
        }
        take();
        break;
      default:
        fail_unexpected();
        break;
    }
    if (!problem_) parse_fields(term);
    term.end = end_of_last();
    return term;
  }

  void parse_fields(Term& term) {
    while (is_at(Kind::kField) && !token().follows_blank) term.fields.push_back(take().text);
    if (token().follows_blank) return;
    switch (token().kind) {
      case Kind::kEnd:
      case Kind::kClose:
      case Kind::kPipe:
      case Kind::kRightParen:
      case Kind::kComma:
      case Kind::kLeftParen:
        return;
      default:
        break;
    }
    const std::size_t begin = end_of_last();
    fail(begin, begin + 1,
         fmt::format("unexpected `{}` in an action; use `index` for keys with special characters",
                     text_[begin]));
  }

  // A variable stays declared after its block: this accepts a few templates that Go rejects.
  void parse_variable(Term& term) {
    term.kind = Term::Kind::kVariable;
    term.name = take().text;
    if (term.name != "$" && std::ranges::find(declared_, term.name) == declared_.end()) {
      fail(term.begin, end_of_last(),
           fmt::format("undefined variable `{}`; declare it with `{} :=` first", term.name,
                       term.name));
    }
  }

  void parse_name(Term& term) {
    term.name = take().text;
    if (term.name == "true" || term.name == "false") {
      set_literal(term, yaml::plain_record(arena_, term.name, {}));
    } else if (term.name == "nil") {
      term.kind = Term::Kind::kLiteral;
    } else {
      term.kind = Term::Kind::kFunction;
      term.function = find_function(libraries_, term.name);
      if (term.function == nullptr) {
        fail(
            term.begin, end_of_last(),
            fmt::format("unknown function `{}`; write a parameter as `.{}`", term.name, term.name));
      }
    }
  }

  void parse_number(Term& term) {
    const std::string_view number = take().text;
    const yaml::Record record = yaml::plain_record(arena_, number, {});
    if (record.type != yaml::ScalarType::kInt && record.type != yaml::ScalarType::kFloat) {
      fail(term.begin, end_of_last(), fmt::format("`{}` is not a number", number));
    }
    set_literal(term, record);
  }

  void set_literal(Term& term, const yaml::Record& record) {
    term.kind = Term::Kind::kLiteral;
    term.literal = yaml::place(arena_, record);
  }

  std::string_view text_;
  std::span<const Library> libraries_;
  yaml::Arena& arena_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<std::string_view> declared_;
  std::optional<TemplateProblem> problem_;
};

}  // namespace

ParsedTemplate parse(std::string_view text, std::span<const Library> libraries,
                     yaml::Arena& arena) {
  return Parser(text, libraries, arena).run();
}

}  // namespace meshlint::templates
