// Emits the steps of a program, and folds those whose operands are constants.
//
//   cel::ProgramBuilder builder(program, true);
//   const auto before = builder.mark();
//   const std::array operands = {builder.constant(a), builder.constant(b)};
//   std::uint32_t step = builder.folded(builder.add_step(sum, operands), before);
#ifndef MESHLINT_CEL_PROGRAM_BUILDER_H_
#define MESHLINT_CEL_PROGRAM_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cel/frame.h"
#include "cel/program.h"
#include "cel/regexes.h"
#include "cel/value.h"

namespace meshlint::cel {

class ProgramBuilder {
 public:
  // The end of the program at some time, to remove later steps that folding made useless.
  struct Mark {
    std::size_t steps;
    std::size_t operands;
  };

  // The program is kept.
  ProgramBuilder(Program& program, bool folds_constants)
      : program_(program), folds_constants_(folds_constants), folding_(regexes_) {}

  const Program& program() const { return program_; }
  Mark mark() const { return {program_.steps.size(), program_.operands.size()}; }

  // Copies into the program's own memory.
  std::string_view keep(std::string text);
  Value keep(const Value& value);

  // Adds to the constants without a step.
  std::uint32_t add_constant(const Value& value);
  // These return the index of the new step. A constant's memory has to be kept already.
  std::uint32_t constant(const Value& value);
  std::uint32_t add_step(Step step, std::span<const std::uint32_t> operands);

  // Evaluates the step if all of its operands are constants, and replaces everything since `before`
  // with the result. Returns the step unchanged if it can't be evaluated, or at too high a cost.
  std::uint32_t folded(std::uint32_t index, Mark before);

 private:
  Program& program_;
  bool folds_constants_;
  Regexes regexes_;
  Frame folding_;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_PROGRAM_BUILDER_H_
