// Runs a program.
#ifndef MESHLINT_CEL_EVALUATE_H_
#define MESHLINT_CEL_EVALUATE_H_

#include "cel/frame.h"
#include "cel/program.h"
#include "cel/value.h"

namespace meshlint::cel {

// The result for the variables bound in the frame, which has to be started with this program. The
// value lives until the frame is started again. Never throws; an error once the frame's budget is
// used up.
Value evaluate(const ProgramView& program, Frame& frame);

// The value of one step, for constant folding.
Value evaluate_step(const ProgramView& program, Frame& frame, std::uint32_t step);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_EVALUATE_H_
