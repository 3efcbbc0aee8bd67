#include "cel/cost.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "cel/call_cost.h"
#include "cel/function.h"
#include "cel/sizes.h"
#include "cel/unicode.h"

namespace meshlint::cel {
namespace {

using yaml::Node;

// The place in the schema of an expression's value. Mostly the estimator of the API server follows
// the path of fields from `self` to a value.
struct Place {
  enum Kind : std::uint8_t {
    kNone,      // the value was computed
    kLost,      // the path leads out of the schema
    kSchema,    // the value of that schema
    kKey,       // a key of a map
    kText,      // a string without a limit
    kMetadata,  // of a whole object: it has a name, whatever the schema says
  };
  Kind kind = kNone;
  Node schema;
};

struct Estimate {
  std::uint64_t cost = 0;
  Place place;
  // The size if the expression alone determines it, and that of the items of a list literal.
  std::optional<Size> size;
  std::optional<Size> element;
};

// Walks a program as its evaluation does, but with sizes instead of values. Macros count as what
// they expand to: a fold over the range.
class Estimator {
 public:
  Estimator(const Compiled& compiled, const TypeTable& types, SchemaSizes& sizes, Node self)
      : compiled_(compiled), program_(compiled.program), types_(types), sizes_(sizes), self_(self) {
    slots_.resize(program_.slot_count, placed(0, at_self()));
  }

  Estimate run(std::uint32_t index) {
    const Step& step = program_.steps[index];
    switch (step.op) {
      case Op::kConstant:
        return constant(program_.constants[step.value]);
      case Op::kVariable: {
        Estimate result = slots_[step.value];
        result.cost = 1;
        return result;
      }
      case Op::kSelect:
        return select(step);
      case Op::kHas:
        return computed(operand(step, 0).cost);
      case Op::kIndex:
        return index_of(step);
      case Op::kCall:
        return call(step);
      case Op::kTernary:
        return ternary(step);
      case Op::kList:
        return list(step);
      case Op::kMap:
        return computed(plus(all_operands(step), kNewMap),
                        exactly(step.operand_count / (step.flag ? 3 : 2)));
      case Op::kAnd:
      case Op::kOr:
        return computed(all_operands(step));
      case Op::kOptionalSelect:
      case Op::kOptionalIndex:
      case Op::kOptionalOr:
      case Op::kOrValue:
        return computed(plus(all_operands(step), 1));
      case Op::kBind:
        return bind(step);
      case Op::kOptMap:
      case Op::kOptFlatMap:
        return optional_map(step);
      default:
        return comprehension(step);
    }
  }

 private:
  static Estimate computed(std::uint64_t cost, std::optional<Size> size = std::nullopt) {
    return {.cost = cost, .place = {}, .size = size, .element = std::nullopt};
  }
  static Estimate placed(std::uint64_t cost, const Place& place) {
    return {.cost = cost, .place = place, .size = std::nullopt, .element = std::nullopt};
  }

  std::uint32_t operand_index(const Step& step, std::uint32_t number) const {
    return program_.operands[step.first_operand + number];
  }
  Estimate operand(const Step& step, std::uint32_t number) {
    return run(operand_index(step, number));
  }
  std::uint64_t all_operands(const Step& step) {
    std::uint64_t cost = 0;
    for (std::uint32_t i = 0; i < step.operand_count; ++i) cost = plus(cost, operand(step, i).cost);
    return cost;
  }
  const Type& type_of(std::uint32_t index) const { return types_[compiled_.types[index]]; }
  const Type& operand_type(const Step& step, std::uint32_t number) const {
    return type_of(operand_index(step, number));
  }

  bool is_scalar(const Type& type) const {
    switch (type.kind) {
      case TypeKind::kBool:
      case TypeKind::kInt:
      case TypeKind::kUint:
      case TypeKind::kDouble:
      case TypeKind::kTimestamp:
      case TypeKind::kDuration:
        return true;
      case TypeKind::kOpaque:
        return type.name == "optional_type" && is_scalar(types_[type.parameters[0]]);
      default:
        return false;
    }
  }

  Place at_self() const { return {Place::kSchema, self_}; }

  // A path without a start starts at `self`, whatever its first step is.
  Place field(const Place& place, std::string_view name) const {
    if (place.kind == Place::kNone) return at_self();
    if (place.kind == Place::kMetadata) {
      return {name == "name" || name == "generateName" ? Place::kText : Place::kLost, {}};
    }
    if (place.kind != Place::kSchema || is_map_schema(place.schema)) return {Place::kLost, {}};
    if (sizes_.is_resource(place.schema)) {
      if (name == "kind" || name == "apiVersion") return {Place::kText, {}};
      if (name == "metadata") return {Place::kMetadata, {}};
    }
    return in_schema(place.schema["properties"][name]);
  }
  Place element(const Place& place) const {
    if (place.kind == Place::kNone) return at_self();
    if (place.kind != Place::kSchema) return {Place::kLost, {}};
    return in_schema(is_map_schema(place.schema) ? place.schema["additionalProperties"]
                                                 : place.schema["items"]);
  }
  Place key(const Place& place) const {
    if (place.kind == Place::kNone) return at_self();
    const bool is_map = place.kind == Place::kSchema && is_map_schema(place.schema);
    return {is_map ? Place::kKey : Place::kLost, {}};
  }
  static Place in_schema(Node schema) {
    return {is_visible_schema(schema) ? Place::kSchema : Place::kLost, schema};
  }

  std::optional<Size> size_at(const Place& place) {
    switch (place.kind) {
      case Place::kNone:
      case Place::kLost:
        return std::nullopt;
      case Place::kSchema:
        return Size{0, sizes_.max_size(place.schema)};
      case Place::kText:
        return Size{0, kUnboundedText};
      case Place::kKey:  // counts as empty
      case Place::kMetadata:
        return exactly(0);
    }
    return std::nullopt;
  }

  std::optional<Size> known_size(std::uint32_t index, const Estimate& estimate) {
    if (estimate.size) return estimate.size;
    if (const std::optional<Size> size = size_at(estimate.place)) return size;
    return is_scalar(type_of(index)) ? std::optional(exactly(1)) : std::nullopt;
  }
  Size size_of(std::uint32_t index, const Estimate& estimate) {
    return known_size(index, estimate).value_or(Size{});
  }

  Estimate constant(const Value& value) const {
    switch (value.kind()) {
      case ValueKind::kString:
        return computed(0, exactly(count_code_points(value.text())));
      case ValueKind::kBytes:
        return computed(0, exactly(value.text().size()));
      case ValueKind::kType:  // a variable like `self`
        return placed(1, at_self());
      default:
        return computed(0, exactly(1));
    }
  }

  Estimate select(const Step& step) {
    const Estimate target = operand(step, 0);
    const TypeKind kind = operand_type(step, 0).kind;
    const bool counts = kind == TypeKind::kMap || kind == TypeKind::kObject;
    return placed(plus(target.cost, counts ? 1 : 0),
                  field(target.place, program_.constants[step.value].text()));
  }

  Estimate index_of(const Step& step) {
    const Estimate target = operand(step, 0);
    const bool is_optional = operand_type(step, 0).kind == TypeKind::kOpaque;
    Estimate result = placed(plus(plus(target.cost, operand(step, 1).cost), 1),
                             is_optional ? Place() : element(target.place));
    result.size = target.element;
    return result;
  }

  Estimate call(const Step& step) {
    const std::string_view name = function(step.function).name;
    const CallCostFunction cost_of = call_cost_of(name);
    if (!cost_of) {
      if (name == "dyn") return dyn(step);
      return computed(plus(all_operands(step), 1));
    }
    std::vector<Argument> arguments(step.operand_count);
    std::uint64_t cost = 0;
    for (std::uint32_t i = 0; i < step.operand_count; ++i) {
      const std::uint32_t index = operand_index(step, i);
      const Estimate estimate = run(index);
      cost = plus(cost, estimate.cost);
      arguments[i] = argument(index, estimate);
    }
    const CallCost own = cost_of({arguments, step.flag});
    return computed(plus(cost, own.cost), own.size);
  }

  Argument argument(std::uint32_t index, const Estimate& estimate) {
    Argument result;
    result.size = size_of(index, estimate);
    result.type = &type_of(index);
    const Step& step = program_.steps[index];
    if (step.op == Op::kConstant && program_.constants[step.value].is(ValueKind::kInt)) {
      result.number = program_.constants[step.value].as_int();
    }
    if (result.type->kind != TypeKind::kList) return result;
    const TypeKind kind = types_[result.type->parameters[0]].kind;
    if (kind != TypeKind::kString && kind != TypeKind::kBytes) return result;
    // Nothing is known about a computed list.
    result.text = Size{};
    if (estimate.place.kind != Place::kNone) {
      result.text = size_at(element(estimate.place)).value_or(Size{});
    }
    return result;
  }

  // Hides the type, not the size.
  Estimate dyn(const Step& step) {
    const std::uint32_t index = operand_index(step, 0);
    const Estimate argument = run(index);
    return computed(plus(argument.cost, 1), known_size(index, argument));
  }

  Estimate ternary(const Step& step) {
    const std::uint64_t condition = operand(step, 0).cost;
    const Estimate yes = operand(step, 1);
    const Estimate no = operand(step, 2);
    const Size size =
        either(size_of(operand_index(step, 1), yes), size_of(operand_index(step, 2), no));
    return computed(plus(condition, std::max(yes.cost, no.cost)), size);
  }

  Estimate list(const Step& step) {
    const std::uint32_t stride = step.flag ? 2 : 1;
    Estimate result = computed(kNewList, exactly(step.operand_count / stride));
    for (std::uint32_t i = 0; i < step.operand_count; i += stride) {
      const std::uint32_t index = operand_index(step, i);
      const Estimate item = run(index);
      const Size size = size_of(index, item);
      result.cost = plus(result.cost, item.cost);
      result.element = result.element ? either(*result.element, size) : size;
    }
    return result;
  }

  Estimate bind(const Step& step) {
    const Estimate value = operand(step, 0);
    slots_[step.value] = value;
    Estimate result = operand(step, 1);
    result.cost = plus(plus(value.cost, result.cost), kNewList);
    return result;
  }

  // a.hasValue() ? optional.of(cel.bind(v, a.value(), ...)) : optional.none()
  Estimate optional_map(const Step& step) {
    const std::uint64_t target = operand(step, 0).cost;
    slots_[step.value] = {};
    const std::uint64_t body = operand(step, 1).cost;
    const std::uint64_t wraps = step.op == Op::kOptMap ? 1 : 0;
    return computed(plus(times(plus(target, 1), 2), plus(body, kNewList + wraps)));
  }

  void bind_elements(const Step& step, const Place& range, TypeKind kind) {
    const bool is_list = kind == TypeKind::kList;
    if (step.has_two_variables) {
      const Place lost{Place::kLost, {}};
      slots_[step.value].place = is_list && range.kind != Place::kNone ? lost : key(range);
      slots_[step.value + 1].place = element(range);
    } else {
      slots_[step.value].place = is_list ? element(range) : key(range);
    }
  }

  Estimate comprehension(const Step& step) {
    const std::uint32_t range_index = operand_index(step, 0);
    const Estimate range = run(range_index);
    const Size count = size_of(range_index, range);
    bind_elements(step, range.place, type_of(range_index).kind);
    std::uint64_t inside = 0;
    for (std::uint32_t i = 1; i < step.operand_count; ++i) {
      inside = plus(inside, operand(step, i).cost);
    }
    // What the fold itself costs: in each step, and once.
    struct Fold {
      std::uint64_t step;
      std::uint64_t once;
    };
    const auto folded = [&](Fold fold, std::optional<Size> size) {
      return computed(plus(plus(range.cost, fold.once), times(count.max, plus(inside, fold.step))),
                      size);
    };
    switch (step.op) {
      case Op::kAll:
        return folded({3, 1}, exactly(1));
      case Op::kExists:
        return folded({4, 1}, exactly(1));
      case Op::kExistsOne:
        return folded({2, 2}, exactly(1));
      case Op::kFilter:
        return folded({kNewList + 3, kNewList + 1}, count);
      case Op::kTransformMap:
        return folded({3, kNewMap + 1}, count);
      case Op::kTransformMapEntry:
        return folded({2, kNewMap + 1}, count);
      case Op::kSortBy: {
        const TypeKind key = operand_type(step, 1).kind;
        const CallCost sort = sort_cost(count, key == TypeKind::kString || key == TypeKind::kBytes);
        // Twice the list's variable, its binding, the list of keys.
        Estimate keys = folded({kNewList + 2, 2 + kNewList + kNewList + 1}, sort.size);
        keys.cost = plus(keys.cost, sort.cost);
        return keys;
      }
      default:
        return folded({kNewList + 2, kNewList + 1}, count);
    }
  }

  const Compiled& compiled_;
  const Program& program_;
  const TypeTable& types_;
  SchemaSizes& sizes_;
  Node self_;
  std::vector<Estimate> slots_;
};

}  // namespace

std::uint64_t max_cost(const Compiled& compiled, const TypeTable& types, SchemaSizes& sizes,
                       Node self) {
  return Estimator(compiled, types, sizes, self).run(compiled.program.root).cost;
}

}  // namespace meshlint::cel
