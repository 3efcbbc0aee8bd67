// Which edits the safe fixes of a run come to, once those that clash are left out.
#ifndef MESHLINT_REPORT_FIX_H_
#define MESHLINT_REPORT_FIX_H_

#include <map>
#include <string>
#include <vector>

#include "meshlint/linter.h"

namespace meshlint::report {

// The edits of each file: sorted, inside of its bytes, and free of overlaps. Views into the
// outcome's findings. A fix is taken whole or not at all; the earlier finding wins.
std::map<std::string, std::vector<const Edit*>> planned_edits(const Outcome& outcome);

}  // namespace meshlint::report

#endif  // MESHLINT_REPORT_FIX_H_
