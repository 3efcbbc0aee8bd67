// The numbers behind a report's last lines, the same in every format.
#ifndef MESHLINT_REPORT_SUMMARY_H_
#define MESHLINT_REPORT_SUMMARY_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"

namespace meshlint::report {

struct Summary {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::size_t infos = 0;
  std::size_t fixable = 0;  // findings with a safe fix
};

Summary summarize(const Outcome& outcome);

// The fix that a run with --fix would take, or null: the first safe one that edits something.
const Fix* safe_fix(const Finding& finding);

// What was not checked, each place once although the run and several environments may
// name it. Views into the outcome; sorted by path, begin, what and reason.
std::vector<const Unchecked*> all_unchecked(const Outcome& outcome);

// "1 file", "2 files".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace meshlint::report

#endif  // MESHLINT_REPORT_SUMMARY_H_
