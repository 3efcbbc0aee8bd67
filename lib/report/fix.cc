#include "report/fix.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "meshlint/report.h"
#include "report/paths.h"
#include "report/summary.h"

namespace meshlint {
namespace report {
namespace {

// Lines of the file as it is that a hunk shows around a change.
constexpr std::size_t kContextLines = 3;

struct ByPlace {
  bool operator()(const Edit* a, const Edit* b) const {
    return std::tie(a->begin, a->end) < std::tie(b->begin, b->end);
  }
};
using FileEdits = std::set<const Edit*, ByPlace>;

bool is_insertion(const Edit& edit) { return edit.begin == edit.end; }

bool is_same(const Edit& a, const Edit& b) {
  return a.path == b.path && a.begin == b.begin && a.end == b.end && a.text == b.text;
}

// An insertion clashes also with what it merely touches, for nothing says which comes first.
bool clashes(const Edit& a, const Edit& b) {
  if (is_insertion(a) || is_insertion(b)) return a.begin <= b.end && b.begin <= a.end;
  return a.begin < b.end && b.begin < a.end;
}

bool clashes(const FileEdits& taken, const Edit& edit) {
  const auto after = taken.lower_bound(&edit);
  if (after != taken.end() && clashes(**after, edit)) return true;
  return after != taken.begin() && clashes(**std::prev(after), edit);
}

// A fix's own edits were made for each other, so they may touch, but not overlap.
bool overlap_each_other(std::span<const Edit* const> sorted) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const Edit& before = *sorted[i - 1];
    const Edit& edit = *sorted[i];
    if (before.path != edit.path) continue;
    if (edit.begin < before.end || (is_insertion(before) && is_insertion(edit) &&  //
                                    before.begin == edit.begin)) {
      return true;
    }
  }
  return false;
}

std::string with_edits(std::string_view before, std::span<const Edit* const> edits) {
  std::string after;
  std::size_t at = 0;
  for (const Edit* edit : edits) {
    after += before.substr(at, edit->begin - at);
    after += edit->text;
    at = edit->end;
  }
  after += before.substr(at);
  return after;
}

// Lines with their line breaks; the last one may lack it. An empty text has none.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t line_break = text.find('\n');
    const std::size_t size = line_break == text.npos ? text.size() : line_break + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Lines [first, last) of the old text, counted from 0, which become `after`.
struct Change {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string after;
};

// Edits know what they change, so no comparison of both texts is needed.
std::vector<Change> changes_of(std::string_view before, std::span<const Edit* const> edits) {
  std::vector<std::uint32_t> starts;  // of each line, and the end of the text
  starts.push_back(0);
  for (const std::string_view line : lines_of(before)) {
    starts.push_back(static_cast<std::uint32_t>(starts.back() + line.size()));
  }
  const std::size_t line_count = starts.size() - 1;
  // What is appended to a last line without a line break changes that line.
  const bool is_last_line_open = !before.empty() && !before.ends_with('\n');
  const std::size_t last_line = is_last_line_open ? line_count - 1 : line_count;
  const auto line_at = [&](std::uint32_t offset) {
    const auto after = std::ranges::upper_bound(starts, offset);
    return std::min(static_cast<std::size_t>(after - starts.begin()) - 1, last_line);
  };

  std::vector<Change> changes;
  for (std::size_t i = 0; i < edits.size();) {
    // Edits that share a line are one change.
    Change change;
    change.first = line_at(edits[i]->begin);
    std::size_t last_edit = i;
    for (change.last = change.first; last_edit < edits.size(); ++last_edit) {
      const Edit& edit = *edits[last_edit];
      if (last_edit > i && line_at(edit.begin) >= change.last) break;
      change.last = std::max(change.last, std::min(line_at(edit.end) + 1, line_count));
    }
    // Copies, with offsets relative to the first line of the change.
    std::vector<Edit> moved;
    for (std::size_t k = i; k < last_edit; ++k) {
      moved.push_back({.path = {},
                       .begin = edits[k]->begin - starts[change.first],
                       .end = edits[k]->end - starts[change.first],
                       .text = edits[k]->text});
    }
    std::vector<const Edit*> pointers;
    for (const Edit& edit : moved) pointers.push_back(&edit);
    change.after = with_edits(
        before.substr(starts[change.first], starts[change.last] - starts[change.first]), pointers);
    changes.push_back(std::move(change));
    i = last_edit;
  }
  return changes;
}

// Leaves out lines that a change writes as they were.
void trim(Change& change, std::span<const std::string_view> old_lines) {
  std::string_view after = change.after;
  while (change.first < change.last) {
    const std::string_view line = old_lines[change.first];
    if (!line.ends_with('\n') || !after.starts_with(line)) break;
    after.remove_prefix(line.size());
    ++change.first;
  }
  while (change.first < change.last) {
    const std::string_view line = old_lines[change.last - 1];
    const bool is_whole_line =
        after.ends_with(line) &&
        (after.size() == line.size() || after[after.size() - line.size() - 1] == '\n');
    if (!is_whole_line) break;
    after.remove_suffix(line.size());
    --change.last;
  }
  change.after = std::string(after);
}

// Changes of neighbouring lines read best as one: all that goes, then all that comes.
void join_neighbours(std::vector<Change>& changes) {
  std::vector<Change> joined;
  for (Change& change : changes) {
    if (!joined.empty() && joined.back().last == change.first) {
      joined.back().last = change.last;
      joined.back().after += change.after;
    } else {
      joined.push_back(std::move(change));
    }
  }
  changes = std::move(joined);
}

void append_line(std::string& diff, char mark, std::string_view line) {
  diff += mark;
  diff += line;
  if (!line.ends_with('\n')) diff += "\n\\ No newline at end of file\n";
}

// A unified diff counts lines from 1, but an empty range begins at the line before it.
std::string range(std::size_t first, std::size_t count) {
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

void append_hunks(std::string& diff, std::span<const std::string_view> old_lines,
                  std::span<const Change> changes) {
  std::ptrdiff_t shift = 0;  // of line numbers, by the hunks before
  for (std::size_t i = 0; i < changes.size();) {
    std::size_t next = i + 1;
    while (next < changes.size() &&
           changes[next].first - changes[next - 1].last <= 2 * kContextLines) {
      ++next;
    }
    const std::size_t first = changes[i].first - std::min(changes[i].first, kContextLines);
    const std::size_t last = std::min(changes[next - 1].last + kContextLines, old_lines.size());
    std::string body;
    std::size_t old_at = first;
    std::size_t new_count = 0;
    const auto keep_until = [&](std::size_t end) {
      for (; old_at < end; ++old_at, ++new_count) append_line(body, ' ', old_lines[old_at]);
    };
    for (const Change& change : changes.subspan(i, next - i)) {
      keep_until(change.first);
      for (; old_at < change.last; ++old_at) append_line(body, '-', old_lines[old_at]);
      for (const std::string_view line : lines_of(change.after)) {
        append_line(body, '+', line);
        ++new_count;
      }
    }
    keep_until(last);
    const auto new_first = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first) + shift);
    diff += fmt::format("@@ -{} +{} @@\n", range(first, last - first), range(new_first, new_count));
    diff += body;
    shift += static_cast<std::ptrdiff_t>(new_count) - static_cast<std::ptrdiff_t>(last - first);
    i = next;
  }
}

// A path as git writes it into a header: quoted if it holds quotes, backslashes or
// bytes outside of printable ASCII.
std::string git_path(char side, std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string escaped;
  bool is_quoted = false;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      escaped += '\\';
      escaped += c;
      is_quoted = true;
    } else if (byte < 0x20 || byte >= 0x7F) {
      escaped += fmt::format("\\{:03o}", byte);
      is_quoted = true;
    } else {
      escaped += c;
    }
  }
  return is_quoted ? fmt::format("\"{}/{}\"", side, escaped) : fmt::format("{}/{}", side, escaped);
}

std::string header(std::string_view path) {
  const std::string old_path = git_path('a', path);
  const std::string new_path = git_path('b', path);
  // git ends a name with blanks by a tab, as a name ends at the first blank otherwise.
  const char* const tab = path.find(' ') != path.npos ? "\t" : "";
  return fmt::format("diff --git {0} {1}\n--- {0}{2}\n+++ {1}{2}\n", old_path, new_path, tab);
}

}  // namespace

std::map<std::string, std::vector<const Edit*>> planned_edits(const Outcome& outcome) {
  std::map<std::string_view, FileEdits> taken;
  for (const Finding& finding : outcome.findings) {
    const Fix* const fix = safe_fix(finding);
    if (fix == nullptr) continue;

    std::vector<const Edit*> wanted;
    bool is_possible = true;
    for (const Edit& edit : fix->edits) {
      const auto source = outcome.sources.find(edit.path);
      if (source == outcome.sources.end() || edit.begin > edit.end ||
          edit.end > source->second.size()) {
        is_possible = false;
        break;
      }
      const std::string_view before =
          std::string_view(source->second).substr(edit.begin, edit.end - edit.begin);
      if (before == edit.text) continue;
      FileEdits& file = taken[edit.path];
      const auto twin = file.find(&edit);
      if (twin != file.end() && is_same(**twin, edit)) continue;
      if (clashes(file, edit)) {
        is_possible = false;
        break;
      }
      wanted.push_back(&edit);
    }
    if (!is_possible) continue;

    std::ranges::stable_sort(wanted, [](const Edit* a, const Edit* b) {
      return std::tie(a->path, a->begin, a->end) < std::tie(b->path, b->begin, b->end);
    });
    const auto repeated =
        std::ranges::unique(wanted, [](const Edit* a, const Edit* b) { return is_same(*a, *b); });
    wanted.erase(repeated.begin(), repeated.end());
    if (overlap_each_other(wanted)) continue;
    for (const Edit* edit : wanted) taken[edit->path].insert(edit);
  }

  std::map<std::string, std::vector<const Edit*>> result;
  for (const auto& [path, edits] : taken) {
    if (!edits.empty()) result[std::string(path)].assign(edits.begin(), edits.end());
  }
  return result;
}

}  // namespace report

std::map<std::string, std::string> fixed_files(const Outcome& outcome) {
  std::map<std::string, std::string> files;
  for (const auto& [path, edits] : report::planned_edits(outcome)) {
    const std::string& before = outcome.sources.at(path);
    std::string after = report::with_edits(before, edits);
    if (after != before) files.emplace(path, std::move(after));
  }
  return files;
}

std::string fix_diff(const Outcome& outcome) {
  std::string diff;
  for (const auto& [path, edits] : report::planned_edits(outcome)) {
    const std::string& before = outcome.sources.at(path);
    const std::vector<std::string_view> old_lines = report::lines_of(before);
    std::vector<report::Change> changes = report::changes_of(before, edits);
    for (report::Change& change : changes) report::trim(change, old_lines);
    std::erase_if(changes, [](const report::Change& change) {
      return change.first == change.last && change.after.empty();
    });
    if (changes.empty()) continue;
    report::join_neighbours(changes);
    diff += report::header(report::repository_path(outcome, path));
    report::append_hunks(diff, old_lines, changes);
  }
  return diff;
}

}  // namespace meshlint
