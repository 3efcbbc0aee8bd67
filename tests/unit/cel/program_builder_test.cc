#include "cel/program_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/function.h"

namespace meshlint::cel {
namespace {

FunctionId id_of(std::string_view name) {
  FunctionId id = 0;
  while (function(id).name != name) ++id;
  return id;
}

// The index of the step of a function's call.
std::uint32_t call(ProgramBuilder& builder, std::string_view name, const Value& left,
                   const Value& right) {
  const ProgramBuilder::Mark before = builder.mark();
  const std::array operands = {builder.constant(left), builder.constant(right)};
  Step step;
  step.op = Op::kCall;
  step.function = id_of(name);
  return builder.folded(builder.add_step(step, operands), before);
}

TEST(CelProgramBuilder, folds_constants) {
  Program program;
  ProgramBuilder builder(program, true);
  const std::uint32_t step = call(builder, "_+_", Value::integer(2), Value::integer(3));
  ASSERT_EQ(program.steps.size(), 1U);
  EXPECT_EQ(program.operands.size(), 0U);
  EXPECT_EQ(program.steps[step].op, Op::kConstant);
  EXPECT_EQ(program.constants[program.steps[step].value].as_int(), 5);
}

TEST(CelProgramBuilder, keeps_errors_for_the_evaluation) {
  Program program;
  ProgramBuilder builder(program, true);
  const std::uint32_t step = call(builder, "_/_", Value::integer(2), Value::integer(0));
  EXPECT_EQ(program.steps[step].op, Op::kCall);
  EXPECT_EQ(program.steps.size(), 3U);
}

TEST(CelProgramBuilder, keeps_everything_without_folding) {
  Program program;
  ProgramBuilder builder(program, false);
  const std::uint32_t step = call(builder, "_+_", Value::integer(2), Value::integer(3));
  EXPECT_EQ(program.steps[step].op, Op::kCall);
}

TEST(CelProgramBuilder, folded_values_are_the_programs_own) {
  Program program;
  ProgramBuilder builder(program, true);
  const std::uint32_t first = call(builder, "_+_", Value::string("ab"), Value::string("cd"));
  call(builder, "_+_", Value::string("12"), Value::string("34"));  // reuses the memory of folding
  EXPECT_EQ(program.constants[program.steps[first].value].text(), "abcd");
}

}  // namespace
}  // namespace meshlint::cel
