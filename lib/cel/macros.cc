#include "cel/macros.h"

#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace meshlint::cel {
namespace {

// A form of a macro.
struct MacroShape {
  std::string_view name;
  std::size_t variables;
  std::size_t arguments;  // after the variables: 1, or 2 with a filter
  ExprKind kind;
  Macro macro;
  Library library;
};

constexpr auto kMacros = std::to_array<MacroShape>({
    {"all", 1, 1, ExprKind::kComprehension, Macro::kAll, Library::kStandard},
    {"exists", 1, 1, ExprKind::kComprehension, Macro::kExists, Library::kStandard},
    {"exists_one", 1, 1, ExprKind::kComprehension, Macro::kExistsOne, Library::kStandard},
    {"existsOne", 1, 1, ExprKind::kComprehension, Macro::kExistsOne, Library::kStandard},
    {"map", 1, 1, ExprKind::kComprehension, Macro::kMap, Library::kStandard},
    {"map", 1, 2, ExprKind::kComprehension, Macro::kMap, Library::kStandard},
    {"filter", 1, 1, ExprKind::kComprehension, Macro::kFilter, Library::kStandard},
    {"all", 2, 1, ExprKind::kComprehension, Macro::kAll, Library::kTwoVariables},
    {"exists", 2, 1, ExprKind::kComprehension, Macro::kExists, Library::kTwoVariables},
    {"exists_one", 2, 1, ExprKind::kComprehension, Macro::kExistsOne, Library::kTwoVariables},
    {"existsOne", 2, 1, ExprKind::kComprehension, Macro::kExistsOne, Library::kTwoVariables},
    {"transformList", 2, 1, ExprKind::kComprehension, Macro::kMap, Library::kTwoVariables},
    {"transformList", 2, 2, ExprKind::kComprehension, Macro::kMap, Library::kTwoVariables},
    {"transformMap", 2, 1, ExprKind::kComprehension, Macro::kTransformMap, Library::kTwoVariables},
    {"transformMap", 2, 2, ExprKind::kComprehension, Macro::kTransformMap, Library::kTwoVariables},
    {"transformMapEntry", 2, 1, ExprKind::kComprehension, Macro::kTransformMapEntry,
     Library::kTwoVariables},
    {"transformMapEntry", 2, 2, ExprKind::kComprehension, Macro::kTransformMapEntry,
     Library::kTwoVariables},
    {"sortBy", 1, 1, ExprKind::kComprehension, Macro::kSortBy, Library::kLists},
    {"optMap", 1, 1, ExprKind::kOptMap, Macro::kMap, Library::kOptionals},
    {"optFlatMap", 1, 1, ExprKind::kOptFlatMap, Macro::kMap, Library::kOptionals},
});

// cel.block() nests its values, so their number is limited like the depth of an expression.
constexpr std::size_t kMaxBlockValues = 250;

Expansion error(Range at, std::string message) {
  Expansion result;
  result.error = std::move(message);
  result.error_at = at;
  return result;
}

// The variable that an argument names; empty if it isn't a plain name.
std::string_view variable_of(const Expr& argument) {
  const bool is_plain = argument.kind == ExprKind::kIdent && !argument.name.starts_with('.');
  return is_plain && argument.name != "__result__" ? argument.name : std::string_view();
}

Expansion not_a_variable(const Expr& argument) {
  return error(argument.range, "the argument is not the name of a new variable");
}

Expansion comprehension(const MacroShape& shape, const Expr& method,
                        std::span<const ExprId> arguments, const Ast& ast) {
  Expansion result;
  Expr& expr = result.expr;
  expr.kind = shape.kind;
  expr.macro = shape.macro;
  expr.at = method.at;
  expr.name = shape.name;
  for (std::size_t i = 0; i < shape.variables; ++i) {
    expr.variables[i] = variable_of(ast[arguments[1 + i]]);
    if (expr.variables[i].empty()) return not_a_variable(ast[arguments[1 + i]]);
  }
  if (shape.variables == 2 && expr.variables[0] == expr.variables[1]) {
    return error(ast[arguments[2]].range, "both variables have the same name");
  }
  expr.has_filter = shape.kind == ExprKind::kComprehension && shape.arguments == 2;
  const std::span<const ExprId> rest = arguments.subspan(1 + shape.variables);
  result.children = {arguments[0]};
  result.children.insert(result.children.end(), rest.begin(), rest.end());
  return result;
}

// cel.index(1): the name "@index:1", which no source can write.
Expansion internal_name(const Expr& method, std::span<const ExprId> arguments, Ast& ast) {
  std::string name = fmt::format("@{}", method.name);
  for (const ExprId argument : arguments.subspan(1)) {
    const auto* number = std::get_if<std::int64_t>(&ast[argument].literal);
    if (!number) return error(ast[argument].range, "expected a number");
    name += fmt::format(":{}", *number);
  }
  Expansion result;
  result.expr.kind = ExprKind::kIdent;
  result.expr.name = ast.keep(std::move(name));
  return result;
}

std::optional<Expansion> expand_cel(const Expr& method, std::span<const ExprId> arguments,
                                    Libraries libraries, Ast& ast) {
  if (method.name == "bind" && arguments.size() == 4 && libraries.has(Library::kBindings)) {
    Expansion bind;
    bind.expr.kind = ExprKind::kBind;
    bind.expr.variables[0] = variable_of(ast[arguments[1]]);
    if (bind.expr.variables[0].empty()) return not_a_variable(ast[arguments[1]]);
    bind.children = {arguments[2], arguments[3]};
    return bind;
  }
  if (!libraries.has(Library::kBlocks)) return std::nullopt;
  if (method.name == "block" && arguments.size() == 3 &&
      ast[arguments[1]].kind == ExprKind::kList) {
    const std::span<const ExprId> values = ast.children(arguments[1]);
    if (values.size() > kMaxBlockValues) return error(method.at, "block has too many values");
    Expansion block;
    block.expr.kind = ExprKind::kBlock;
    block.children.assign(values.begin(), values.end());
    block.children.push_back(arguments[2]);
    return block;
  }
  if (method.name == "index" || method.name == "iterVar" || method.name == "accuVar") {
    return internal_name(method, arguments, ast);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Expansion> expand_macro(const Expr& method, std::span<const ExprId> arguments,
                                      Libraries libraries, Ast& ast) {
  const Expr& receiver = ast[arguments[0]];
  if (receiver.kind == ExprKind::kIdent && receiver.name == "cel") {
    return expand_cel(method, arguments, libraries, ast);
  }
  for (const MacroShape& shape : kMacros) {
    if (shape.name != method.name || !libraries.has(shape.library)) continue;
    if (arguments.size() != 1 + shape.variables + shape.arguments) continue;
    return comprehension(shape, method, arguments, ast);
  }
  return std::nullopt;
}

}  // namespace meshlint::cel
