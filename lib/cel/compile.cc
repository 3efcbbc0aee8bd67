#include "cel/compile.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

#include "cel/ast.h"
#include "cel/evaluate.h"
#include "cel/function.h"
#include "cel/parser.h"
#include "text/edit_distance.h"

namespace meshlint::cel {
namespace {

constexpr TypeId kDyn = TypeTable::simple(TypeKind::kDyn);
constexpr TypeId kBool = TypeTable::simple(TypeKind::kBool);

// What folding one constant may cost.
constexpr std::int64_t kFoldingBudget = 10'000;

// Names of types that are values too, by what they stand for.
struct NamedType {
  std::string_view name;
  std::string_view type;
};
constexpr auto kNamedTypes = std::to_array<NamedType>({
    {"bool", "bool"},
    {"bytes", "bytes"},
    {"double", "double"},
    {"dyn", "dyn"},
    {"google.protobuf.Duration", "duration"},
    {"google.protobuf.Timestamp", "timestamp"},
    {"int", "int"},
    {"list", "list(dyn)"},
    {"map", "map(dyn, dyn)"},
    {"net.CIDR", "net.CIDR"},
    {"net.IP", "net.IP"},
    {"null_type", "null"},
    {"optional_type", "optional_type(dyn)"},
    {"string", "string"},
    {"type", "type(dyn)"},
    {"uint", "uint"},
    {"kubernetes.Quantity", "kubernetes.Quantity"},
    {"kubernetes.Semver", "kubernetes.Semver"},
    {"kubernetes.URL", "kubernetes.URL"},
});

// Of what is no function of a table: the evaluator has steps of its own for them.
constexpr std::string_view kIndexOverloads =
    "(list(A), int) A | (map(A, B), A) B | (optional_type(list(A)), int) optional_type(A) | "
    "(optional_type(map(A, B)), A) optional_type(B)";
constexpr std::string_view kOptionalIndexOverloads =
    "(list(A), int) optional_type(A) | (map(A, B), A) optional_type(B) | "
    "(optional_type(list(A)), int) optional_type(A) | "
    "(optional_type(map(A, B)), A) optional_type(B)";
constexpr std::string_view kTernaryOverloads = "(bool, A, A) A";

struct Overload {
  bool is_method = false;
  bool is_variadic = false;
  std::vector<TypeId> parameters;
  TypeId result = kDyn;
};

// Takes one signature off the front of `text`.
Overload read_overload(TypeTable& types, std::string_view& text) {
  const auto skip = [&](std::string_view mark) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(mark.size());
    return true;
  };
  Overload overload;
  if (!skip("(")) {
    overload.is_method = true;
    // The dot of "net.IP" is followed by a letter, that of the method by a parenthesis.
    std::string_view receiver = text.substr(0, text.find(".("));
    text.remove_prefix(receiver.size());
    overload.parameters.push_back(read_type(types, receiver));
    skip(".(");
  }
  if (!skip(")")) {
    do {
      if (skip("...")) {
        overload.is_variadic = true;
      } else {
        overload.parameters.push_back(read_type(types, text));
      }
    } while (skip(","));
    skip(")");
  }
  overload.result = read_type(types, text);
  skip("|");
  return overload;
}

bool has_overload(std::string_view overloads, bool is_method) {
  if (!is_method && overloads.starts_with('(')) return true;
  if (is_method && !overloads.starts_with('(')) return true;
  for (std::size_t at = overloads.find("| "); at != overloads.npos;
       at = overloads.find("| ", at + 2)) {
    if ((overloads[at + 2] == '(') != is_method) return true;
  }
  return false;
}

class Compiler {
 public:
  Compiler(Environment& environment, const Ast& ast, Compiled& out)
      : environment_(environment),
        types_(environment.types),
        ast_(ast),
        out_(out),
        substitution_(types_),
        folding_(regexes_),
        is_homogeneous_(environment.is_homogeneous) {
    slots_ = next_slot_ = static_cast<std::uint32_t>(environment.variables.size());
    out_.uses.resize(environment.variables.size());
  }

  void run() {
    const Checked root = check(ast_.root);
    out_.program.root = root.step;
    out_.program.slot_count = slots_;
    out_.type = substitution_.resolve(root.type, true);
    for (TypeId& type : out_.types) type = substitution_.resolve(type, true);
  }

 private:
  struct Checked {
    TypeId type = kDyn;
    std::uint32_t step = 0;
  };

  // A comprehension's variable, or a value of a block.
  struct Local {
    std::string_view name;
    std::uint32_t slot;
    TypeId type;
  };

  // Where the program was before an expression, to cut off what folding made useless.
  struct Mark {
    std::size_t steps;
    std::size_t operands;
  };

  Mark mark() const { return {out_.program.steps.size(), out_.program.operands.size()}; }

  // Says what is wrong; evaluated, it is an error with that message.
  Checked report(Range at, std::string message) {
    if (environment_.is_checked) out_.issues.push_back({at.begin, at.end, message});
    return {kDyn, constant(Value::error(keep(std::move(message))))};
  }

  std::string_view keep(std::string text) {
    return out_.program.texts.emplace_back(std::move(text));
  }

  std::uint32_t add_constant(const Value& value) {
    out_.program.constants.push_back(value);
    return static_cast<std::uint32_t>(out_.program.constants.size() - 1);
  }

  std::uint32_t constant(const Value& value) {
    Step step;
    step.op = Op::kConstant;
    step.value = add_constant(value);
    return add_step(step, {});
  }

  std::uint32_t add_step(Step step, std::span<const std::uint32_t> operands) {
    step.first_operand = static_cast<std::uint32_t>(out_.program.operands.size());
    step.operand_count = static_cast<std::uint32_t>(operands.size());
    out_.program.operands.insert(out_.program.operands.end(), operands.begin(), operands.end());
    out_.program.steps.push_back(step);
    return static_cast<std::uint32_t>(out_.program.steps.size() - 1);
  }

  // The step's value in its place if all its operands are constants and it has one.
  std::uint32_t folded(std::uint32_t index, Mark before) {
    if (!environment_.folds_constants) return index;
    const Step& step = out_.program.steps[index];
    const auto operands =
        std::span(out_.program.operands).subspan(step.first_operand, step.operand_count);
    const bool is_constant = std::ranges::all_of(operands, [&](std::uint32_t operand) {
      return out_.program.steps[operand].op == Op::kConstant;
    });
    if (!is_constant) return index;
    const ProgramView view = out_.program.view();
    folding_.start(view, kFoldingBudget);
    const Value value = evaluate_step(view, folding_, index);
    if (folding_.is_exhausted() || !is_foldable(value)) return index;
    const Value kept = keep(value);
    out_.program.steps.resize(before.steps);
    out_.program.operands.resize(before.operands);
    return constant(kept);
  }

  static bool is_foldable(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kError:
      case ValueKind::kUnknown:
      case ValueKind::kOptional:
      case ValueKind::kOpaque:
        return false;
      case ValueKind::kList:
      case ValueKind::kMap:
        return std::ranges::all_of(value.values(), is_foldable);
      default:
        return true;
    }
  }

  // A copy that views the program's own memory.
  Value keep(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kString:
        return Value::string(keep(std::string(value.text())));
      case ValueKind::kBytes:
        return Value::bytes(keep(std::string(value.text())));
      case ValueKind::kType:
        return Value::type(keep(std::string(value.text())));
      case ValueKind::kList:
      case ValueKind::kMap: {
        std::vector<Value> items;
        for (const Value& item : value.values()) items.push_back(keep(item));
        const std::vector<Value>& kept = out_.program.lists.emplace_back(std::move(items));
        return value.is(ValueKind::kList) ? Value::list(kept) : Value::map(kept);
      }
      default:
        return value;
    }
  }

  Checked check(ExprId id) {
    const Checked checked = check_kind(id);
    if (!environment_.folds_constants) {
      out_.types.resize(out_.program.steps.size(), kDyn);
      out_.types[checked.step] = checked.type;
    }
    return checked;
  }

  Checked check_kind(ExprId id) {
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
        return report(expr.at, fmt::format("messages like `{}{{}}` are not supported", expr.name));
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

  Checked literal(const Expr& expr) {
    const auto simple = [](TypeKind kind) { return TypeTable::simple(kind); };
    const Literal& value = expr.literal;
    if (const auto* flag = std::get_if<bool>(&value)) {
      return {kBool, constant(Value::boolean(*flag))};
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      return {simple(TypeKind::kInt), constant(Value::integer(*number))};
    }
    if (const auto* number = std::get_if<std::uint64_t>(&value)) {
      return {simple(TypeKind::kUint), constant(Value::unsigned_integer(*number))};
    }
    if (const auto* number = std::get_if<double>(&value)) {
      return {simple(TypeKind::kDouble), constant(Value::real(*number))};
    }
    if (const auto* text = std::get_if<std::string_view>(&value)) {
      return {simple(TypeKind::kString), constant(Value::string(keep(std::string(*text))))};
    }
    if (const auto* bytes = std::get_if<BytesLiteral>(&value)) {
      return {simple(TypeKind::kBytes), constant(Value::bytes(keep(std::string(bytes->bytes))))};
    }
    return {simple(TypeKind::kNull), constant(Value::null())};
  }

  const Local* local(std::string_view name) const {
    const auto found = std::find_if(locals_.rbegin(), locals_.rend(),
                                    [name](const Local& local) { return local.name == name; });
    return found == locals_.rend() ? nullptr : &*found;
  }

  // "x.y.name", "x.name" and "name" for the container x.y; only "name" for ".name".
  std::vector<std::string> candidates(std::string_view name) const {
    if (name.starts_with('.')) return {std::string(name.substr(1))};
    std::vector<std::string> result;
    std::string_view container = environment_.container;
    while (!container.empty()) {
      result.push_back(fmt::format("{}.{}", container, name));
      const std::size_t dot = container.rfind('.');
      container = dot == container.npos ? std::string_view() : container.substr(0, dot);
    }
    result.emplace_back(name);
    return result;
  }

  Checked variable(std::uint32_t slot, TypeId type) {
    Step step;
    step.op = Op::kVariable;
    step.value = slot;
    return {type, add_step(step, {})};
  }

  // A variable or type of that name.
  std::optional<Checked> global(std::string_view name) {
    for (const std::string& candidate : candidates(name)) {
      for (std::size_t i = 0; i < environment_.variables.size(); ++i) {
        if (environment_.variables[i].name != candidate) continue;
        out_.uses[i] = true;
        return variable(static_cast<std::uint32_t>(i), environment_.variables[i].type);
      }
      for (const NamedType& named : kNamedTypes) {
        if (named.name != candidate) continue;
        std::string_view text = named.type;
        const TypeId type = types_.type(read_type(types_, text));
        return Checked{type, constant(Value::type(named.name))};
      }
    }
    return std::nullopt;
  }

  Checked ident(const Expr& expr) {
    if (const Local* found = local(expr.name)) return variable(found->slot, found->type);
    if (const std::optional<Checked> found = global(expr.name)) return *found;
    text::NearestName nearest(expr.name);
    for (const Variable& known : environment_.variables) nearest.consider(known.name);
    for (const Local& known : locals_) nearest.consider(known.name);
    if (!environment_.is_checked) {
      return report(expr.at, fmt::format("no such attribute(s): {}", expr.name));
    }
    if (!nearest.best().empty()) {
      return report(expr.at, fmt::format("nothing is called `{}` here; did you mean `{}`?",
                                         expr.name, nearest.best()));
    }
    return report(expr.at, fmt::format("nothing is called `{}` here", expr.name));
  }

  // "a.b.c", if it is a chain of selects that does not begin with a local variable.
  std::optional<std::string> qualified_name(ExprId id) const {
    std::vector<std::string_view> parts;
    while (ast_[id].kind == ExprKind::kSelect) {
      parts.push_back(ast_[id].name);
      id = ast_.children(id)[0];
    }
    if (ast_[id].kind != ExprKind::kIdent || local(ast_[id].name)) return std::nullopt;
    std::string name(ast_[id].name);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      name += '.';
      name += *part;
    }
    return name;
  }

  Checked select(ExprId id) {
    const Expr& expr = ast_[id];
    if (expr.kind == ExprKind::kSelect) {
      if (const std::optional<std::string> name = qualified_name(id)) {
        if (const std::optional<Checked> found = global(*name)) return *found;
      }
    }
    const Mark before = mark();
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
    step.value = add_constant(Value::string(keep(std::move(key))));
    return {type, folded(add_step(step, std::span(&target.step, 1)), before)};
  }

  bool is_optional(TypeId type) const {
    return types_[type].kind == TypeKind::kOpaque && types_[type].name == "optional_type";
  }

  // The type of a field, and in `key` what it is called in manifests.
  TypeId field_type(const Expr& expr, TypeId target, std::string& key) {
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

  TypeId object_field(const Expr& expr, const Type& type, std::string& key) {
    const std::optional<ObjectTypes::Field> field =
        environment_.objects->field(types_, type.object, expr.name);
    if (field) {
      key = field->key;
      return field->type;
    }
    const std::vector<std::string> names = environment_.objects->field_names(type.object);
    text::NearestName nearest(expr.name);
    for (const std::string& name : names) nearest.consider(name);
    const std::string hint =
        nearest.best().empty() ? "" : fmt::format("; did you mean `{}`?", nearest.best());
    report(expr.at, fmt::format("`{}` has no field `{}`{}", type.name, expr.name, hint));
    return kDyn;
  }

  Checked call(const Expr& expr) {
    if (expr.name == "_[_]") return index(expr, Op::kIndex, kIndexOverloads);
    const std::span<const ExprId> children = ast_.children(expr);
    if (expr.is_method) {
      // math.greatest(1, 2) is a function with a dotted name rather than a method of `math`.
      if (const std::optional<std::string> receiver = qualified_name(children[0])) {
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

  // The first candidate for which there is a function, not a method.
  std::optional<std::string> known_function(std::string_view name) const {
    for (const std::string& candidate : candidates(name)) {
      bool is_known = false;
      each_overloads(candidate, [&](FunctionId, std::string_view overloads) {
        is_known = is_known || has_overload(overloads, false);
      });
      if (is_known) return candidate;
    }
    return std::nullopt;
  }

  static constexpr FunctionId kDeclaredOnly = UINT16_MAX;

  // Calls visit(id, overloads) for each function of that name.
  template <typename Visit>
  void each_overloads(std::string_view name, Visit visit) const {
    std::size_t id = 0;
    for (const std::span<const Function> table : function_tables()) {
      for (const Function& candidate : table) {
        if (candidate.name == name && environment_.libraries.has(candidate.library)) {
          visit(static_cast<FunctionId>(id), candidate.overloads);
        }
        ++id;
      }
    }
    for (const DeclaredFunction& declared : environment_.functions) {
      if (declared.name == name) visit(kDeclaredOnly, std::string_view(declared.overloads));
    }
  }

  Checked invoke(const Expr& expr, const std::string& name, std::span<const ExprId> arguments,
                 bool is_method) {
    const Mark before = mark();
    std::vector<std::uint32_t> steps;
    std::vector<TypeId> argument_types;
    // What is put into a text may be of any types.
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
    each_overloads(name, [&](FunctionId id, std::string_view text) {
      if (!has_overload(text, is_method)) return;
      if (!found) found = id;
      overloads.push_back(text);
    });
    if (!found) return unknown_function(expr, name, is_method);
    const std::optional<TypeId> type = resolve(overloads, argument_types, is_method);
    if (!type && (environment_.is_checked || !takes(overloads, arguments.size(), is_method))) {
      return no_match(expr, name, argument_types, is_method);
    }
    if (*found == kDeclaredOnly) {
      const Value error =
          Value::error(keep(fmt::format("function `{}` has no implementation", name)));
      return {type.value_or(kDyn), constant(error)};
    }
    Step step;
    step.op = Op::kCall;
    step.flag = is_method;
    step.function = *found;
    if (is_method && name == "or") step.op = Op::kOptionalOr;
    if (is_method && name == "orValue") step.op = Op::kOrValue;
    return {type.value_or(kDyn), folded(add_step(step, steps), before)};
  }

  Checked unknown_function(const Expr& expr, std::string_view name, bool is_method) {
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
      return report(expr.at, fmt::format("`{}` is not in the libraries of this version", name));
    }
    const std::string hint =
        nearest.best().empty() ? "" : fmt::format("; did you mean `{}`?", nearest.best());
    return report(expr.at, fmt::format("no {} is called `{}`{}", is_method ? "method" : "function",
                                       name, hint));
  }

  Checked no_match(const Expr& expr, std::string_view name, std::span<const TypeId> arguments,
                   bool is_method) {
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

  // Whether one of the overloads has that many arguments, whatever their types.
  bool takes(std::span<const std::string_view> overloads, std::size_t count, bool is_method) {
    for (std::string_view text : overloads) {
      while (!text.empty()) {
        const Overload overload = read_overload(types_, text);
        const std::size_t wanted = overload.parameters.size();
        if (overload.is_method != is_method) continue;
        if (wanted == count || (overload.is_variadic && wanted < count)) return true;
      }
    }
    return false;
  }

  // The result's type, dyn if several overloads fit and give different ones; nothing if none fits.
  std::optional<TypeId> resolve(std::span<const std::string_view> overloads,
                                std::span<const TypeId> arguments, bool is_method) {
    std::optional<TypeId> result;
    for (std::string_view text : overloads) {
      while (!text.empty()) {
        const Overload overload = read_overload(types_, text);
        if (overload.is_method != is_method) continue;
        std::vector<TypeId> wanted = overload.parameters;
        if (overload.is_variadic && !wanted.empty()) {
          while (wanted.size() < arguments.size()) wanted.push_back(wanted.back());
        }
        if (wanted.size() != arguments.size()) continue;
        std::map<TypeId, TypeId> fresh;
        for (TypeId& type : wanted) type = substitution_.instantiate(type, fresh);
        if (!substitution_.assign_all(wanted, arguments)) continue;
        const TypeId type =
            substitution_.resolve(substitution_.instantiate(overload.result, fresh), false);
        result = !result || *result == type ? type : kDyn;
      }
    }
    return result;
  }

  Checked index(const Expr& expr, Op op, std::string_view overloads) {
    const Mark before = mark();
    const std::span<const ExprId> children = ast_.children(expr);
    const std::array checked = {check(children[0]), check(children[1])};
    const std::array types = {checked[0].type, checked[1].type};
    const std::optional<TypeId> type = resolve(std::span(&overloads, 1), types, false);
    if (!type) no_match(expr, "_[_]", types, false);
    Step step;
    step.op = op;
    const std::array steps = {checked[0].step, checked[1].step};
    return {type.value_or(kDyn), folded(add_step(step, steps), before)};
  }

  void demand_bool(const Expr& expr, TypeId type) {
    if (substitution_.assign(kBool, type)) return;
    report(expr.range, fmt::format("expected a bool, found {}",
                                   types_.text(substitution_.resolve(type, false))));
  }

  Checked logic(const Expr& expr) {
    std::vector<std::uint32_t> steps;
    for (const ExprId child : ast_.children(expr)) {
      const Checked checked = check(child);
      demand_bool(ast_[child], checked.type);
      steps.push_back(checked.step);
    }
    Step step;
    step.op = expr.kind == ExprKind::kAnd ? Op::kAnd : Op::kOr;
    return {kBool, add_step(step, steps)};
  }

  Checked ternary(const Expr& expr) {
    std::vector<std::uint32_t> steps;
    std::vector<TypeId> types;
    for (const ExprId child : ast_.children(expr)) {
      const Checked checked = check(child);
      steps.push_back(checked.step);
      types.push_back(checked.type);
    }
    const std::optional<TypeId> type = resolve(std::span(&kTernaryOverloads, 1), types, false);
    if (!type) no_match(expr, "_?_:_", types, false);
    Step step;
    step.op = Op::kTernary;
    return {type.value_or(kDyn), add_step(step, steps)};
  }

  // Of the items of a literal: one type if they agree, else dyn.
  TypeId join(const Expr& at, std::optional<TypeId> before, TypeId type) {
    if (!before) return type;
    if (substitution_.assign(*before, type)) return substitution_.more_general(*before, type);
    if (is_homogeneous_) {
      report(at.range, fmt::format("a literal of {} cannot hold {} as well",
                                   types_.text(substitution_.resolve(*before, false)),
                                   types_.text(substitution_.resolve(type, false))));
    }
    return kDyn;
  }

  // What an optional entry puts into its list or map.
  TypeId unwrapped(const Expr& at, TypeId type) {
    type = substitution_.resolve(type, false);
    if (is_optional(type)) return types_[type].parameters[0];
    if (type != kDyn && types_[type].kind != TypeKind::kParameter) {
      report(at.range, fmt::format("expected an optional, found {}", types_.text(type)));
    }
    return kDyn;
  }

  Checked list(const Expr& expr) {
    const Mark before = mark();
    const std::span<const ExprId> children = ast_.children(expr);
    Step step;
    step.op = Op::kList;
    step.flag = std::ranges::any_of(children,
                                    [this](ExprId child) { return ast_.is_optional_entry(child); });
    std::vector<std::uint32_t> steps;
    std::optional<TypeId> item;
    for (const ExprId child : children) {
      Checked checked = check(child);
      const bool is_optional_entry = ast_.is_optional_entry(child);
      if (is_optional_entry) checked.type = unwrapped(ast_[child], checked.type);
      item = join(ast_[child], item, checked.type);
      steps.push_back(checked.step);
      if (step.flag) steps.push_back(constant(Value::boolean(is_optional_entry)));
    }
    const TypeId type = types_.list(item ? *item : types_.new_parameter());
    return {type, folded(add_step(step, steps), before)};
  }

  Checked map(const Expr& expr) {
    const Mark before = mark();
    const std::span<const ExprId> children = ast_.children(expr);
    Step step;
    step.op = Op::kMap;
    step.flag = std::ranges::any_of(children,
                                    [this](ExprId child) { return ast_.is_optional_entry(child); });
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
      if (step.flag) steps.push_back(constant(Value::boolean(is_optional_entry)));
    }
    const TypeId type = key_type ? types_.map(*key_type, *value_type)
                                 : types_.map(types_.new_parameter(), types_.new_parameter());
    return {type, folded(add_step(step, steps), before)};
  }

  std::uint32_t take_slot() {
    slots_ = std::max(slots_, next_slot_ + 1);
    return next_slot_++;
  }

  // What the variables of a comprehension over that range are: keys or indexes, and elements.
  std::pair<TypeId, TypeId> element_types(const Expr& range, TypeId type) {
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
        report(range.range, fmt::format("a value of type {} has no elements: expected a list or "
                                        "a map",
                                        types_.text(type)));
        return {kDyn, kDyn};
    }
  }

  static Op op_of(Macro macro) {
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

  Checked comprehension(const Expr& expr) {
    const std::span<const ExprId> children = ast_.children(expr);
    const Checked range = check(children[0]);
    const auto [key, element] = element_types(ast_[children[0]], range.type);
    const TypeKind range_kind = types_[substitution_.resolve(range.type, false)].kind;
    Step step;
    step.op = op_of(expr.macro);
    step.flag = expr.has_filter;
    step.has_two_variables = !expr.variables[1].empty();
    const std::uint32_t slot_before = next_slot_;
    const std::size_t locals_before = locals_.size();
    step.value = take_slot();
    const TypeId single = range_kind == TypeKind::kMap ? key : element;
    if (step.has_two_variables) {
      locals_.push_back({expr.variables[0], step.value, key});
      locals_.push_back({expr.variables[1], take_slot(), element});
    } else {
      locals_.push_back({expr.variables[0], step.value, single});
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
    locals_.resize(locals_before);
    next_slot_ = slot_before;
    return {comprehension_type(expr, range.type, single, key, body), add_step(step, steps)};
  }

  TypeId comprehension_type(const Expr& expr, TypeId range, TypeId single, TypeId key,
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

  // The body, with the value of a variable in front of it.
  Checked bind(const Expr& expr) {
    const std::span<const ExprId> children = ast_.children(expr);
    const Checked value = check(children[0]);
    return with_local(Op::kBind, expr.variables[0], value.type, value.step, children[1]);
  }

  Checked with_local(Op op, std::string_view name, TypeId type, std::uint32_t operand,
                     ExprId body) {
    Step step;
    step.op = op;
    step.value = take_slot();
    locals_.push_back({name, step.value, type});
    const Checked checked = check(body);
    locals_.pop_back();
    --next_slot_;
    const std::array steps = {operand, checked.step};
    return {checked.type, add_step(step, steps)};
  }

  // A chain of binds: @index:0, @index:1 and so on.
  Checked block(const Expr& expr) {
    const std::span<const ExprId> children = ast_.children(expr);
    const std::uint32_t slot_before = next_slot_;
    const std::size_t locals_before = locals_.size();
    std::vector<std::uint32_t> values;
    for (std::size_t i = 0; i + 1 < children.size(); ++i) {
      const Checked value = check(children[i]);
      values.push_back(value.step);
      locals_.push_back({keep(fmt::format("@index:{}", i)), take_slot(), value.type});
    }
    Checked result = check(children.back());
    for (std::size_t i = values.size(); i-- > 0;) {
      Step step;
      step.op = Op::kBind;
      step.value = slot_before + static_cast<std::uint32_t>(i);
      const std::array steps = {values[i], result.step};
      result.step = add_step(step, steps);
    }
    locals_.resize(locals_before);
    next_slot_ = slot_before;
    return result;
  }

  Checked optional_map(const Expr& expr) {
    const std::span<const ExprId> children = ast_.children(expr);
    const Checked target = check(children[0]);
    const TypeId held = unwrapped(ast_[children[0]], target.type);
    const bool is_flat = expr.kind == ExprKind::kOptFlatMap;
    Checked result = with_local(is_flat ? Op::kOptFlatMap : Op::kOptMap, expr.variables[0], held,
                                target.step, children[1]);
    if (!is_flat) result.type = types_.optional(result.type);
    return result;
  }

  Environment& environment_;
  TypeTable& types_;
  const Ast& ast_;
  Compiled& out_;
  Substitution substitution_;
  Regexes regexes_;
  Frame folding_;
  std::vector<Local> locals_;
  bool is_homogeneous_;
  std::uint32_t next_slot_ = 0;
  std::uint32_t slots_ = 0;
};

}  // namespace

Compiled compile(std::string_view source, Environment& environment) {
  Compiled compiled;
  Ast ast;
  if (std::optional<Issue> issue =
          parse(source, environment.libraries, environment.has_macros, ast)) {
    compiled.issues.push_back(*std::move(issue));
    return compiled;
  }
  Compiler(environment, ast, compiled).run();
  return compiled;
}

}  // namespace meshlint::cel
