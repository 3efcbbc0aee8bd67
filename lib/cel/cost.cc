#include "cel/cost.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "cel/function.h"
#include "cel/unicode.h"

namespace meshlint::cel {
namespace {

using yaml::Node;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kRequestBytes = 3 * 1024 * 1024;
// Without the quotes or brackets around it.
constexpr std::uint64_t kUnboundedText = kRequestBytes - 2;
constexpr std::uint64_t kMaxBytesOfCodePoint = 4;

constexpr double kPerCharacter = 0.1;
constexpr double kPerCharacterOfPattern = 0.25;
constexpr std::uint64_t kNewList = 10;
constexpr std::uint64_t kNewMap = 30;

std::uint64_t scaled(std::uint64_t size, double factor) {
  const double result = std::ceil(static_cast<double>(size) * factor);
  return result >= 0x1p64 ? kMost : static_cast<std::uint64_t>(result);
}

// The fewest and most characters, items or entries that a value can have.
struct Size {
  std::uint64_t min = 0;
  std::uint64_t max = kMost;
};

Size exactly(std::uint64_t size) { return {size, size}; }
Size either(Size a, Size b) { return {std::min(a.min, b.min), std::max(a.max, b.max)}; }
Size product(Size a, Size b) { return {times(a.min, b.min), times(a.max, b.max)}; }
Size sum(Size a, Size b) { return {plus(a.min, b.min), plus(a.max, b.max)}; }

bool is_any_type(Node schema) {
  return schema["x-kubernetes-int-or-string"].as_bool().value_or(false);
}

// Whether the values of a schema show in expressions.
bool is_visible(Node schema) {
  if (is_any_type(schema)) return true;
  const std::string_view type = schema["type"].text();
  if (type == "array") return is_visible(schema["items"]);
  if (type == "object" && schema["additionalProperties"].is_map()) {
    return is_visible(schema["additionalProperties"]);
  }
  return !type.empty();
}

bool is_map_schema(Node schema) {
  return schema["type"].text() == "object" && schema["additionalProperties"].is_map();
}

// Where the schema has the value of an expression. Mostly the estimator of the API server follows a
// value by the path of fields that leads to it from `self`.
struct Place {
  enum Kind : std::uint8_t {
    kNone,      // the value was computed
    kLost,      // the path leads out of the schema
    kSchema,    // the value of that schema
    kKey,       // a key of a map
    kText,      // a text without a bound
    kMetadata,  // of a whole object; it has a name, whatever the schema says
  };
  Kind kind = kNone;
  Node schema;
};

struct Estimate {
  std::uint64_t cost = 0;
  Place place;
  // As far as the expression itself says it; and what is in a list that is written out.
  std::optional<Size> size;
  std::optional<Size> element;
};

// An argument of a call; the receiver of a method is the first.
struct Argument {
  const Type* type = nullptr;
  Size size;
  // Of a list of texts: how long they are.
  std::optional<Size> text;
  // Of a literal.
  std::optional<std::int64_t> number;

  bool may_be(TypeKind kind) const { return type->kind == kind || type->kind == TypeKind::kDyn; }
  bool may_be_text() const { return may_be(TypeKind::kString) || may_be(TypeKind::kBytes); }
};

// What a call costs beside its arguments, and the size of what it gives if that is known.
struct CallCost {
  std::uint64_t cost = 1;
  std::optional<Size> size;
};
struct Call {
  std::span<const Argument> arguments;
  bool is_method = false;

  const Argument& operator[](std::size_t index) const { return arguments[index]; }
  std::size_t size() const { return arguments.size(); }
};

std::uint64_t traversal(const Argument& text) { return scaled(text.size.max, kPerCharacter); }

template <std::size_t kIndex>
CallCost traverses(const Call& call) {
  return {traversal(call[kIndex]), std::nullopt};
}

CallCost traverses_twice(const Call& call) {
  return {scaled(call[0].size.max, 2 * kPerCharacter), std::nullopt};
}

CallCost transforms(const Call& call) { return {traversal(call[0]), call[0].size}; }

CallCost compares(const Call& call) {
  const std::uint64_t shorter = std::min(call[0].size.max, call[1].size.max);
  return {scaled(shorter, kPerCharacter), std::nullopt};
}

CallCost equals(const Call& call) {
  if (call[0].type == call[1].type && call[0].type->kind == TypeKind::kOpaque) {
    const std::string_view name = call[0].type->name;
    constexpr std::uint64_t kNameOfFormat = 7;
    if (name == "kubernetes.NamedFormat") return {kNameOfFormat, std::nullopt};
    if (name == "kubernetes.URL" && call[1].size.max != kMost) return traverses<1>(call);
    if (name != "optional_type") return {};
  }
  return compares(call);
}

CallCost orders(const Call& call) {
  const bool may_be_numbers = !call[0].may_be_text() || call[0].type->kind == TypeKind::kDyn;
  if (!call[0].may_be_text() || !call[1].may_be_text()) return {};
  return {std::max<std::uint64_t>(compares(call).cost, may_be_numbers ? 1 : 0), std::nullopt};
}

CallCost adds(const Call& call) {
  const Size both = sum(call[0].size, call[1].size);
  if (call[0].may_be_text() && call[1].may_be_text()) {
    return {scaled(both.max, kPerCharacter), both};
  }
  const bool may_be_lists = call[0].may_be(TypeKind::kList) && call[1].may_be(TypeKind::kList);
  return {1, may_be_lists ? std::optional(both) : std::nullopt};
}

CallCost is_in(const Call& call) {
  return {call[1].may_be(TypeKind::kList) ? call[1].size.max : 1, std::nullopt};
}

// The text may be empty and the pattern still costs.
std::uint64_t search(const Call& call) {
  return times(scaled(plus(call[0].size.max, 1), kPerCharacter),
               scaled(call[1].size.max, kPerCharacterOfPattern));
}

// As a function it counts as one step.
CallCost matches(const Call& call) { return {call.is_method ? search(call) : 1, std::nullopt}; }

CallCost finds(const Call& call) { return {search(call), Size{0, call[0].size.max}}; }

CallCost contains(const Call& call) {
  return {times(traversal(call[0]), traversal(call[1])), std::nullopt};
}

CallCost to_bytes(const Call& call) {
  if (!call[0].may_be(TypeKind::kString)) return {};
  const Size size = call[0].size;
  return {traversal(call[0]), Size{size.min, times(size.max, kMaxBytesOfCodePoint)}};
}

CallCost to_string(const Call& call) {
  if (!call[0].may_be(TypeKind::kBytes)) return {};
  const Size size = call[0].size;
  return {std::max<std::uint64_t>(traversal(call[0]), call[0].type->kind == TypeKind::kDyn ? 1 : 0),
          Size{size.min / kMaxBytesOfCodePoint, size.max}};
}

CallCost quotes(const Call& call) {
  const Size size = call[0].size;
  return {traversal(call[0]), Size{plus(size.min, 2), plus(times(size.max, 2), 2)}};
}

// Looks at each item, and through those that are texts; or through a text.
CallCost scans(const Call& call) {
  const Argument& target = call[0];
  if (target.type->kind != TypeKind::kList) return {traversal(target), std::nullopt};
  const std::uint64_t text = target.text ? scaled(target.text->max, kPerCharacter) : 0;
  return {times(target.size.max, plus(1, text)), std::nullopt};
}

CallCost replaces(const Call& call) {
  const Size text = call[0].size;
  const Size old = call[1].size;
  const Size made = call[2].size;
  const auto parts = [](std::uint64_t size, std::uint64_t part) {
    return size / part + (size % part == 0 ? 0 : 1);
  };
  Size result;
  // An empty text is found around every character.
  if (old.min == 0) {
    result.max = plus(times(plus(text.max, 1), made.max), text.max);
  } else {
    result.max = made.max <= old.min ? text.max : times(parts(text.max, old.min), made.max);
  }
  if (old.max == 0) {
    result.min = plus(times(plus(text.min, 1), made.min), text.min);
  } else {
    result.min = old.max <= made.min ? text.min : times(parts(text.min, old.max), made.min);
  }
  return {scaled(text.max, 2 * kPerCharacter), result};
}

CallCost splits(const Call& call) {
  Size result{0, call[0].size.max};
  if (call.size() > 2 && call[2].number) result.max = static_cast<std::uint64_t>(*call[2].number);
  return {scaled(call[0].size.max, 2 * kPerCharacter), result};
}

CallCost joins(const Call& call) {
  const Size list = call[0].size;
  Size result = product(list, call[0].text.value_or(exactly(0)));
  if (call.size() > 1) {
    const Size separators{list.min - std::min<std::uint64_t>(list.min, 1),
                          list.max - std::min<std::uint64_t>(list.max, 1)};
    result = sum(result, product(call[1].size, separators));
  }
  return {scaled(result.max, kPerCharacter), result};
}

CallCost address(const Call& call) { return call.is_method ? CallCost() : traverses<0>(call); }

// Both compare addresses of 16 bytes; a text is parsed first.
template <std::uint64_t kComparison>
CallCost network_contains(const Call& call) {
  if (!call[1].may_be(TypeKind::kString)) return {kComparison, std::nullopt};
  return {plus(kComparison, traversal(call[1])), std::nullopt};
}

CallCost validates(const Call& call) {
  constexpr std::uint64_t kLongestPattern = 128;
  return {times(traversal(call[1]), scaled(kLongestPattern, kPerCharacterOfPattern)), std::nullopt};
}

template <std::uint64_t kFactor>
CallCost compares_sets(const Call& call) {
  return {plus(times(times(call[0].size.max, call[1].size.max), kFactor), 1), std::nullopt};
}

CallCost makes_list(Size size, double factor) {
  return {plus(scaled(size.max, factor), kNewList + 1), size};
}

CallCost slices(const Call& call) {
  const std::uint64_t begin = static_cast<std::uint64_t>(call[1].number.value_or(0));
  const std::uint64_t end =
      call[2].number ? static_cast<std::uint64_t>(*call[2].number) : call[0].size.max;
  return makes_list(exactly(end - begin), 1);
}

CallCost flattens(const Call& call) {
  double depth = 1;
  if (call.size() > 1) depth = static_cast<double>(call[1].number.value_or(INT64_MAX));
  return makes_list(call[0].size, depth);
}

CallCost ranges(const Call& call) {
  return makes_list(exactly(call[0].number ? static_cast<std::uint64_t>(*call[0].number) : kMost),
                    1);
}

CallCost reverses(const Call& call) {
  return call[0].type->kind == TypeKind::kList ? makes_list(call[0].size, 1) : CallCost();
}

CallCost distincts(const Call& call) { return makes_list(product(call[0].size, call[0].size), 2); }

// `is_text`: of the keys.
CallCost sorted(Size list, bool is_text) {
  return makes_list(product(list, list), is_text ? 2 + kPerCharacter : 2);
}

struct Row {
  std::string_view function;
  CallCost (*cost)(const Call& call);
};
// Sorted. Functions that are not here cost 1.
constexpr auto kRows = std::to_array<Row>({
    {"@in", is_in},
    {"_!=_", compares},
    {"_+_", adds},
    {"_<=_", orders},
    {"_<_", orders},
    {"_==_", equals},
    {"_>=_", orders},
    {"_>_", orders},
    {"bytes", to_bytes},
    {"cidr", traverses<0>},
    {"contains", contains},
    {"containsCIDR", network_contains<7>},
    {"containsIP", network_contains<4>},
    {"distinct", distincts},
    {"endsWith", traverses<1>},
    {"find", finds},
    {"findAll", finds},
    {"flatten", flattens},
    {"format", traverses<0>},
    {"indexOf", scans},
    {"ip", address},
    {"ip.isCanonical", traverses_twice},
    {"isCIDR", traverses<0>},
    {"isIP", traverses<0>},
    {"isQuantity", traverses<0>},
    {"isSemver", traverses<0>},
    {"isSorted", scans},
    {"join", joins},
    {"lastIndexOf", scans},
    {"lists.range", ranges},
    {"lowerAscii", transforms},
    {"matches", matches},
    {"max", scans},
    {"min", scans},
    {"quantity", traverses<0>},
    {"replace", replaces},
    {"reverse", reverses},
    {"semver", traverses<0>},
    {"sets.contains", compares_sets<1>},
    {"sets.equivalent", compares_sets<2>},
    {"sets.intersects", compares_sets<1>},
    {"slice", slices},
    {"sort", [](const Call& call) { return sorted(call[0].size, call[0].text.has_value()); }},
    {"split", splits},
    {"startsWith", traverses<1>},
    {"string", to_string},
    {"strings.quote", quotes},
    {"substring", transforms},
    {"sum", scans},
    {"trim", transforms},
    {"upperAscii", transforms},
    {"url", transforms},
    {"validate", validates},
});
static_assert(std::ranges::is_sorted(kRows, {}, &Row::function));

// Walks a program as a run of it would, with sizes in the place of values. Macros count as what
// they stand for: a fold over the range.
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

  // A path that begins nowhere begins at `self`, whatever its first step is.
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
    return {is_visible(schema) ? Place::kSchema : Place::kLost, schema};
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
    const auto row = std::ranges::lower_bound(kRows, name, {}, &Row::function);
    if (row == kRows.end() || row->function != name) {
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
    const CallCost own = row->cost({arguments, step.flag});
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
    // Of a list that was computed nothing is known.
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
    // What the fold costs beside what is written: in each step, and around them.
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
        const CallCost sort = sorted(count, key == TypeKind::kString || key == TypeKind::kBytes);
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

std::uint64_t plus(std::uint64_t a, std::uint64_t b) { return a > kMost - b ? kMost : a + b; }

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return b != 0 && a > kMost / b ? kMost : a * b;
}

bool SchemaSizes::is_resource(Node schema) const {
  if (schema != root_ && !schema["x-kubernetes-embedded-resource"].as_bool().value_or(false)) {
    return false;
  }
  // A schema that has them all is taken as it is.
  const Node fields = schema["properties"];
  const Node metadata = fields["metadata"]["properties"];
  return fields["kind"]["type"].text() != "string" ||
         fields["apiVersion"]["type"].text() != "string" ||
         fields["metadata"]["type"].text() != "object" ||
         metadata["name"]["type"].text() != "string" ||
         metadata["generateName"]["type"].text() != "string";
}

std::string_view SchemaSizes::bound_of(Node schema) {
  const std::string_view type = schema["type"].text();
  if (is_any_type(schema)) return "maxLength";
  if (type == "array") return "maxItems";
  if (is_map_schema(schema)) return "maxProperties";
  const std::string_view format = schema["format"].text();
  const bool is_short = format == "duration" || format == "date" || format == "date-time";
  return type == "string" && !is_short ? "maxLength" : "";
}

std::int64_t SchemaSizes::bound(Node schema) {
  const std::string_view keyword = bound_of(schema);
  if (keyword.empty()) return -1;
  asked_.push_back(schema);
  if (const auto assumed = assumed_.find(schema.record()); assumed != assumed_.end()) {
    return static_cast<std::int64_t>(assumed->second);
  }
  const Node written = schema[keyword];
  return written ? std::max<std::int64_t>(written.as_int().value_or(0), 0) : -1;
}

std::uint64_t SchemaSizes::max_size(Node schema) {
  constexpr std::uint64_t kTimestamp = 32;  // of a duration as well
  constexpr std::uint64_t kDate = 12;
  const std::string_view type = schema["type"].text();
  const std::string_view format = schema["format"].text();
  const std::int64_t bound = this->bound(schema);
  const auto known = static_cast<std::uint64_t>(std::max<std::int64_t>(bound, 0));
  if (is_any_type(schema)) return bound < 0 ? kUnboundedText : times(known, kMaxBytesOfCodePoint);
  if (type == "array") {
    return bound < 0 ? kUnboundedText / (min_bytes(schema["items"]) + 1) : known;
  }
  if (is_map_schema(schema)) {
    constexpr std::uint64_t kKeyAndMarks = 6;
    const std::uint64_t entry = min_bytes(schema["additionalProperties"]) + kKeyAndMarks;
    return bound < 0 ? kUnboundedText / entry : known;
  }
  if (type != "string") return 0;
  if (format == "duration" || format == "date-time") return kTimestamp;
  if (format == "date") return kDate;
  if (bound >= 0) return format == "byte" ? known : times(known, kMaxBytesOfCodePoint);
  if (schema["enum"].empty() || format == "byte") return kUnboundedText;
  std::uint64_t longest = 0;
  for (const Node value : schema["enum"]) {
    if (value.as_string()) longest = std::max<std::uint64_t>(longest, value.text().size());
  }
  return longest;
}

std::uint64_t SchemaSizes::min_bytes(Node schema) {
  if (is_any_type(schema)) return 1;
  const std::string_view type = schema["type"].text();
  const std::string_view format = schema["format"].text();
  if (type == "boolean") return 4;
  if (type == "integer" || type == "number") return 1;
  if (type == "string") {
    return format == "date" ? 12 : format == "date-time" ? 21 : format == "duration" ? 3 : 2;
  }
  if (type != "object" || is_map_schema(schema)) return 2;
  const auto [known, is_new] = min_bytes_.try_emplace(schema.record(), 2);
  if (!is_new) return known->second;
  std::uint64_t bytes = 2;
  for (const Node name : schema["required"]) {
    const Node field = schema["properties"][name.text()];
    constexpr std::uint64_t kMarks = 4;  // quotes, colon, comma
    if (!is_visible(field) || field["default"]) continue;
    bytes = plus(bytes, name.text().size() + min_bytes(field) + kMarks);
  }
  return known->second = bytes;
}

std::uint64_t SchemaSizes::max_count(Node schema, std::span<const Node> around) {
  std::uint64_t count = 1;
  for (const Node container : around) {
    const std::int64_t bound = this->bound(container);
    if (bound < 0) return kRequestBytes / (min_bytes(schema) + 1);
    count = times(count, static_cast<std::uint64_t>(bound));
  }
  return count;
}

std::uint64_t max_cost(const Compiled& compiled, const TypeTable& types, SchemaSizes& sizes,
                       Node self) {
  return Estimator(compiled, types, sizes, self).run(compiled.program.root).cost;
}

}  // namespace meshlint::cel
