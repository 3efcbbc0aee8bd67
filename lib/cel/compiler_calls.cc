// Calls of functions, methods and operators.

#include <fmt/core.h>

#include <array>

#include "cel/compiler.h"
#include "cel/function.h"
#include "cel/overloads.h"
#include "text/edit_distance.h"

namespace meshlint::cel {
namespace {

// The evaluator has its own step for indexing.
constexpr std::string_view kIndexOverloads =
    "(list(A), int) A | (map(A, B), A) B | (optional_type(list(A)), int) optional_type(A) | "
    "(optional_type(map(A, B)), A) optional_type(B)";

constexpr FunctionId kDeclaredOnly = UINT16_MAX;

// Calls visit(id, overloads) for each function of that name.
template <typename Visit>
void each_overloads(const Environment& environment, std::string_view name, Visit visit) {
  std::size_t id = 0;
  for (const std::span<const Function> table : function_tables()) {
    for (const Function& candidate : table) {
      if (candidate.name == name && environment.libraries.has(candidate.library)) {
        visit(static_cast<FunctionId>(id), candidate.overloads);
      }
      ++id;
    }
  }
  for (const DeclaredFunction& declared : environment.functions) {
    if (declared.name == name) visit(kDeclaredOnly, std::string_view(declared.overloads));
  }
}

}  // namespace

Checked Compiler::call(const Expr& expr) {
  if (expr.name == "_[_]") return index(expr, Op::kIndex, kIndexOverloads);
  const std::span<const ExprId> children = ast_.children(expr);
  if (expr.is_method) {
    // math.greatest(1, 2) is a function with a dotted name rather than a method of `math`.
    if (const std::optional<std::string> receiver = scope_.qualified_name(ast_, children[0])) {
      const std::string name = fmt::format("{}.{}", *receiver, expr.name);
      if (const std::optional<std::string> found = known_function(name)) {
        return invoke(expr, *found, children.subspan(1), false);
      }
    }
    return invoke(expr, std::string(expr.name), children, true);
  }
  const std::optional<std::string> found = known_function(expr.name);
  return invoke(expr, found.value_or(std::string(expr.name)), children, false);
}

std::optional<std::string> Compiler::known_function(std::string_view name) const {
  for (const std::string& candidate : name_candidates(environment_.container, name)) {
    bool is_known = false;
    each_overloads(environment_, candidate, [&](FunctionId, std::string_view overloads) {
      is_known = is_known || has_overload(overloads, false);
    });
    if (is_known) return candidate;
  }
  return std::nullopt;
}

Checked Compiler::invoke(const Expr& expr, const std::string& name,
                         std::span<const ExprId> arguments, bool is_method) {
  const ProgramBuilder::Mark before = program_.mark();
  std::vector<std::uint32_t> steps;
  std::vector<TypeId> argument_types;
  // The arguments of format() may have any types.
  const bool was_homogeneous = is_homogeneous_;
  if (name == "format") is_homogeneous_ = false;
  for (const ExprId argument : arguments) {
    const Checked checked = check(argument);
    steps.push_back(checked.step);
    argument_types.push_back(checked.type);
  }
  is_homogeneous_ = was_homogeneous;
  std::optional<FunctionId> found;
  std::vector<std::string_view> overloads;
  each_overloads(environment_, name, [&](FunctionId id, std::string_view text) {
    if (!has_overload(text, is_method)) return;
    if (!found) found = id;
    overloads.push_back(text);
  });
  if (!found) return unknown_function(expr, name, is_method);
  const std::optional<TypeId> type =
      resolve_call(types_, substitution_, overloads, argument_types, is_method);
  if (!type &&
      (environment_.is_checked || !accepts_count(types_, overloads, arguments.size(), is_method))) {
    return no_match(expr, name, argument_types, is_method);
  }
  if (*found == kDeclaredOnly) {
    const Value error =
        Value::error(program_.keep(fmt::format("function `{}` has no implementation", name)));
    return {type.value_or(kDyn), program_.constant(error)};
  }
  Step step;
  step.op = Op::kCall;
  step.flag = is_method;
  step.function = *found;
  if (is_method && name == "or") step.op = Op::kOptionalOr;
  if (is_method && name == "orValue") step.op = Op::kOrValue;
  return {type.value_or(kDyn), program_.folded(program_.add_step(step, steps), before)};
}

Checked Compiler::unknown_function(const Expr& expr, std::string_view name, bool is_method) {
  text::NearestName nearest(name);
  const Function* elsewhere = nullptr;
  for (const std::span<const Function> table : function_tables()) {
    for (const Function& candidate : table) {
      if (!has_overload(candidate.overloads, is_method)) continue;
      if (candidate.name == name) elsewhere = &candidate;
      if (environment_.libraries.has(candidate.library)) nearest.consider(candidate.name);
    }
  }
  if (elsewhere) {
    return report(expr.at, fmt::format("`{}` is not available in this Kubernetes version", name));
  }
  const std::string hint = text::did_you_mean(nearest.best());
  return report(expr.at,
                fmt::format("unknown {} `{}`{}", is_method ? "method" : "function", name, hint));
}

Checked Compiler::no_match(const Expr& expr, std::string_view name,
                           std::span<const TypeId> arguments, bool is_method) {
  std::string text;
  for (std::size_t i = is_method ? 1 : 0; i < arguments.size(); ++i) {
    if (!text.empty()) text += ", ";
    text += types_.text(substitution_.resolve(arguments[i], false));
  }
  std::string receiver;
  if (is_method) receiver = types_.text(substitution_.resolve(arguments[0], false)) + '.';
  return report(expr.at, fmt::format("no matching overload for `{}` applied to {}({})", name,
                                     receiver, text));
}

Checked Compiler::index(const Expr& expr, Op op, std::string_view overloads) {
  const ProgramBuilder::Mark before = program_.mark();
  const std::span<const ExprId> children = ast_.children(expr);
  const std::array checked = {check(children[0]), check(children[1])};
  const std::array types = {checked[0].type, checked[1].type};
  const std::optional<TypeId> type =
      resolve_call(types_, substitution_, std::span(&overloads, 1), types, false);
  if (!type) no_match(expr, "_[_]", types, false);
  Step step;
  step.op = op;
  const std::array steps = {checked[0].step, checked[1].step};
  return {type.value_or(kDyn), program_.folded(program_.add_step(step, steps), before)};
}

}  // namespace meshlint::cel
