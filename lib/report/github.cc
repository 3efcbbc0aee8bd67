#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>

#include "meshlint/report.h"
#include "report/formats.h"
#include "report/paths.h"
#include "report/unicode.h"

namespace meshlint {
namespace report {
namespace {

// The runner reads a command up to the end of its line, a property up to the next `,`
// or the `::`, and undoes these escapes.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : valid_utf8(text)) {
    if (special.find(c) == special.npos) {
      result += c;
    } else {
      fmt::format_to(std::back_inserter(result), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return result;
}

std::string escaped_message(std::string_view text) { return escaped(text, "%\r\n"); }
std::string escaped_property(std::string_view text) { return escaped(text, "%\r\n:,"); }

std::string_view command_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      break;
  }
  return "notice";
}

}  // namespace
}  // namespace report

std::string github_report(const Outcome& outcome, const TextStyle&) {
  std::string out;
  for (const Finding& finding : outcome.findings) {
    const Place& place = finding.place;
    fmt::format_to(std::back_inserter(out), "::{} file={},line={},endLine={}",
                   report::command_of(finding.severity),
                   report::escaped_property(report::repository_path(outcome, place.path)),
                   place.line, place.end_line);
    // GitHub takes columns only for a range within one line.
    if (place.line == place.end_line) {
      fmt::format_to(std::back_inserter(out), ",col={},endColumn={}", place.column,
                     place.end_column);
    }
    std::string message = finding.message;
    if (!finding.resource.empty())
      message += fmt::format("\n{} {}", finding.resource, finding.field);
    for (const RelatedPlace& related : finding.related) {
      message += fmt::format("\n{}:{}:{}: {}", report::repository_path(outcome, related.place.path),
                             related.place.line, related.place.column, related.message);
    }
    if (!finding.environments.empty()) {
      message += fmt::format("\nin: {}", fmt::join(finding.environments, ", "));
    }
    for (const std::string& note : finding.notes) message += "\nnote: " + note;
    fmt::format_to(std::back_inserter(out), ",title={}::{}\n",
                   report::escaped_property(finding.rule), report::escaped_message(message));
  }
  return out;
}

}  // namespace meshlint
