// Formats an outcome for people and for programs.
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

// For people: message, place, source line with a caret, related places, notes, fixes, and a summary
// that also lists what was not checked. Ends in a line break unless empty.
MESHLINT_EXPORT std::string text_report(const Outcome& outcome, const TextStyle& style);

// JSON as described in docs/output.md, "version": 1. Ends in a line break.
MESHLINT_EXPORT std::string json_report(const Outcome& outcome);

// SARIF 2.1.0 (OASIS) with rule metadata, regions and fixes. Ends in a line break.
MESHLINT_EXPORT std::string sarif_report(const Outcome& outcome);

// One GitHub Actions workflow command (::error, ::warning, ::notice) per finding.
MESHLINT_EXPORT std::string github_report(const Outcome& outcome);

// The pages of these rules as JSON, "version": 1; see docs/output.md.
MESHLINT_EXPORT std::string rules_json(std::span<const RuleInfo> rules);

// The safe fixes of all findings as a unified diff for `git apply`. A fix that overlaps an earlier
// one is left for the next run.
MESHLINT_EXPORT std::string fix_diff(const Outcome& outcome);

// The new content of each file that safe fixes change, by path.
MESHLINT_EXPORT std::map<std::string, std::string> fixed_files(const Outcome& outcome);

}  // namespace meshlint

#endif  // MESHLINT_REPORT_H_
