// What a check says: where, how bad, in which words, and how to mend it.
#ifndef MESHLINT_FINDING_H_
#define MESHLINT_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace meshlint {

// By consequence: an error is rejected, dropped or certainly not what is
// written; a warning works but bites later; info is advice.
enum class Severity : std::uint8_t { kInfo, kWarning, kError };

// The word for a severity wherever one is written or read: "info", "warning", "error".
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

// The severity of that name, or nothing.
constexpr std::optional<Severity> severity_from_name(std::string_view name) {
  for (const Severity severity : {Severity::kInfo, Severity::kWarning, Severity::kError}) {
    if (severity_name(severity) == name) return severity;
  }
  return std::nullopt;
}

// A range of a file. Offsets count bytes from 0, `end` is exclusive. Lines and
// columns count from 1; a column is a code point, a tab counts as one, and a
// byte order mark as none. The utf16 columns are the same places as SARIF and
// the Language Server Protocol count them, in UTF-16 code units from 1.
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

// A second place that explains the first, with a few words: "subsets defined here".
struct RelatedPlace {
  Place place;
  std::string message;
};

// Replaces the bytes [begin, end) of the file `path` by `text`; begin == end inserts.
struct Edit {
  std::string path;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;
};

// Edits that belong together. A safe fix does not change what is applied, or
// is the one possible repair of a text that is rejected as it stands.
struct Fix {
  std::string title;
  bool is_safe = false;
  std::vector<Edit> edits;
};

// One mistake, told once however many environments it occurs in.
struct Finding {
  std::string rule;  // family/name, as in `meshlint explain family/name`
  Severity severity = Severity::kWarning;
  std::string message;                 // one line; the user's values as written
  std::vector<std::string> arguments;  // the values in `message`, in their order
  Place place;                         // the smallest wrong thing
  std::vector<RelatedPlace> related;
  std::vector<std::string> notes;
  std::vector<Fix> fixes;
  std::string resource;                   // "VirtualService shop/reviews", or empty
  std::string field;                      // "spec.http[0].route", or empty
  std::vector<std::string> environments;  // sorted; empty outside of any environment
};

// Something that could not be judged, and why: "remote base, not fetched".
struct Unchecked {
  Place place;
  std::string what;
  std::string reason;
};

}  // namespace meshlint

#endif  // MESHLINT_FINDING_H_
