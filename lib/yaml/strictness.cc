#include "yaml/strictness.h"
#include "yaml/problems.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace meshlint::yaml {
namespace {

constexpr std::string_view kTab = "this line is indented with a tab; YAML accepts only spaces";
constexpr std::string_view kNoColon = "this line has no `:`; every entry of a mapping needs one";

}  // namespace

std::size_t skip_space_and_comments(std::string_view bytes, std::size_t at, std::string_view more) {
  while (at < bytes.size()) {
    if (bytes[at] == '#' && (at == 0 || is_space(bytes[at - 1]))) {
      at = std::min(bytes.find('\n', at), bytes.size());
    } else if (is_space(bytes[at]) || is_one_of(bytes[at], more)) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

bool is_marker(std::string_view bytes, std::size_t at) {
  const std::string_view rest = bytes.substr(at);
  return (rest.starts_with("---") || rest.starts_with("...")) &&
         (rest.size() == 3 || is_space(rest[3]));
}

void Strictness::check_document(bool has_document, std::size_t begin) {
  if (has_document) {
    const std::size_t end = line_end(begin);
    const std::size_t last = builder_.last_end();
    if (bytes_.substr(last, begin - std::min(last, begin)).find("\n...") != kNone) {
      refuse(begin, end, "a document after `...` must begin with `---`");
    }
    if (bytes_.substr(begin, end - begin).find(':') == kNone) {
      refuse(begin, end, std::string(kNoColon));
    }
    refuse(begin, end, "this line doesn't fit the lines above it; check its indentation");
  }
  for (std::size_t line = base_; line < begin; line = line_end(line) + 1) {
    if (bytes_[line] == '%' && !is_marker(bytes_, begin)) {
      refuse(line, line + 1, "an unquoted string can't begin with `%`; quote it");
    }
    check_tabs(std::min(bytes_.find_first_not_of(" \t", line), begin));
  }
}

void Strictness::check_absence(std::size_t place) {
  const bool is_key = builder_.expects_key();
  if (builder_.is_in_map() && !is_key) check_colon();
  if (!is_key && (builder_.is_in_map() || !builder_.is_in_flow())) return;
  const std::size_t next = skip_space_and_comments(bytes_, builder_.last_end(), "[{");
  if (next < bytes_.size() && bytes_[next] == ',') {
    const std::size_t second = skip_space_and_comments(bytes_, next + 1, "");
    const bool is_doubled = second < bytes_.size() && bytes_[second] == ',';
    const std::size_t comma = is_doubled ? second : next;
    refuse(comma, comma + 1, "there's no item before this `,`; remove it");
  }
  refuse(std::max<std::size_t>(place, 1) - 1, place, "the key before this `:` is missing; add one");
}

// The last key of the chunk can lack its value, but not its `:`.
void Strictness::check_colon() {
  const std::size_t end = builder_.last_end();
  if (builder_.is_below_flow() || skip_space_and_comments(bytes_, end, "") < bytes_.size()) return;
  std::size_t begin = end - column(end);
  while (begin < end && (bytes_[begin] == ' ' || bytes_.substr(begin, 2) == "- ")) ++begin;
  if (bytes_[begin] != '?') refuse(begin, end, std::string(kNoColon));
}

void Strictness::check_tabs(std::size_t begin) {
  if (!has_tabs_ || builder_.is_below_flow()) return;
  std::size_t tab = kNone;
  for (std::size_t at = begin; at > 0 && bytes_[at - 1] != '\n'; --at) {
    const char c = bytes_[at - 1];
    if (c == '\t') tab = at - 1;
    if (c != '\t' && c != ' ' && c != '-') return;
  }
  if (tab != kNone) refuse(tab, tab + 1, std::string(kTab));
}

void Strictness::check_column(std::size_t begin) {
  if (!builder_.is_in_map() || builder_.is_below_flow() || builder_.expects_key()) return;
  const std::size_t key = std::min<std::size_t>(builder_.last_end(), begin);
  if (bytes_.substr(key, begin - key).find('\n') == kNone) return;
  if (column(begin) > column(builder_.open_begin())) return;
  refuse(begin, line_end(begin), "this value isn't indented deeper than its key; indent it");
}

void Strictness::check_indentation(std::size_t begin) {
  if (!has_tabs_ || bytes_.substr(begin, 3).find_first_of("123456789") != kNone) return;
  const std::size_t first = bytes_.find_first_not_of(" \r\n", line_end(begin));
  if (first == kNone || bytes_[first] != '\t') return;
  refuse(first, first + 1, "this string is indented with a tab; YAML accepts only spaces");
}

std::size_t Strictness::closed_quote(std::size_t begin) {
  const std::size_t close = closing_quote(begin);
  if (close != kNone) return close + 1;
  refuse(begin, begin + 1, fmt::format("this `{}` is never closed", bytes_[begin]));
}

bool Strictness::report_indenting_tab(std::size_t at) {
  const std::size_t first = bytes_.find_first_not_of(' ', at - column(at));
  if (first == kNone || bytes_[first] != '\t') return false;
  report(first, first + 1, std::string(kTab));
  return true;
}

void Strictness::report_open_quote() {
  std::size_t at = bytes_.find_first_of("'\"", builder_.last_end());
  while (at != kNone) {
    if (at == 0 || is_space(bytes_[at - 1]) || is_one_of(bytes_[at - 1], "[{,:")) {
      const std::size_t close = closing_quote(at);
      if (close == kNone) break;
      at = close;
    }
    at = bytes_.find_first_of("'\"", at + 1);
  }
  if (at == kNone) {
    report(bytes_.size(), bytes_.size(), "the document ends before a quote is closed");
  } else {
    report(at, at + 1, fmt::format("this `{}` is never closed", bytes_[at]));
  }
}

void Strictness::report(std::size_t begin, std::size_t end, std::string message) {
  builder_.problem(kSyntax, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                   std::move(message));
}

void Strictness::refuse(std::size_t begin, std::size_t end, std::string message) {
  report(begin, end, std::move(message));
  throw DocumentAborted();
}

std::size_t Strictness::closing_quote(std::size_t begin) const {
  const char quote = bytes_[begin];
  for (std::size_t at = begin + 1; at < bytes_.size(); ++at) {
    if (quote == '"' && bytes_[at] == '\\') {
      ++at;
    } else if (bytes_[at] == quote) {
      if (quote == '"' || at + 1 == bytes_.size() || bytes_[at + 1] != quote) return at;
      ++at;
    }
  }
  return kNone;
}

std::size_t Strictness::line_end(std::size_t at) const {
  return std::min(bytes_.find('\n', at), bytes_.size());
}

std::size_t Strictness::column(std::size_t at) const {
  return at == 0 ? 0 : at - (bytes_.rfind('\n', at - 1) + 1);
}

}  // namespace meshlint::yaml
