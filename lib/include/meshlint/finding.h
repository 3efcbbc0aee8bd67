// What a check finds: the place, the severity, the message and the fixes.
#ifndef MESHLINT_FINDING_H_
#define MESHLINT_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/export.h"

namespace meshlint {

// Severities go by the consequence. An error is rejected, dropped, or certainly does something else
// than what is written; a warning works but causes trouble later; info is advice.
enum class Severity : std::uint8_t { kInfo, kWarning, kError };

// The name of a severity in every input and output: "info", "warning", "error".
constexpr std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      break;
  }
  return "error";
}

// The severity with that name, or nothing.
constexpr std::optional<Severity> severity_from_name(std::string_view name) {
  for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError}) {
    if (severity_name(severity) == name) return severity;
  }
  return std::nullopt;
}

// A range of a file. Offsets are bytes from 0; `end` is exclusive. Lines and columns count from 1.
// A column is a code point: a tab counts as one column, a byte order mark as none. The utf16
// columns name the same places in UTF-16 code units from 1, as SARIF and the Language Server
// Protocol count them.
struct Place {
  std::string path;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;
  std::uint32_t utf16_column = 1;
  std::uint32_t utf16_end_column = 1;
};

// "path:line:column", as editors and terminals understand it.
MESHLINT_EXPORT std::string to_string(const Place& place);

// Another place that helps to understand the finding, with a short message: "subsets defined here".
struct RelatedPlace {
  Place place;
  std::string message;
};

// Replaces the bytes [begin, end) of the file `path` with `text`; begin == end inserts.
struct Edit {
  std::string path;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;
};

// Edits that belong together. A fix is safe if it doesn't change what is applied, or if it's the
// only way to repair a text that is rejected as written.
struct Fix {
  std::string title;
  bool is_safe = false;
  std::vector<Edit> edits;
};

// One mistake, reported once even if it occurs in several environments.
struct Finding {
  std::string rule;  // family/name, as in `meshlint explain family/name`
  Severity severity = Severity::kWarning;
  std::string message;                 // one line; quotes the user's values as written
  std::vector<std::string> arguments;  // the values in `message`, in order
  Place place;                         // the smallest part that is wrong
  std::vector<RelatedPlace> related;
  std::vector<std::string> notes;
  std::vector<Fix> fixes;
  std::string resource;                   // "VirtualService shop/reviews", or empty
  std::string field;                      // "spec.http[0].route", or empty
  std::vector<std::string> environments;  // sorted; empty outside any environment
};

// Something that was not checked, and why: "remote base, not fetched".
struct Unchecked {
  Place place;
  std::string what;
  std::string reason;
};

}  // namespace meshlint

#endif  // MESHLINT_FINDING_H_
