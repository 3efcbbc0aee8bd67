// Writes an outcome in the forms that people and machines read.
#ifndef MESHLINT_REPORT_H_
#define MESHLINT_REPORT_H_

#include <map>
#include <span>
#include <string>

#include "meshlint/export.h"
#include "meshlint/linter.h"

namespace meshlint {

// How the text report looks.
struct TextStyle {
  bool is_colored = false;
  bool is_quiet = false;          // findings only, no summary
  bool shows_statistics = false;  // counts per rule instead of findings
};

// For people: message, place, source line with a caret, related places, notes, and a
// summary that also says what was not checked. Ends in a line break unless empty.
MESHLINT_EXPORT std::string text_report(const Outcome& outcome, const TextStyle& style);

// JSON of the shape described in docs/output.md, "version": 1. Ends in a line break.
MESHLINT_EXPORT std::string json_report(const Outcome& outcome);

// SARIF 2.1.0 (OASIS) with rule metadata, regions and fixes. Ends in a line break.
MESHLINT_EXPORT std::string sarif_report(const Outcome& outcome);

// One GitHub Actions workflow command (::error, ::warning, ::notice) per finding.
MESHLINT_EXPORT std::string github_report(const Outcome& outcome);

// JSON of the shape described in docs/output.md, "version": 1: the pages of these rules.
MESHLINT_EXPORT std::string rules_json(std::span<const RuleInfo> rules);

// The unified diff, as `git apply` takes it, that the safe fixes of all findings make.
// Fixes that overlap an earlier one are left for the next run.
MESHLINT_EXPORT std::string fix_diff(const Outcome& outcome);

// The new text of each file that a safe fix changes, by path.
MESHLINT_EXPORT std::map<std::string, std::string> fixed_files(const Outcome& outcome);

}  // namespace meshlint

#endif  // MESHLINT_REPORT_H_
