#include "cel/compiler.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <variant>

#include "cel/overloads.h"
#include "text/edit_distance.h"

namespace meshlint::cel {
namespace {

// The evaluator has its own steps for these operators.
constexpr std::string_view kOptionalIndexOverloads =
    "(list(A), int) optional_type(A) | (map(A, B), A) optional_type(B) | "
    "(optional_type(list(A)), int) optional_type(A) | "
    "(optional_type(map(A, B)), A) optional_type(B)";
constexpr std::string_view kTernaryOverloads = "(bool, A, A) A";

}  // namespace

Compiler::Compiler(Environment& environment, const Ast& ast, Compiled& out)
    : environment_(environment),
      types_(environment.types),
      ast_(ast),
      out_(out),
      program_(out.program, environment.folds_constants),
      scope_(static_cast<std::uint32_t>(environment.variables.size())),
      substitution_(types_),
      is_homogeneous_(environment.is_homogeneous) {
  out_.uses.resize(environment.variables.size());
}

void Compiler::run() {
  const Checked root = check(ast_.root);
  out_.program.root = root.step;
  out_.program.slot_count = scope_.slot_count();
  out_.type = substitution_.resolve(root.type, true);
  for (TypeId& type : out_.types) type = substitution_.resolve(type, true);
}

Checked Compiler::report(Range at, std::string message) {
  if (environment_.is_checked) out_.issues.push_back({at.begin, at.end, message});
  return {kDyn, program_.constant(Value::error(program_.keep(std::move(message))))};
}

Checked Compiler::check(ExprId id) {
  const Checked checked = check_kind(id);
  if (!environment_.folds_constants) {
    out_.types.resize(program_.program().steps.size(), kDyn);
    out_.types[checked.step] = checked.type;
  }
  return checked;
}

Checked Compiler::check_kind(ExprId id) {
  const Expr& expr = ast_[id];
  switch (expr.kind) {
    case ExprKind::kLiteral:
      return literal(expr);
    case ExprKind::kIdent:
      return ident(expr);
    case ExprKind::kSelect:
    case ExprKind::kHas:
    case ExprKind::kOptionalSelect:
      return select(id);
    case ExprKind::kOptionalIndex:
      return index(expr, Op::kOptionalIndex, kOptionalIndexOverloads);
    case ExprKind::kCall:
      return call(expr);
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return logic(expr);
    case ExprKind::kTernary:
      return ternary(expr);
    case ExprKind::kList:
      return list(expr);
    case ExprKind::kMap:
      return map(expr);
    case ExprKind::kMessage:
      return report(expr.at, fmt::format("message literal `{}{{}}` is not supported", expr.name));
    case ExprKind::kComprehension:
      return comprehension(expr);
    case ExprKind::kBind:
      return bind(expr);
    case ExprKind::kBlock:
      return block(expr);
    case ExprKind::kOptMap:
    case ExprKind::kOptFlatMap:
      return optional_map(expr);
  }
  return {};
}

Checked Compiler::literal(const Expr& expr) {
  const auto simple = [](TypeKind kind) { return TypeTable::simple(kind); };
  const Literal& value = expr.literal;
  if (const auto* flag = std::get_if<bool>(&value)) {
    return {kBool, program_.constant(Value::boolean(*flag))};
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return {simple(TypeKind::kInt), program_.constant(Value::integer(*number))};
  }
  if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    return {simple(TypeKind::kUint), program_.constant(Value::unsigned_integer(*number))};
  }
  if (const auto* number = std::get_if<double>(&value)) {
    return {simple(TypeKind::kDouble), program_.constant(Value::real(*number))};
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return {simple(TypeKind::kString),
            program_.constant(Value::string(program_.keep(std::string(*text))))};
  }
  if (const auto* bytes = std::get_if<BytesLiteral>(&value)) {
    return {simple(TypeKind::kBytes),
            program_.constant(Value::bytes(program_.keep(std::string(bytes->bytes))))};
  }
  return {simple(TypeKind::kNull), program_.constant(Value::null())};
}

Checked Compiler::variable(std::uint32_t slot, TypeId type) {
  Step step;
  step.op = Op::kVariable;
  step.value = slot;
  return {type, program_.add_step(step, {})};
}

std::optional<Checked> Compiler::global(std::string_view name) {
  for (const std::string& candidate : name_candidates(environment_.container, name)) {
    for (std::size_t i = 0; i < environment_.variables.size(); ++i) {
      if (environment_.variables[i].name != candidate) continue;
      out_.uses[i] = true;
      return variable(static_cast<std::uint32_t>(i), environment_.variables[i].type);
    }
    if (const NamedType* const named = find_named_type(candidate)) {
      std::string_view text = named->type;
      const TypeId type = types_.type(read_type(types_, text));
      return Checked{type, program_.constant(Value::type(named->name))};
    }
  }
  return std::nullopt;
}

Checked Compiler::ident(const Expr& expr) {
  if (const Scope::Local* const found = scope_.find(expr.name))
    return variable(found->slot, found->type);
  if (const std::optional<Checked> found = global(expr.name)) return *found;
  text::NearestName nearest(expr.name);
  for (const Variable& known : environment_.variables) nearest.consider(known.name);
  for (const Scope::Local& known : scope_.locals()) nearest.consider(known.name);
  if (!environment_.is_checked) {
    return report(expr.at, fmt::format("no such attribute(s): {}", expr.name));
  }
  return report(expr.at,
                fmt::format("unknown name `{}`{}", expr.name, text::did_you_mean(nearest.best())));
}

Checked Compiler::select(ExprId id) {
  const Expr& expr = ast_[id];
  if (expr.kind == ExprKind::kSelect) {
    if (const std::optional<std::string> name = scope_.qualified_name(ast_, id)) {
      if (const std::optional<Checked> found = global(*name)) return *found;
    }
  }
  const ProgramBuilder::Mark before = program_.mark();
  const Checked target = check(ast_.children(expr)[0]);
  std::string key(expr.name);
  TypeId type = field_type(expr, target.type, key);
  Step step;
  step.op = Op::kSelect;
  if (expr.kind == ExprKind::kHas) {
    step.op = Op::kHas;
    type = kBool;
  }
  if (expr.kind == ExprKind::kOptionalSelect) {
    step.op = Op::kOptionalSelect;
    if (!is_optional(type)) type = types_.optional(type);
  }
  step.value = program_.add_constant(Value::string(program_.keep(std::move(key))));
  return {type, program_.folded(program_.add_step(step, std::span(&target.step, 1)), before)};
}

bool Compiler::is_optional(TypeId type) const {
  return types_[type].kind == TypeKind::kOpaque && types_[type].name == "optional_type";
}

TypeId Compiler::field_type(const Expr& expr, TypeId target, std::string& key) {
  target = substitution_.resolve(target, false);
  const Type type = types_[target];
  switch (type.kind) {
    case TypeKind::kParameter:
      substitution_.assign(kDyn, target);
      return kDyn;
    case TypeKind::kDyn:
      return kDyn;
    case TypeKind::kMap:
      return type.parameters[1];
    case TypeKind::kObject:
      return object_field(expr, type, key);
    case TypeKind::kOpaque:
      if (type.name == "optional_type") {
        return types_.optional(field_type(expr, type.parameters[0], key));
      }
      [[fallthrough]];
    default:
      report(expr.at, fmt::format("a value of type {} has no fields", types_.text(target)));
      return kDyn;
  }
}

TypeId Compiler::object_field(const Expr& expr, const Type& type, std::string& key) {
  const std::optional<ObjectTypes::Field> field =
      environment_.objects->field(types_, type.object, expr.name);
  if (field) {
    key = field->key;
    return field->type;
  }
  const std::vector<std::string> names = environment_.objects->field_names(type.object);
  text::NearestName nearest(expr.name);
  for (const std::string& name : names) nearest.consider(name);
  const std::string hint = text::did_you_mean(nearest.best());
  report(expr.at, fmt::format("`{}` has no field `{}`{}", type.name, expr.name, hint));
  return kDyn;
}

void Compiler::demand_bool(const Expr& expr, TypeId type) {
  if (substitution_.assign(kBool, type)) return;
  report(expr.range,
         fmt::format("expected a bool, found {}", types_.text(substitution_.resolve(type, false))));
}

Checked Compiler::logic(const Expr& expr) {
  std::vector<std::uint32_t> steps;
  for (const ExprId child : ast_.children(expr)) {
    const Checked checked = check(child);
    demand_bool(ast_[child], checked.type);
    steps.push_back(checked.step);
  }
  Step step;
  step.op = expr.kind == ExprKind::kAnd ? Op::kAnd : Op::kOr;
  return {kBool, program_.add_step(step, steps)};
}

Checked Compiler::ternary(const Expr& expr) {
  std::vector<std::uint32_t> steps;
  std::vector<TypeId> types;
  for (const ExprId child : ast_.children(expr)) {
    const Checked checked = check(child);
    steps.push_back(checked.step);
    types.push_back(checked.type);
  }
  const std::optional<TypeId> type =
      resolve_call(types_, substitution_, std::span(&kTernaryOverloads, 1), types, false);
  if (!type) no_match(expr, "_?_:_", types, false);
  Step step;
  step.op = Op::kTernary;
  return {type.value_or(kDyn), program_.add_step(step, steps)};
}

TypeId Compiler::join(const Expr& at, std::optional<TypeId> before, TypeId type) {
  if (!before) return type;
  if (substitution_.assign(*before, type)) return substitution_.more_general(*before, type);
  if (is_homogeneous_) {
    report(at.range, fmt::format("literal mixes {} and {}; its items need one type",
                                 types_.text(substitution_.resolve(*before, false)),
                                 types_.text(substitution_.resolve(type, false))));
  }
  return kDyn;
}

TypeId Compiler::unwrapped(const Expr& at, TypeId type) {
  type = substitution_.resolve(type, false);
  if (is_optional(type)) return types_[type].parameters[0];
  if (type != kDyn && types_[type].kind != TypeKind::kParameter) {
    report(at.range, fmt::format("expected an optional, found {}", types_.text(type)));
  }
  return kDyn;
}

Checked Compiler::list(const Expr& expr) {
  const ProgramBuilder::Mark before = program_.mark();
  const std::span<const ExprId> children = ast_.children(expr);
  Step step;
  step.op = Op::kList;
  step.flag =
      std::ranges::any_of(children, [this](ExprId child) { return ast_.is_optional_entry(child); });
  std::vector<std::uint32_t> steps;
  std::optional<TypeId> item;
  for (const ExprId child : children) {
    Checked checked = check(child);
    const bool is_optional_entry = ast_.is_optional_entry(child);
    if (is_optional_entry) checked.type = unwrapped(ast_[child], checked.type);
    item = join(ast_[child], item, checked.type);
    steps.push_back(checked.step);
    if (step.flag) steps.push_back(program_.constant(Value::boolean(is_optional_entry)));
  }
  const TypeId type = types_.list(item ? *item : types_.new_parameter());
  return {type, program_.folded(program_.add_step(step, steps), before)};
}

Checked Compiler::map(const Expr& expr) {
  const ProgramBuilder::Mark before = program_.mark();
  const std::span<const ExprId> children = ast_.children(expr);
  Step step;
  step.op = Op::kMap;
  step.flag =
      std::ranges::any_of(children, [this](ExprId child) { return ast_.is_optional_entry(child); });
  std::vector<std::uint32_t> steps;
  std::optional<TypeId> key_type;
  std::optional<TypeId> value_type;
  for (std::size_t i = 0; i < children.size(); i += 2) {
    const Checked key = check(children[i]);
    Checked value = check(children[i + 1]);
    const bool is_optional_entry = ast_.is_optional_entry(children[i]);
    if (is_optional_entry) value.type = unwrapped(ast_[children[i + 1]], value.type);
    key_type = join(ast_[children[i]], key_type, key.type);
    value_type = join(ast_[children[i + 1]], value_type, value.type);
    steps.insert(steps.end(), {key.step, value.step});
    if (step.flag) steps.push_back(program_.constant(Value::boolean(is_optional_entry)));
  }
  const TypeId type = key_type ? types_.map(*key_type, *value_type)
                               : types_.map(types_.new_parameter(), types_.new_parameter());
  return {type, program_.folded(program_.add_step(step, steps), before)};
}

}  // namespace meshlint::cel
