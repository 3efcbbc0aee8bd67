// Formats an outcome for people and for programs.
//
//   const meshlint::Format* format = meshlint::find_format("sarif");
//   write(format->write(outcome, {}));
#ifndef MESHLINT_REPORT_H_
#define MESHLINT_REPORT_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

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

// How a format writes paths: as they are in the outcome, relative to its base, or relative to the
// repository, wherever the base is. Files outside are absolute in both.
enum class PathStyle : std::uint8_t { kFromBase, kFromRepository };

// A format of reports; docs/output.md describes them.
struct Format {
  std::string_view name;        // "sarif"
  std::string_view media_type;  // "application/sarif+json"
  PathStyle paths = PathStyle::kFromBase;
  std::string_view what;  // a few words: "for code scanning (SARIF 2.1.0)"
  // Writes the report, which ends in a line break unless empty. Only `text` has styles.
  std::string (*write)(const Outcome& outcome, const TextStyle& style);
};

// All formats; the first one is `text`.
MESHLINT_EXPORT std::span<const Format> formats();
// The format of that name, or null.
MESHLINT_EXPORT const Format* find_format(std::string_view name);

// The pages of these rules as JSON, "version": 1; see docs/output.md.
MESHLINT_EXPORT std::string rules_json(std::span<const RuleInfo> rules);

// The safe fixes of all findings as a unified diff for `git apply`, with paths relative to the
// repository. A fix that overlaps an earlier one is left for the next run.
MESHLINT_EXPORT std::string fix_diff(const Outcome& outcome);

// The new content of each file that safe fixes change, by path.
MESHLINT_EXPORT std::map<std::string, std::string> fixed_files(const Outcome& outcome);

}  // namespace meshlint

#endif  // MESHLINT_REPORT_H_
