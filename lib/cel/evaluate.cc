#include "cel/evaluate.h"

#include <algorithm>
#include <array>
#include <vector>

#include "cel/function.h"
#include "cel/order.h"
#include "cel/text_forms.h"

namespace meshlint::cel {
namespace {

// The failure that a strict operation returns for two of them: unknown before errors, the first
// error before the second.
const Value& worse(const Value& a, const Value& b) {
  if (b.is(ValueKind::kUnknown)) return b;
  return a.is_failure() ? a : b;
}

class Evaluator {
 public:
  Evaluator(const ProgramView& program, Frame& frame) : program_(program), frame_(frame) {}

  Value run(std::uint32_t index) {
    if (!frame_.charge(1)) return Frame::exhausted();
    const Step& step = program_.steps[index];
    switch (step.op) {
      case Op::kConstant:
        return program_.constants[step.value];
      case Op::kVariable:
        return frame_.slot(step.value);
      case Op::kSelect:
      case Op::kHas:
      case Op::kOptionalSelect:
        return select(step);
      case Op::kIndex:
      case Op::kOptionalIndex:
        return index_of(step);
      case Op::kCall:
        return call(step);
      case Op::kAnd:
        return logic(step, false);
      case Op::kOr:
        return logic(step, true);
      case Op::kTernary:
        return ternary(step);
      case Op::kList:
        return list(step);
      case Op::kMap:
        return map(step);
      case Op::kBind:
        frame_.slot(step.value) = operand(step, 0);
        return operand(step, 1);
      case Op::kOptMap:
      case Op::kOptFlatMap:
        return optional_map(step);
      case Op::kOptionalOr:
      case Op::kOrValue:
        return alternative(step);
      default:
        return comprehension(step);
    }
  }

 private:
  Value operand(const Step& step, std::uint32_t index) {
    return run(program_.operands[step.first_operand + index]);
  }

  Value call(const Step& step) {
    constexpr std::uint32_t kFew = 8;
    if (step.operand_count <= kFew) {
      std::array<Value, kFew> arguments;
      return apply(step, std::span(arguments).first(step.operand_count));
    }
    std::vector<Value> arguments(step.operand_count);
    return apply(step, arguments);
  }

  Value apply(const Step& step, std::span<Value> arguments) {
    Value failure = Value::null();
    for (std::uint32_t i = 0; i < step.operand_count; ++i) {
      arguments[i] = operand(step, i);
      if (arguments[i].is_failure()) failure = worse(failure, arguments[i]);
    }
    if (failure.is_failure()) return failure;
    return function(step.function).call(frame_, arguments);
  }

  Value missing(const Value& key) { return frame_.error("no such key: {}", key_text(key)); }

  Value wrapped(bool is_found, const Value& value) {
    return is_found ? frame_.optional(value) : Value::optional(nullptr);
  }

  Value select(const Step& step) {
    Value target = operand(step, 0);
    if (target.is_failure()) return target;
    const Value& key = program_.constants[step.value];
    bool is_optional = step.op == Op::kOptionalSelect;
    if (target.is(ValueKind::kOptional)) {
      if (!target.held()) return step.op == Op::kHas ? Value::boolean(false) : target;
      target = *target.held();
      is_optional = true;
    }
    if (!target.is(ValueKind::kMap)) return no_overload();
    Value found;
    const bool is_found = frame_.find(target, key.text(), found);
    if (step.op == Op::kHas) return Value::boolean(is_found);
    if (is_optional) return found.is_error() && is_found ? found : wrapped(is_found, found);
    return is_found ? found : missing(key);
  }

  Value index_of(const Step& step) {
    Value target = operand(step, 0);
    const Value key = operand(step, 1);
    if (target.is_failure() || key.is_failure()) return worse(target, key);
    bool is_optional = step.op == Op::kOptionalIndex;
    if (target.is(ValueKind::kOptional)) {
      if (!target.held()) return target;
      target = *target.held();
      is_optional = true;
    }
    if (target.is(ValueKind::kMap)) {
      if (key.kind() < ValueKind::kBool || key.kind() > ValueKind::kString) return no_overload();
      Value found;
      const bool is_found = frame_.find(target, key, found);
      if (is_optional) return wrapped(is_found, found);
      return is_found ? found : missing(key);
    }
    if (!target.is(ValueKind::kList)) return no_overload();
    const std::optional<std::int64_t> index = whole_number(key);
    if (!index) return no_overload();
    const bool is_inside = *index >= 0 && static_cast<std::uint64_t>(*index) < target.size();
    if (is_inside) {
      const Value item = frame_.item(target, static_cast<std::size_t>(*index));
      return is_optional ? wrapped(true, item) : item;
    }
    return is_optional ? wrapped(false, key) : frame_.error("index out of bounds: {}", *index);
  }

  // && and ||: `decider` is the value that decides alone.
  Value logic(const Step& step, bool decider) {
    Value failure = Value::null();
    for (std::uint32_t i = 0; i < step.operand_count; ++i) {
      const Value term = operand(step, i);
      if (term.is(ValueKind::kBool)) {
        if (term.as_bool() == decider) return term;
      } else {
        failure = worse(failure, term.is_failure() ? term : no_overload());
      }
    }
    return failure.is_failure() ? failure : Value::boolean(!decider);
  }

  Value ternary(const Step& step) {
    const Value condition = operand(step, 0);
    if (condition.is_failure()) return condition;
    if (!condition.is(ValueKind::kBool)) return no_overload();
    return operand(step, condition.as_bool() ? 1 : 2);
  }

  Value list(const Step& step) {
    const std::uint32_t stride = step.flag ? 2 : 1;
    Value* const items = frame_.allocate(step.operand_count / stride);
    if (!items) return Frame::exhausted();
    std::size_t count = 0;
    Value failure = Value::null();
    for (std::uint32_t i = 0; i < step.operand_count; i += stride) {
      Value item = operand(step, i);
      if (item.is_failure()) {
        failure = worse(failure, item);
      } else if (step.flag && operand(step, i + 1).as_bool()) {
        if (!item.is(ValueKind::kOptional)) return no_overload();
        if (item.held()) items[count++] = *item.held();
      } else {
        items[count++] = item;
      }
    }
    return failure.is_failure() ? failure : Value::list({items, count});
  }

  Value map(const Step& step) {
    const std::uint32_t stride = step.flag ? 3 : 2;
    Value* const entries = frame_.allocate(step.operand_count / stride * 2);
    if (!entries) return Frame::exhausted();
    std::size_t count = 0;
    Value failure = Value::null();
    for (std::uint32_t i = 0; i < step.operand_count; i += stride) {
      const Value key = operand(step, i);
      Value value = operand(step, i + 1);
      if (key.is_failure() || value.is_failure()) {
        failure = worse(failure, worse(key, value));
        continue;
      }
      if (step.flag && operand(step, i + 2).as_bool()) {
        if (!value.is(ValueKind::kOptional)) return no_overload();
        if (!value.held()) continue;
        value = *value.held();
      }
      if (const Value refused = add_entry(entries, count, key, value); refused.is_error()) {
        failure = worse(failure, refused);
      }
    }
    return failure.is_failure() ? failure : Value::map({entries, count * 2});
  }

  // An error if the map has the key already, or if it can't be a key; null otherwise.
  Value add_entry(Value* entries, std::size_t& count, const Value& key, const Value& value) {
    if (key.kind() < ValueKind::kBool || key.kind() > ValueKind::kString ||
        key.is(ValueKind::kDouble)) {
      return frame_.error("unsupported key type: {}", type_name(key));
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (!frame_.charge(1)) return Frame::exhausted();
      if (is_same_key(entries[i * 2], key)) {
        return frame_.error("insert failed: key {} already exists", key_text(key));
      }
    }
    entries[count * 2] = key;
    entries[count * 2 + 1] = value;
    ++count;
    return Value::null();
  }

  Value optional_map(const Step& step) {
    const Value target = operand(step, 0);
    if (target.is_failure()) return target;
    if (!target.is(ValueKind::kOptional)) return no_overload();
    if (!target.held()) return target;
    frame_.slot(step.value) = *target.held();
    const Value result = operand(step, 1);
    if (step.op == Op::kOptFlatMap || result.is_failure()) return result;
    return frame_.optional(result);
  }

  Value alternative(const Step& step) {
    const Value target = operand(step, 0);
    if (target.is_failure()) return target;
    if (!target.is(ValueKind::kOptional)) return no_overload();
    if (!target.held()) return operand(step, 1);
    return step.op == Op::kOptionalOr ? target : *target.held();
  }

  // Sets the variables to element `index` of the range.
  void bind_element(const Step& step, const Value& range, std::size_t index) {
    const bool is_map = range.is(ValueKind::kMap);
    if (!step.has_two_variables) {
      frame_.slot(step.value) = is_map ? frame_.key(range, index) : frame_.item(range, index);
      return;
    }
    frame_.slot(step.value) =
        is_map ? frame_.key(range, index) : Value::integer(static_cast<std::int64_t>(index));
    frame_.slot(step.value + 1) = is_map ? frame_.entry(range, index) : frame_.item(range, index);
  }

  Value comprehension(const Step& step) {
    const Value range = operand(step, 0);
    if (range.is_failure()) return range;
    if (!range.is(ValueKind::kList) && !range.is(ValueKind::kMap)) return no_overload();
    switch (step.op) {
      case Op::kAll:
        return quantifier(step, range, false);
      case Op::kExists:
        return quantifier(step, range, true);
      case Op::kExistsOne:
        return exists_one(step, range);
      case Op::kSortBy:
        return sort_by(step, range);
      case Op::kTransformMap:
      case Op::kTransformMapEntry:
        return transform_map(step, range);
      default:
        return map_list(step, range);
    }
  }

  Value quantifier(const Step& step, const Value& range, bool decider) {
    Value failure = Value::null();
    for (std::size_t i = 0; i < range.size(); ++i) {
      bind_element(step, range, i);
      const Value result = operand(step, 1);
      if (frame_.is_exhausted()) return Frame::exhausted();
      if (result.is(ValueKind::kBool)) {
        if (result.as_bool() == decider) return result;
      } else {
        failure = worse(failure, result.is_failure() ? result : no_overload());
      }
    }
    return failure.is_failure() ? failure : Value::boolean(!decider);
  }

  Value exists_one(const Step& step, const Value& range) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < range.size(); ++i) {
      bind_element(step, range, i);
      const Value result = operand(step, 1);
      if (result.is_failure()) return result;
      if (!result.is(ValueKind::kBool)) return no_overload();
      if (result.as_bool()) ++count;
    }
    return Value::boolean(count == 1);
  }

  // True, false or a failure.
  Value passes_filter(const Step& step) {
    const Value result = operand(step, 1);
    if (result.is_failure() || result.is(ValueKind::kBool)) return result;
    return no_overload();
  }

  Value map_list(const Step& step, const Value& range) {
    Value* const items = frame_.allocate(range.size());
    if (!items) return Frame::exhausted();
    std::size_t count = 0;
    for (std::size_t i = 0; i < range.size(); ++i) {
      bind_element(step, range, i);
      const bool is_filter = step.op == Op::kFilter;
      // A comprehension in the body may reuse the slot.
      const Value element = frame_.slot(step.value);
      if (step.flag || is_filter) {
        const Value passes = passes_filter(step);
        if (passes.is_failure()) return passes;
        if (passes.is_false()) continue;
      }
      const Value item = is_filter ? element : operand(step, step.flag ? 2 : 1);
      if (item.is_failure()) return item;
      items[count++] = item;
    }
    return Value::list({items, count});
  }

  Value transform_map(const Step& step, const Value& range) {
    std::vector<Value> entries;
    for (std::size_t i = 0; i < range.size(); ++i) {
      bind_element(step, range, i);
      const Value key = frame_.slot(step.value);
      if (step.flag) {
        const Value passes = passes_filter(step);
        if (passes.is_failure()) return passes;
        if (passes.is_false()) continue;
      }
      const Value result = operand(step, step.flag ? 2 : 1);
      if (result.is_failure()) return result;
      std::size_t count = entries.size() / 2;
      if (step.op == Op::kTransformMap) {
        entries.resize(entries.size() + 2);
        if (const Value refused = add_entry(entries.data(), count, key, result);
            refused.is_error()) {
          return refused;
        }
        continue;
      }
      if (!result.is(ValueKind::kMap)) return no_overload();
      entries.resize(entries.size() + result.size() * 2);
      for (std::size_t j = 0; j < result.size(); ++j) {
        const Value refused =
            add_entry(entries.data(), count, frame_.key(result, j), frame_.entry(result, j));
        if (refused.is_error()) return refused;
      }
    }
    const Value built = frame_.list(entries);
    return built.is_error() ? built : Value::map(built.values());
  }

  Value sort_by(const Step& step, const Value& range) {
    if (!range.is(ValueKind::kList)) return no_overload();
    struct Keyed {
      Value key;
      Value item;
    };
    std::vector<Keyed> items;
    for (std::size_t i = 0; i < range.size(); ++i) {
      bind_element(step, range, i);
      const Value item = frame_.slot(step.value);
      const Value key = operand(step, 1);
      if (key.is_failure()) return key;
      if (!order(key, key) || (!items.empty() && !order(items.front().key, key))) {
        return no_overload();
      }
      items.push_back({key, item});
    }
    std::ranges::stable_sort(items, [](const Keyed& a, const Keyed& b) {
      const auto result = order(a.key, b.key);
      return result && *result < 0;
    });
    Value* const sorted = frame_.allocate(items.size());
    if (!sorted) return Frame::exhausted();
    std::ranges::transform(items, sorted, &Keyed::item);
    return Value::list({sorted, items.size()});
  }

  const ProgramView& program_;
  Frame& frame_;
};

}  // namespace

Value evaluate_step(const ProgramView& program, Frame& frame, std::uint32_t step) {
  return Evaluator(program, frame).run(step);
}

Value evaluate(const ProgramView& program, Frame& frame) {
  const Value result = evaluate_step(program, frame, program.root);
  return frame.is_exhausted() ? Frame::exhausted() : result;
}

}  // namespace meshlint::cel
