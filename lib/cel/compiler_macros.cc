// Comprehensions and the other macros.

#include <fmt/core.h>

#include <array>

#include "cel/compiler.h"

namespace meshlint::cel {
namespace {

Op op_of(Macro macro) {
  switch (macro) {
    case Macro::kAll:
      return Op::kAll;
    case Macro::kExists:
      return Op::kExists;
    case Macro::kExistsOne:
      return Op::kExistsOne;
    case Macro::kMap:
      return Op::kMapList;
    case Macro::kFilter:
      return Op::kFilter;
    case Macro::kTransformMap:
      return Op::kTransformMap;
    case Macro::kTransformMapEntry:
      return Op::kTransformMapEntry;
    case Macro::kSortBy:
      return Op::kSortBy;
  }
  return Op::kAll;
}

}  // namespace

std::pair<TypeId, TypeId> Compiler::element_types(const Expr& range, TypeId type) {
  type = substitution_.resolve(type, false);
  const Type& known = types_[type];
  const TypeId integer = TypeTable::simple(TypeKind::kInt);
  switch (known.kind) {
    case TypeKind::kList:
      return {integer, known.parameters[0]};
    case TypeKind::kMap:
      return {known.parameters[0], known.parameters[1]};
    case TypeKind::kParameter:
      substitution_.assign(kDyn, type);
      return {kDyn, kDyn};
    case TypeKind::kDyn:
      return {kDyn, kDyn};
    default:
      report(range.range, fmt::format("expected a list or a map, found {}", types_.text(type)));
      return {kDyn, kDyn};
  }
}

Checked Compiler::comprehension(const Expr& expr) {
  const std::span<const ExprId> children = ast_.children(expr);
  const Checked range = check(children[0]);
  const auto [key, element] = element_types(ast_[children[0]], range.type);
  const TypeKind range_kind = types_[substitution_.resolve(range.type, false)].kind;
  Step step;
  step.op = op_of(expr.macro);
  step.flag = expr.has_filter;
  step.has_two_variables = !expr.variables[1].empty();
  const Scope::Mark outer = scope_.mark();
  step.value = scope_.take_slot();
  const TypeId single = range_kind == TypeKind::kMap ? key : element;
  if (step.has_two_variables) {
    scope_.add(expr.variables[0], step.value, key);
    scope_.add(expr.variables[1], scope_.take_slot(), element);
  } else {
    scope_.add(expr.variables[0], step.value, single);
  }
  std::vector<std::uint32_t> steps = {range.step};
  TypeId body = kDyn;
  for (std::size_t i = 1; i < children.size(); ++i) {
    const Checked checked = check(children[i]);
    steps.push_back(checked.step);
    body = checked.type;
    const bool is_filter = (expr.has_filter && i == 1) || expr.macro <= Macro::kExistsOne ||
                           expr.macro == Macro::kFilter;
    if (is_filter) demand_bool(ast_[children[i]], checked.type);
  }
  scope_.leave(outer);
  return {comprehension_type(expr, range.type, single, key, body), program_.add_step(step, steps)};
}

TypeId Compiler::comprehension_type(const Expr& expr, TypeId range, TypeId single, TypeId key,
                                    TypeId body) {
  switch (expr.macro) {
    case Macro::kMap:
      return types_.list(body);
    case Macro::kFilter:
      return types_.list(single);
    case Macro::kTransformMap:
      return types_.map(key, body);
    case Macro::kTransformMapEntry:
      return body;
    case Macro::kSortBy:
      return range;
    default:
      return kBool;
  }
}

Checked Compiler::bind(const Expr& expr) {
  const std::span<const ExprId> children = ast_.children(expr);
  const Checked value = check(children[0]);
  return with_local(Op::kBind, expr.variables[0], value.type, value.step, children[1]);
}

Checked Compiler::with_local(Op op, std::string_view name, TypeId type, std::uint32_t operand,
                             ExprId body) {
  const Scope::Mark outer = scope_.mark();
  Step step;
  step.op = op;
  step.value = scope_.take_slot();
  scope_.add(name, step.value, type);
  const Checked checked = check(body);
  scope_.leave(outer);
  const std::array steps = {operand, checked.step};
  return {checked.type, program_.add_step(step, steps)};
}

Checked Compiler::block(const Expr& expr) {
  const std::span<const ExprId> children = ast_.children(expr);
  const Scope::Mark outer = scope_.mark();
  std::vector<std::uint32_t> values;
  for (std::size_t i = 0; i + 1 < children.size(); ++i) {
    const Checked value = check(children[i]);
    values.push_back(value.step);
    scope_.add(program_.keep(fmt::format("@index:{}", i)), scope_.take_slot(), value.type);
  }
  Checked result = check(children.back());
  for (std::size_t i = values.size(); i-- > 0;) {
    Step step;
    step.op = Op::kBind;
    step.value = outer.next_slot + static_cast<std::uint32_t>(i);
    const std::array steps = {values[i], result.step};
    result.step = program_.add_step(step, steps);
  }
  scope_.leave(outer);
  return result;
}

Checked Compiler::optional_map(const Expr& expr) {
  const std::span<const ExprId> children = ast_.children(expr);
  const Checked target = check(children[0]);
  const TypeId held = unwrapped(ast_[children[0]], target.type);
  const bool is_flat = expr.kind == ExprKind::kOptFlatMap;
  Checked result = with_local(is_flat ? Op::kOptFlatMap : Op::kOptMap, expr.variables[0], held,
                              target.step, children[1]);
  if (!is_flat) result.type = types_.optional(result.type);
  return result;
}

}  // namespace meshlint::cel
