#include "cel/scope.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace meshlint::cel {
namespace {

constexpr TypeId kInt = TypeTable::simple(TypeKind::kInt);
constexpr TypeId kString = TypeTable::simple(TypeKind::kString);

TEST(CelScope, candidates_of_a_name) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(name_candidates("", "a"), Names{"a"});
  EXPECT_EQ(name_candidates("x.y", "a.b"), (Names{"x.y.a.b", "x.a.b", "a.b"}));
  EXPECT_EQ(name_candidates("x.y", ".a"), Names{"a"});
}

TEST(CelScope, inner_variables_hide_outer_ones) {
  Scope scope(2);
  scope.add("x", scope.take_slot(), kInt);
  const Scope::Mark outer = scope.mark();
  scope.add("x", scope.take_slot(), kString);
  EXPECT_EQ(scope.find("x")->slot, 3U);
  EXPECT_EQ(scope.find("x")->type, kString);
  scope.leave(outer);
  EXPECT_EQ(scope.find("x")->slot, 2U);
  EXPECT_EQ(scope.find("y"), nullptr);
  EXPECT_EQ(scope.take_slot(), 3U);  // is free again
  EXPECT_EQ(scope.slot_count(), 4U);
}

TEST(CelScope, qualified_names) {
  Ast ast;
  Expr ident;
  ident.kind = ExprKind::kIdent;
  ident.name = "math";
  const ExprId root = ast.add(ident, {});
  Expr select;
  select.kind = ExprKind::kSelect;
  select.name = "greatest";
  const ExprId name = ast.add(select, std::vector<ExprId>{root});
  Scope scope(0);
  EXPECT_EQ(scope.qualified_name(ast, name), "math.greatest");
  scope.add("math", scope.take_slot(), kInt);
  EXPECT_EQ(scope.qualified_name(ast, name), std::nullopt);  // a field of the variable
}

TEST(CelScope, names_of_types) {
  ASSERT_TRUE(find_named_type("google.protobuf.Duration"));
  EXPECT_EQ(find_named_type("google.protobuf.Duration")->type, "duration");
  EXPECT_EQ(find_named_type("duration"), nullptr);
}

}  // namespace
}  // namespace meshlint::cel
