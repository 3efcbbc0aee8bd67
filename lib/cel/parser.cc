#include "cel/parser.h"

#include <fmt/core.h>

#include <array>
#include <utility>
#include <vector>

#include "cel/lexer.h"
#include "cel/macros.h"
#include "cel/numbers.h"
#include "cel/unicode.h"

namespace meshlint::cel {
namespace {

struct Operator {
  std::string_view token;
  std::string_view function;
  int level;
};

constexpr int kRelation = 0;
constexpr int kSum = 1;
constexpr int kProduct = 2;
constexpr auto kOperators = std::to_array<Operator>({
    {"<", "_<_", kRelation},
    {"<=", "_<=_", kRelation},
    {">=", "_>=_", kRelation},
    {">", "_>_", kRelation},
    {"==", "_==_", kRelation},
    {"!=", "_!=_", kRelation},
    {"in", "@in", kRelation},
    {"+", "_+_", kSum},
    {"-", "_-_", kSum},
    {"*", "_*_", kProduct},
    {"/", "_/_", kProduct},
    {"%", "_%_", kProduct},
});

constexpr ExprId kNone = UINT32_MAX;

// Recursive descent. After the first error every function returns kNone.
class Parser {
 public:
  Parser(std::string_view source, Libraries libraries, bool has_macros, Ast& ast)
      : lexer_(source), source_(source), libraries_(libraries), has_macros_(has_macros), ast_(ast) {
    advance();
  }

  std::optional<Issue> run() {
    if (count_code_points(source_) > kMaxSourceCodePoints) {
      return Issue{0, 0,
                   fmt::format("expression has more than {} characters", kMaxSourceCodePoints)};
    }
    if (!issue_ && token_.kind == TokenKind::kEnd) fail(token_.range, "expression is empty");
    const ExprId root = expr();
    if (!issue_ && token_.kind != TokenKind::kEnd) unexpected();
    ast_.root = root;
    return std::move(issue_);
  }

 private:
  // Counts the depth of nesting, and fails beyond the limit.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxDepth) {
        parser_.fail(parser_.token_.range,
                     fmt::format("expression is nested more than {} levels deep", kMaxDepth));
      }
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  void advance() {
    token_ = lexer_.next();
    if (token_.kind == TokenKind::kInvalid) fail(token_.range, lexer_.error());
  }

  ExprId fail(Range range, std::string message) {
    if (!issue_) issue_ = Issue{range.begin, range.end, std::move(message)};
    token_ = {};
    return kNone;
  }

  ExprId unexpected() {
    if (token_.kind == TokenKind::kEnd)
      return fail(token_.range, "unexpected end of the expression");
    return fail(token_.range, fmt::format("unexpected `{}`", token_.text));
  }

  bool skip(std::string_view punctuation) {
    if (!token_.is(punctuation)) return false;
    end_ = token_.range.end;
    advance();
    return true;
  }

  bool expect(std::string_view punctuation) {
    if (skip(punctuation)) return true;
    if (!issue_) {
      fail(token_.range, token_.kind == TokenKind::kEnd
                             ? fmt::format("`{}` is missing at the end", punctuation)
                             : fmt::format("expected `{}` before `{}`", punctuation, token_.text));
    }
    return false;
  }

  ExprId add(Expr expr, std::uint32_t begin, std::span<const ExprId> children) {
    if (issue_) return kNone;
    expr.range = {begin, end_};
    if (expr.at == Range{}) expr.at = expr.range;
    const ExprId id = ast_.add(expr, children);
    // Left-leaning chains such as a.b.c are deep although the parser did not recurse.
    if (ast_[id].height > kMaxDepth) {
      return fail(expr.at, fmt::format("expression is nested more than {} levels deep", kMaxDepth));
    }
    return id;
  }
  ExprId add(Expr expr, std::uint32_t begin, std::initializer_list<ExprId> children) {
    return add(expr, begin, std::span(children.begin(), children.size()));
  }

  ExprId call(std::string_view function, Range at, std::uint32_t begin,
              std::initializer_list<ExprId> children) {
    Expr expr;
    expr.kind = ExprKind::kCall;
    expr.name = function;
    expr.at = at;
    return add(expr, begin, children);
  }

  ExprId expr() {
    const Depth depth(*this);
    const std::uint32_t begin = token_.range.begin;
    const ExprId condition = chain(ExprKind::kOr);
    if (issue_ || !token_.is("?")) return condition;
    const Range at = token_.range;
    advance();
    const ExprId then = chain(ExprKind::kOr);
    if (!expect(":")) return kNone;
    const ExprId otherwise = expr();
    Expr ternary;
    ternary.kind = ExprKind::kTernary;
    ternary.name = "_?_:_";
    ternary.at = at;
    return add(ternary, begin, {condition, then, otherwise});
  }

  // a || b || c, or with && one level below.
  ExprId chain(ExprKind kind) {
    const std::string_view mark = kind == ExprKind::kOr ? "||" : "&&";
    const std::uint32_t begin = token_.range.begin;
    std::vector<ExprId> terms;
    Range at;
    do {
      terms.push_back(kind == ExprKind::kOr ? chain(ExprKind::kAnd) : binary(kRelation));
      if (issue_) return kNone;
      if (token_.is(mark)) at = token_.range;
    } while (skip(mark));
    if (terms.size() == 1) return terms.front();
    Expr expr;
    expr.kind = kind;
    expr.at = at;
    return add(expr, begin, terms);
  }

  const Operator* operator_at(int level) const {
    if (token_.kind != TokenKind::kPunctuation && token_.kind != TokenKind::kIn) return nullptr;
    for (const Operator& candidate : kOperators) {
      if (candidate.level == level && candidate.token == token_.text) return &candidate;
    }
    return nullptr;
  }

  ExprId binary(int level) {
    if (level > kProduct) return unary();
    const std::uint32_t begin = token_.range.begin;
    ExprId left = binary(level + 1);
    while (const Operator* found = issue_ ? nullptr : operator_at(level)) {
      const Range at = token_.range;
      advance();
      const ExprId right = binary(level + 1);
      left = call(found->function, at, begin, {left, right});
    }
    return left;
  }

  ExprId unary() {
    const std::uint32_t begin = token_.range.begin;
    const Range at = token_.range;
    if (token_.is("!")) {
      bool is_odd = false;
      while (skip("!")) is_odd = !is_odd;
      const ExprId operand = member();
      return is_odd ? call("!_", at, begin, {operand}) : operand;
    }
    if (!token_.is("-")) return member();
    std::size_t count = 0;
    while (token_.is("-")) {
      advance();
      ++count;
    }
    // A minus directly before a number belongs to it, so that the smallest integer can be written.
    const bool is_number = token_.kind == TokenKind::kInt || token_.kind == TokenKind::kDouble;
    if (is_number) {
      const std::uint32_t minus = token_.range.begin - 1;
      const ExprId operand = members(number(true, minus), minus);
      return (count - 1) % 2 == 1 ? call("-_", at, begin, {operand}) : operand;
    }
    const ExprId operand = member();
    return count % 2 == 1 ? call("-_", at, begin, {operand}) : operand;
  }

  ExprId member() {
    const std::uint32_t begin = token_.range.begin;
    return members(primary(), begin);
  }

  // Whatever follows a primary: .name, .name(...), [index].
  ExprId members(ExprId operand, std::uint32_t begin) {
    while (!issue_) {
      if (skip(".")) {
        operand = selection(operand, begin);
      } else if (token_.is("[")) {
        const Range at = token_.range;
        advance();
        const bool is_optional = optional_mark();
        const ExprId index = expr();
        if (!expect("]")) return kNone;
        Expr access;
        access.kind = is_optional ? ExprKind::kOptionalIndex : ExprKind::kCall;
        access.name = "_[_]";
        access.at = at;
        operand = add(access, begin, {operand, index});
      } else {
        return operand;
      }
    }
    return kNone;
  }

  bool optional_mark() {
    if (!token_.is("?")) return false;
    if (!libraries_.has(Library::kOptionals)) {
      fail(token_.range, "optional syntax needs Kubernetes 1.28");
      return false;
    }
    return skip("?");
  }

  ExprId selection(ExprId operand, std::uint32_t begin) {
    const bool is_optional = optional_mark();
    if (token_.kind != TokenKind::kIdent && token_.kind != TokenKind::kQuotedIdent) {
      return unexpected();
    }
    if (token_.kind == TokenKind::kQuotedIdent && !libraries_.has(Library::kQuotedFields)) {
      return fail(token_.range, "field names in backticks are not supported");
    }
    Expr select;
    select.name = token_.text;
    select.at = token_.range;
    const bool is_quoted = token_.kind == TokenKind::kQuotedIdent;
    end_ = token_.range.end;
    advance();
    if (!is_optional && !is_quoted && token_.is("(")) return method(operand, begin, select);
    select.kind = is_optional ? ExprKind::kOptionalSelect : ExprKind::kSelect;
    const ExprId result = add(select, begin, {operand});
    if (is_optional || is_quoted || issue_ || !token_.is("{")) return result;
    const std::string_view name = dotted_name(result);
    return name.empty() ? result : message(name, begin);
  }

  ExprId method(ExprId receiver, std::uint32_t begin, const Expr& select) {
    std::vector<ExprId> arguments = {receiver};
    if (!call_arguments(arguments)) return kNone;
    if (has_macros_) {
      if (const std::optional<ExprId> expanded = expand(arguments, begin, select)) {
        return *expanded;
      }
    }
    Expr expr = select;
    expr.kind = ExprKind::kCall;
    expr.is_method = true;
    return add(expr, begin, arguments);
  }

  // "(a, b)", appended to `arguments`.
  bool call_arguments(std::vector<ExprId>& arguments) {
    if (!expect("(")) return false;
    if (skip(")")) return true;
    do {
      arguments.push_back(expr());
      if (issue_) return false;
    } while (skip(","));
    return expect(")");
  }

  // "a.b.c" of nested selects; empty for anything else.
  std::string_view dotted_name(ExprId id) {
    std::vector<std::string_view> parts;
    while (ast_[id].kind == ExprKind::kSelect) {
      parts.push_back(ast_[id].name);
      id = ast_.children(id)[0];
    }
    if (ast_[id].kind != ExprKind::kIdent) return {};
    std::string name(ast_[id].name);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      name += '.';
      name += *part;
    }
    return ast_.keep(std::move(name));
  }

  // The node that a macro stands for; nothing if the call isn't one of a macro.
  std::optional<ExprId> expand(std::span<const ExprId> arguments, std::uint32_t begin,
                               const Expr& select) {
    std::optional<Expansion> expansion = expand_macro(select, arguments, libraries_, ast_);
    if (!expansion) return std::nullopt;
    if (!expansion->error.empty()) return fail(expansion->error_at, std::move(expansion->error));
    return add(expansion->expr, begin, expansion->children);
  }

  ExprId literal(Literal value) {
    Expr expr;
    expr.literal = value;
    const std::uint32_t begin = token_.range.begin;
    end_ = token_.range.end;
    advance();
    return add(expr, begin, {});
  }

  // The number token, with a minus in front of it if `is_negative`.
  ExprId number(bool is_negative, std::uint32_t begin) {
    const std::optional<Literal> value = read_number(token_.text, token_.kind, is_negative);
    if (!value) {
      return fail(token_.range, fmt::format("`{}` doesn't fit in 64 bits", token_.text));
    }
    Expr expr;
    expr.literal = *value;
    end_ = token_.range.end;
    advance();
    return add(expr, begin, {});
  }

  ExprId text_literal() {
    std::string value;
    std::string error;
    std::size_t at = 0;
    if (!unquote(token_.text, value, error, at)) {
      const auto offset = static_cast<std::uint32_t>(token_.range.begin + at);
      return fail({offset, offset + 2}, std::move(error));
    }
    if (token_.kind == TokenKind::kBytes) return literal(BytesLiteral{ast_.keep(std::move(value))});
    return literal(ast_.keep(std::move(value)));
  }

  ExprId primary() {
    switch (token_.kind) {
      case TokenKind::kInt:
      case TokenKind::kUint:
      case TokenKind::kDouble:
        return number(false, token_.range.begin);
      case TokenKind::kString:
      case TokenKind::kBytes:
        return text_literal();
      case TokenKind::kTrue:
        return literal(true);
      case TokenKind::kFalse:
        return literal(false);
      case TokenKind::kNull:
        return literal(std::monostate());
      case TokenKind::kIdent:
        return ident(false, token_.range.begin);
      case TokenKind::kPunctuation:
        break;
      default:
        return unexpected();
    }
    const std::uint32_t begin = token_.range.begin;
    if (skip("(")) {
      const ExprId inner = expr();
      return expect(")") ? inner : kNone;
    }
    if (skip("[")) return list(begin);
    if (token_.is("{")) return map(begin);
    if (skip(".")) {
      if (token_.kind == TokenKind::kIdent) return ident(true, begin);
    }
    return unexpected();
  }

  ExprId ident(bool is_absolute, std::uint32_t begin) {
    Expr expr;
    expr.kind = ExprKind::kIdent;
    expr.name = token_.text;
    expr.at = token_.range;
    if (is_reserved(expr.name)) {
      return fail(token_.range, fmt::format("`{}` is a reserved word", expr.name));
    }
    if (is_absolute) expr.name = ast_.keep(fmt::format(".{}", expr.name));
    end_ = token_.range.end;
    advance();
    if (issue_) return kNone;
    if (token_.is("{")) return message(expr.name, begin);
    if (!token_.is("(")) return add(expr, begin, {});

    std::vector<ExprId> arguments;
    if (!call_arguments(arguments)) return kNone;
    if (has_macros_ && expr.name == "has" && arguments.size() == 1) {
      return has(arguments[0], begin, expr.at);
    }
    expr.kind = ExprKind::kCall;
    return add(expr, begin, arguments);
  }

  ExprId has(ExprId argument, std::uint32_t begin, Range at) {
    const Expr select = ast_[argument];
    if (select.kind != ExprKind::kSelect) {
      return fail(select.range.end == 0 ? at : select.range,
                  "the argument of has() is not a field, as in has(self.name)");
    }
    Expr expr;
    expr.kind = ExprKind::kHas;
    expr.name = select.name;
    expr.at = select.at;
    return add(expr, begin, {ast_.children(argument)[0]});
  }

  ExprId list(std::uint32_t begin) {
    std::vector<ExprId> items;
    while (!token_.is("]")) {
      const bool is_optional = optional_mark();
      items.push_back(expr());
      if (issue_) return kNone;
      if (is_optional) ast_.mark_optional_entry(items.back());
      if (!skip(",")) break;
    }
    if (!expect("]")) return kNone;
    Expr expr;
    expr.kind = ExprKind::kList;
    return add(expr, begin, items);
  }

  ExprId map(std::uint32_t begin) {
    advance();
    std::vector<ExprId> entries;
    while (!token_.is("}")) {
      const bool is_optional = optional_mark();
      const ExprId key = expr();
      if (!expect(":")) return kNone;
      if (is_optional) ast_.mark_optional_entry(key);
      entries.push_back(key);
      entries.push_back(expr());
      if (issue_) return kNone;
      if (!skip(",")) break;
    }
    if (!expect("}")) return kNone;
    Expr expr;
    expr.kind = ExprKind::kMap;
    return add(expr, begin, entries);
  }

  // name{field: value}. The compiler reports it; reading on finds later errors of syntax.
  ExprId message(std::string_view name, std::uint32_t begin) {
    const Range at = token_.range;
    advance();
    std::vector<ExprId> values;
    while (!token_.is("}")) {
      optional_mark();
      if (token_.kind != TokenKind::kIdent && token_.kind != TokenKind::kQuotedIdent) {
        return unexpected();
      }
      advance();
      if (!expect(":")) return kNone;
      values.push_back(expr());
      if (issue_) return kNone;
      if (!skip(",")) break;
    }
    if (!expect("}")) return kNone;
    Expr expr;
    expr.kind = ExprKind::kMessage;
    expr.name = name;
    expr.at = at;
    return add(expr, begin, values);
  }

  Lexer lexer_;
  std::string_view source_;
  Libraries libraries_;
  bool has_macros_;
  Ast& ast_;
  Token token_;
  std::uint32_t end_ = 0;
  std::uint32_t depth_ = 0;
  std::optional<Issue> issue_;
};

}  // namespace

std::optional<Issue> parse(std::string_view source, Libraries libraries, bool has_macros,
                           Ast& ast) {
  return Parser(source, libraries, has_macros, ast).run();
}

}  // namespace meshlint::cel
