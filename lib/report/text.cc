#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/report.h"
#include "report/summary.h"
#include "report/unicode.h"

namespace meshlint {
namespace report {
namespace {

// Minified JSON has lines of megabytes, so only this many bytes before and after the
// place are read and shown.
constexpr std::size_t kBytesBefore = 160;
constexpr std::size_t kBytesAfter = 120;
constexpr std::string_view kCut = "\xE2\x80\xA6";  // an ellipsis, one column wide
constexpr std::string_view kTab = "    ";
constexpr std::size_t kGutterWidth = 4;
// How many items of a list are printed on one line.
constexpr std::size_t kMostEnvironments = 6;
constexpr std::size_t kMostExamples = 3;
constexpr std::size_t kMostReasons = 20;

enum class Ink { kError, kWarning, kInfo, kStrong, kFrame };

std::string_view ink_code(Ink ink) {
  switch (ink) {
    case Ink::kError:
      return "\x1b[1;31m";
    case Ink::kWarning:
      return "\x1b[1;33m";
    case Ink::kInfo:
      return "\x1b[1;36m";
    case Ink::kStrong:
      return "\x1b[1m";
    case Ink::kFrame:
      break;
  }
  return "\x1b[34m";
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Ink::kError;
    case Severity::kWarning:
      return Ink::kWarning;
    case Severity::kInfo:
      break;
  }
  return Ink::kInfo;
}

// A part of a line as a terminal shows it.
struct Shown {
  std::string text;
  std::size_t width = 0;
};

Shown show(std::string_view bytes) {
  Shown shown;
  for (std::size_t at = 0; at < bytes.size();) {
    const CodePoint point = decode(bytes, at);
    if (point.is_valid && point.value == '\t') {
      shown.text += kTab;
      shown.width += kTab.size();
    } else if (!point.is_valid || is_control(point.value)) {
      shown.text += kReplacement;
      shown.width += 1;
    } else {
      shown.text += bytes.substr(at, point.size);
      shown.width += display_width(point.value);
    }
    at += point.size;
  }
  return shown;
}

bool is_inside_code_point(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80;
}

// The line in which a place begins, and where the caret goes below it.
struct Excerpt {
  std::string line;
  std::size_t caret_column = 0;  // from 0
  std::size_t caret_width = 1;
};

Excerpt excerpt_of(std::string_view source, const Place& place) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const std::size_t begin = std::min<std::size_t>(place.begin, source.size());
  const std::size_t lowest = begin - std::min(begin, kBytesBefore);
  const std::size_t highest = std::min(begin + kBytesAfter, source.size());

  std::size_t first = begin;
  while (first > lowest && source[first - 1] != '\n') --first;
  const bool is_cut_before = first > 0 && source[first - 1] != '\n';
  while (is_cut_before && first < begin && is_inside_code_point(source, first)) ++first;
  if (first == 0 && source.starts_with(kByteOrderMark)) first = kByteOrderMark.size();

  std::size_t last = begin;
  while (last < highest && source[last] != '\n') ++last;
  const bool is_cut_after = last == highest && last < source.size() && source[last] != '\n';
  while (is_cut_after && last > begin && is_inside_code_point(source, last)) --last;
  if (!is_cut_after && last > first && source[last - 1] == '\r') --last;

  // The place may begin at the line break or byte order mark that was just cut off.
  const std::size_t mark_begin = std::clamp(begin, std::min(first, last), last);
  const std::size_t mark_end = std::clamp<std::size_t>(place.end, mark_begin, last);
  const Shown before = show(source.substr(first, mark_begin - first));
  const Shown marked = show(source.substr(mark_begin, mark_end - mark_begin));
  const Shown after = show(source.substr(mark_end, last - mark_end));

  Excerpt excerpt;
  if (is_cut_before) excerpt.line = kCut;
  excerpt.line += before.text + marked.text + after.text;
  if (is_cut_after) excerpt.line += kCut;
  while (excerpt.line.ends_with(' ')) excerpt.line.pop_back();
  excerpt.caret_column = before.width + (is_cut_before ? 1 : 0);
  excerpt.caret_width = std::max<std::size_t>(marked.width, 1);
  return excerpt;
}

class Printer {
 public:
  Printer(const Outcome& outcome, const TextStyle& style) : outcome_(outcome), style_(style) {}

  void print_finding(const Finding& finding) {
    const Ink ink = ink_of(finding.severity);
    paint(ink, severity_name(finding.severity));
    paint(Ink::kStrong, ": " + printable(finding.message));
    out_ += fmt::format("  [{}]\n", printable(finding.rule));

    std::string about = place_of(finding.place);
    for (const std::string* part : {&finding.resource, &finding.field}) {
      if (!part->empty()) about += "  " + printable(*part);
    }
    print_place("-->", about, finding.place, ink);
    for (const RelatedPlace& related : finding.related) {
      print_place(":::", place_of(related.place) + "  " + printable(related.message), related.place,
                  Ink::kFrame);
    }
    if (!finding.environments.empty()) {
      print_remark("in: " + listed(finding.environments, kMostEnvironments));
    }
    for (const std::string& note : finding.notes) print_remark("note: " + printable(note));
    for (const Fix& fix : finding.fixes) {
      print_remark("fix: " + printable(fix.title) + (fix.is_safe ? "  (applied by --fix)" : ""));
    }
    out_ += '\n';
  }

  // The number of findings per rule, highest first.
  void print_statistics() {
    std::map<std::pair<std::string_view, Severity>, std::size_t> counts;
    for (const Finding& finding : outcome_.findings) ++counts[{finding.rule, finding.severity}];
    std::vector<std::pair<std::pair<std::string_view, Severity>, std::size_t>> rows(counts.begin(),
                                                                                    counts.end());
    std::ranges::stable_sort(rows, std::ranges::greater(),
                             [](const auto& row) { return row.second; });
    for (const auto& [key, count] : rows) {
      out_ += fmt::format("{:>6}  ", count);
      paint(ink_of(key.second), fmt::format("{:<7}", severity_name(key.second)));
      out_ += fmt::format("  {}\n", printable(key.first));
    }
    if (!rows.empty()) out_ += '\n';
  }

  void print_summary() {
    const Summary summary = summarize(outcome_);
    std::vector<std::string> counts;
    if (summary.errors > 0) counts.push_back(counted(summary.errors, "error"));
    if (summary.warnings > 0) counts.push_back(counted(summary.warnings, "warning"));
    if (summary.infos > 0) counts.push_back(fmt::format("{} info", summary.infos));
    std::string line = counts.empty() ? "no findings" : fmt::format("{}", fmt::join(counts, ", "));
    if (summary.fixable > 0) line += fmt::format(" ({} fixable with --fix)", summary.fixable);
    if (outcome_.suppressed > 0) line += fmt::format(", {} suppressed", outcome_.suppressed);
    paint(Ink::kStrong, line);
    out_ += fmt::format("\nread {}, {}, {}, {}\n", counted(outcome_.files, "file"),
                        counted(outcome_.documents, "document"),
                        counted(outcome_.resources, "resource"),
                        counted(outcome_.environments.size(), "environment"));
    for (const UpgradeSummary& upgrade : outcome_.upgrades) print_upgrade(upgrade);
    print_unchecked();
  }

  std::string take() && { return std::move(out_); }

 private:
  void paint(Ink ink, std::string_view text) {
    if (!style_.is_colored) {
      out_ += text;
      return;
    }
    out_ += ink_code(ink);
    out_ += text;
    out_ += "\x1b[0m";
  }

  void print_upgrade(const UpgradeSummary& upgrade) {
    out_ += fmt::format("upgrading {} from {} ({}) to {}:\n", upgrade.product,
                        printable(upgrade.installed), printable(upgrade.installed_from),
                        upgrade.steps.back().version);
    for (const UpgradeSummary::Step& step : upgrade.steps) {
      out_ += fmt::format("  {:<6}  {}\n", step.version,
                          step.findings == 0 ? "no findings" : counted(step.findings, "finding"));
    }
  }

  static std::string place_of(const Place& place) { return printable(to_string(place)); }

  // "a, b, c and 4 more"
  static std::string listed(std::span<const std::string> items, std::size_t most) {
    std::string result;
    for (std::size_t i = 0; i < std::min(items.size(), most); ++i) {
      if (i > 0) result += ", ";
      result += printable(items[i]);
    }
    if (items.size() > most) result += fmt::format(" and {} more", items.size() - most);
    return result;
  }

  void print_place(std::string_view arrow, std::string_view about, const Place& place, Ink ink) {
    out_ += "  ";
    paint(Ink::kFrame, arrow);
    out_ += fmt::format(" {}\n", about);
    const auto source = outcome_.sources.find(place.path);
    if (source == outcome_.sources.end()) return;
    const Excerpt excerpt = excerpt_of(source->second, place);
    paint(Ink::kFrame, fmt::format("{:>{}} |", place.line, kGutterWidth));
    out_ += excerpt.line.empty() ? "\n" : fmt::format(" {}\n", excerpt.line);
    paint(Ink::kFrame, fmt::format("{:>{}} |", "", std::max(kGutterWidth, digits(place.line))));
    out_ += fmt::format(" {:{}}", "", excerpt.caret_column);
    paint(ink, fmt::format("^{:~>{}}", "", excerpt.caret_width - 1));
    out_ += '\n';
  }

  static std::size_t digits(std::uint32_t number) { return fmt::formatted_size("{}", number); }

  void print_remark(std::string_view text) {
    out_ += "   ";
    paint(Ink::kFrame, "=");
    out_ += fmt::format(" {}\n", text);
  }

  // What was not checked, so that nobody mistakes "no findings" for "all is well".
  void print_unchecked() {
    std::map<std::string_view, std::vector<const Unchecked*>> by_reason;
    for (const Unchecked* unchecked : all_unchecked(outcome_)) {
      by_reason[unchecked->reason].push_back(unchecked);
    }
    if (by_reason.empty() && outcome_.kinds_without_schema.empty() &&
        outcome_.references_not_checked.empty()) {
      return;
    }

    paint(Ink::kStrong, "not checked:");
    out_ += '\n';
    std::size_t shown = 0;
    for (const auto& [reason, places] : by_reason) {
      if (++shown > kMostReasons) continue;
      std::vector<std::string> examples;
      for (const Unchecked* unchecked : places) {
        const Place& place = unchecked->place;
        const bool says_path = !unchecked->what.empty() && unchecked->what != place.path;
        std::string example = says_path ? unchecked->what : place.path;
        if (says_path && !place.path.empty()) {
          example += fmt::format(" ({}:{})", place.path, place.line);
        }
        if (std::ranges::find(examples, example) == examples.end()) examples.push_back(example);
        if (examples.size() > kMostExamples) break;
      }
      std::size_t more = 0;
      if (examples.size() > kMostExamples) {
        examples.resize(kMostExamples);
        more = places.size() - kMostExamples;
      }
      out_ += fmt::format("{:>5}  {}: {}", places.size(), printable(reason),
                          listed(examples, kMostExamples));
      out_ += more > 0 ? fmt::format(" and {} more\n", more) : "\n";
    }
    if (by_reason.size() > kMostReasons) {
      out_ += fmt::format("       and {}; --format json lists all\n",
                          counted(by_reason.size() - kMostReasons, "more reason"));
    }
    write_kinds_without_schema();
    write_references_not_checked();
  }

  void write_references_not_checked() {
    std::size_t references = 0;
    for (const auto& [rule, count] : outcome_.references_not_checked) references += count;
    if (references == 0) return;
    out_ += fmt::format("{:>5}  {} may be outside this repository (see `external:`)\n", references,
                        references == 1 ? "reference not checked: its target"
                                        : "references not checked: their targets");
  }

  // Names the most common kinds and counts the others; JSON lists all of them.
  void write_kinds_without_schema() {
    constexpr std::size_t kMostKinds = 6;
    std::vector<std::pair<std::size_t, std::string_view>> kinds;
    std::size_t resources = 0;
    for (const auto& [kind, count] : outcome_.kinds_without_schema) {
      kinds.emplace_back(count, kind);
      resources += count;
    }
    if (kinds.empty()) return;
    std::ranges::stable_sort(kinds, std::ranges::greater(),
                             [](const auto& entry) { return entry.first; });
    out_ += fmt::format("{:>5}  {} without a schema, fields not checked: ", resources,
                        resources == 1 ? "resource" : "resources");
    for (std::size_t i = 0; i < std::min(kinds.size(), kMostKinds); ++i) {
      if (i > 0) out_ += ", ";
      out_ += printable(kinds[i].second);
      if (kinds[i].first > 1) out_ += fmt::format(" ({})", kinds[i].first);
    }
    if (kinds.size() > kMostKinds) {
      out_ += fmt::format(" and {}", counted(kinds.size() - kMostKinds, "more kind"));
    }
    out_ += '\n';
  }

  const Outcome& outcome_;
  const TextStyle& style_;
  std::string out_;
};

}  // namespace
}  // namespace report

std::string text_report(const Outcome& outcome, const TextStyle& style) {
  report::Printer printer(outcome, style);
  if (style.shows_statistics) {
    printer.print_statistics();
  } else {
    for (const Finding& finding : outcome.findings) printer.print_finding(finding);
  }
  if (!style.is_quiet) printer.print_summary();
  return std::move(printer).take();
}

}  // namespace meshlint
