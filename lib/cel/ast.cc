#include "cel/ast.h"

#include <algorithm>

namespace meshlint::cel {

ExprId Ast::add(Expr expr, std::span<const ExprId> children) {
  expr.first_child = static_cast<std::uint32_t>(children_.size());
  expr.child_count = static_cast<std::uint32_t>(children.size());
  expr.height = 1;
  for (const ExprId child : children) expr.height = std::max(expr.height, exprs_[child].height + 1);
  children_.insert(children_.end(), children.begin(), children.end());
  exprs_.push_back(expr);
  optional_entries_.push_back(false);
  return static_cast<ExprId>(exprs_.size() - 1);
}

}  // namespace meshlint::cel
