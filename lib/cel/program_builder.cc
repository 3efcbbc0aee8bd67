#include "cel/program_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cel/evaluate.h"

namespace meshlint::cel {
namespace {

// What folding one constant may cost.
constexpr std::int64_t kFoldingBudget = 10'000;

bool is_foldable(const Value& value) {
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

}  // namespace

std::string_view ProgramBuilder::keep(std::string text) {
  return program_.texts.emplace_back(std::move(text));
}

std::uint32_t ProgramBuilder::add_constant(const Value& value) {
  program_.constants.push_back(value);
  return static_cast<std::uint32_t>(program_.constants.size() - 1);
}

std::uint32_t ProgramBuilder::constant(const Value& value) {
  Step step;
  step.op = Op::kConstant;
  step.value = add_constant(value);
  return add_step(step, {});
}

std::uint32_t ProgramBuilder::add_step(Step step, std::span<const std::uint32_t> operands) {
  step.first_operand = static_cast<std::uint32_t>(program_.operands.size());
  step.operand_count = static_cast<std::uint32_t>(operands.size());
  program_.operands.insert(program_.operands.end(), operands.begin(), operands.end());
  program_.steps.push_back(step);
  return static_cast<std::uint32_t>(program_.steps.size() - 1);
}

std::uint32_t ProgramBuilder::folded(std::uint32_t index, Mark before) {
  if (!folds_constants_) return index;
  const Step& step = program_.steps[index];
  const auto operands =
      std::span(program_.operands).subspan(step.first_operand, step.operand_count);
  const bool is_constant = std::ranges::all_of(
      operands, [&](std::uint32_t operand) { return program_.steps[operand].op == Op::kConstant; });
  if (!is_constant) return index;
  const ProgramView view = program_.view();
  folding_.start(view, kFoldingBudget);
  const Value value = evaluate_step(view, folding_, index);
  if (folding_.is_exhausted() || !is_foldable(value)) return index;
  const Value kept = keep(value);
  program_.steps.resize(before.steps);
  program_.operands.resize(before.operands);
  return constant(kept);
}

Value ProgramBuilder::keep(const Value& value) {
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
      const std::vector<Value>& kept = program_.lists.emplace_back(std::move(items));
      return value.is(ValueKind::kList) ? Value::list(kept) : Value::map(kept);
    }
    default:
      return value;
  }
}

}  // namespace meshlint::cel
