// A compiled expression: flat arrays that the evaluator uses directly.
#ifndef MESHLINT_CEL_PROGRAM_H_
#define MESHLINT_CEL_PROGRAM_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cel/value.h"

namespace meshlint::cel {

enum class Op : std::uint8_t {
  kConstant,        // constants[value]
  kVariable,        // slot value
  kSelect,          // operand 0, key constants[value]
  kHas,             // the same
  kOptionalSelect,  // the same
  kOptionalIndex,   // operand 0 at operand 1
  kIndex,
  kCall,  // function on all operands; `flag`: written as a method
  kAnd,   // of all operands
  kOr,
  kTernary,  // operands: condition, then, else
  kList,     // `flag`: each operand is followed by a constant, whether it's optional
  kMap,      // operands: key, value; with `flag` a third, whether it's optional
  kAll,      // comprehensions: range, [filter if `flag`], body; slots value, value + 1
  kExists,
  kExistsOne,
  kMapList,
  kFilter,
  kTransformMap,
  kTransformMapEntry,
  kSortBy,
  kBind,    // operand 0 into slot `value`, then operand 1
  kOptMap,  // if operand 0 holds a value: into slot `value`, then operand 1
  kOptFlatMap,
  kOptionalOr,  // operand 0, or operand 1 if that is none
  kOrValue,     // what operand 0 holds, or operand 1
};

// One node of the tree.
struct Step {
  Op op = Op::kConstant;
  bool flag = false;
  // Of a comprehension: whether it has two variables.
  bool has_two_variables = false;
  std::uint16_t function = 0;
  std::uint32_t value = 0;
  std::uint32_t first_operand = 0;
  std::uint32_t operand_count = 0;
};

// The input of the evaluator. Views the arrays of a Program, or constants of the binary.
struct ProgramView {
  std::span<const Step> steps;
  std::span<const std::uint32_t> operands;
  std::span<const Value> constants;
  std::uint32_t root = 0;
  std::uint32_t slot_count = 0;
};

// Owns its arrays and texts. Movable; not copyable, since constants view its texts.
class Program {
 public:
  Program() = default;
  Program(Program&&) = default;
  Program& operator=(Program&&) = default;
  ~Program() = default;

  ProgramView view() const { return {steps, operands, constants, root, slot_count}; }

  std::vector<Step> steps;
  std::vector<std::uint32_t> operands;
  std::vector<Value> constants;
  std::uint32_t root = 0;
  std::uint32_t slot_count = 0;
  // What constants view.
  std::deque<std::string> texts;
  std::deque<std::vector<Value>> lists;
};

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_PROGRAM_H_
