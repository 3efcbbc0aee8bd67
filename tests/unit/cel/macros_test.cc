#include "cel/macros.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace meshlint::cel {
namespace {

ExprId ident(Ast& ast, std::string_view name) {
  Expr expr;
  expr.kind = ExprKind::kIdent;
  expr.name = name;
  return ast.add(expr, {});
}

ExprId number(Ast& ast, std::int64_t value) {
  Expr expr;
  expr.literal = value;
  return ast.add(expr, {});
}

Expr method(std::string_view name) {
  Expr expr;
  expr.name = name;
  return expr;
}

TEST(CelMacros, comprehension_with_filter) {
  Ast ast;
  const std::vector<ExprId> arguments = {ident(ast, "list"), ident(ast, "x"), ident(ast, "p"),
                                         ident(ast, "q")};
  const auto expansion = expand_macro(method("map"), arguments, all_libraries(), ast);
  ASSERT_TRUE(expansion);
  EXPECT_EQ(expansion->error, "");
  EXPECT_EQ(expansion->expr.kind, ExprKind::kComprehension);
  EXPECT_EQ(expansion->expr.macro, Macro::kMap);
  EXPECT_EQ(expansion->expr.variables[0], "x");
  EXPECT_TRUE(expansion->expr.has_filter);
  EXPECT_EQ(expansion->children, (std::vector<ExprId>{arguments[0], arguments[2], arguments[3]}));
}

TEST(CelMacros, of_other_calls_is_nothing) {
  Ast ast;
  const std::vector<ExprId> two = {ident(ast, "list"), ident(ast, "x")};
  EXPECT_FALSE(expand_macro(method("map"), two, all_libraries(), ast));  // too few arguments
  const std::vector<ExprId> three = {ident(ast, "list"), ident(ast, "x"), ident(ast, "p")};
  EXPECT_FALSE(expand_macro(method("split"), three, all_libraries(), ast));
  EXPECT_FALSE(expand_macro(method("sortBy"), three, Libraries().with(Library::kStandard), ast));
  EXPECT_TRUE(expand_macro(method("all"), three, Libraries().with(Library::kStandard), ast));
}

TEST(CelMacros, variables_are_new_names) {
  Ast ast;
  const std::vector<ExprId> literal = {ident(ast, "list"), number(ast, 1), ident(ast, "p")};
  EXPECT_EQ(expand_macro(method("all"), literal, all_libraries(), ast)->error,
            "the argument is not the name of a new variable");
  const std::vector<ExprId> same = {ident(ast, "list"), ident(ast, "x"), ident(ast, "x"),
                                    ident(ast, "p")};
  EXPECT_EQ(expand_macro(method("exists"), same, all_libraries(), ast)->error,
            "both variables have the same name");
}

TEST(CelMacros, names_of_blocks) {
  Ast ast;
  const std::vector<ExprId> arguments = {ident(ast, "cel"), number(ast, 2)};
  const auto expansion = expand_macro(method("index"), arguments, all_libraries(), ast);
  ASSERT_TRUE(expansion);
  EXPECT_EQ(expansion->expr.name, "@index:2");
  const std::vector<ExprId> wrong = {ident(ast, "cel"), ident(ast, "x")};
  EXPECT_EQ(expand_macro(method("index"), wrong, all_libraries(), ast)->error, "expected a number");
}

}  // namespace
}  // namespace meshlint::cel
