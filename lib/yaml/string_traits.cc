#include "yaml/string_traits.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "yaml/character.h"

namespace meshlint::yaml {
namespace {

bool starts_blank(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

}  // namespace

StringTraits StringTraits::of(std::string_view text) {
  bool has_indicator = text.starts_with("---") || text.starts_with("...");
  bool has_special = false;
  bool has_break = false;
  bool has_blank_break = false;  // a blank at the end of a line
  bool has_break_blank = false;  // one at the start of a line
  bool follows_blank = true;
  bool follows_space = false;
  bool follows_break = false;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    const std::size_t next = i + c.bytes.size();
    const bool is_before_blank = next >= text.size() || text[next] == ' ' || text[next] == '\t';
    const char byte = c.bytes[0];
    if (i == 0) {
      has_indicator |= std::string_view("#,[]{}&*!|>'\"%@`").find(byte) != std::string_view::npos;
      has_indicator |= (byte == '?' || byte == '-') && is_before_blank;
    }
    has_indicator |= byte == ':' && is_before_blank;
    has_indicator |= byte == '#' && follows_blank;
    has_special |= !c.is_printable();
    const bool is_break = c.is_break();
    if (byte == ' ') {
      has_break_blank |= follows_break;
    } else if (is_break) {
      has_break = true;
      has_blank_break |= follows_space;
    }
    follows_space = byte == ' ';
    follows_break = is_break;
    follows_blank = c.is_blank() || is_break || byte == '\0';
    i = next;
  }
  const bool ends_in_space = text.ends_with(' ');
  const bool has_outer_space = text.starts_with(' ') || ends_in_space;
  StringTraits result;
  result.is_multiline = has_break;
  result.can_be_single_quoted = !has_break_blank && !has_blank_break && !has_special;
  result.can_be_plain =
      result.can_be_single_quoted && !has_outer_space && !has_break && !has_indicator;
  result.can_be_literal = !text.empty() && !ends_in_space && !has_blank_break && !has_special;
  return result;
}

bool is_simple_word(std::string_view text) {
  static constexpr auto kIsHarmless = [] {
    std::array<bool, 256> table{};
    for (int c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = true;
    for (int c = '0'; c <= '9'; ++c) table[c] = true;
    for (const char c : {'-', '_', '.', '/'}) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  if (text.empty()) return false;
  const char first = static_cast<char>(text[0] | 0x20);
  if (first < 'a' || first > 'z') return false;
  return std::ranges::all_of(text,
                             [](char c) { return kIsHarmless[static_cast<unsigned char>(c)]; });
}

std::string refolded(std::string_view text) {
  // kustomize can't write these as a block; it writes quotes, and nothing is lost.
  if (text.ends_with(' ') || text.find(" \n") != text.npos) return std::string(text);
  const std::size_t first = text.find_first_not_of('\n');
  if (first == text.npos) return std::string(text);
  const bool starts_indented = starts_blank(text.substr(first));
  const bool keeps = text.ends_with("\n\n");

  std::string result;
  std::size_t breaks = 0;  // since the last line
  bool follows_indented = false;
  for (std::string_view rest = text;;) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const bool is_last = line.size() == rest.size();
    if (!line.empty()) {
      const bool is_indented = starts_blank(line);
      if (result.empty() || follows_indented || is_indented) {
        result.append(breaks, '\n');
      } else if (breaks == 1) {
        result += ' ';
      } else {
        result.append(breaks - 1, '\n');
      }
      result += line;
      follows_indented = is_indented;
      breaks = 0;
      if (!is_last && !is_indented && !starts_indented) ++breaks;  // the doubled one
    }
    if (is_last) break;
    ++breaks;
    rest.remove_prefix(line.size() + 1);
  }
  if (keeps) {
    result.append(breaks, '\n');
  } else if (text.ends_with('\n')) {
    result += '\n';
  }
  return result;
}

std::string with_folded_next_lines(std::string_view text) {
  constexpr std::string_view kNextLine = "\xC2\x85";
  std::string result;
  while (true) {
    const std::size_t at = text.find(kNextLine);
    result += text.substr(0, at);
    if (at == text.npos) return result;
    while (result.ends_with(' ')) result.pop_back();
    text.remove_prefix(at);
    std::size_t count = 0;
    while (true) {
      if (text.starts_with(kNextLine)) {
        ++count;
        text.remove_prefix(kNextLine.size());
      } else if (text.starts_with(' ')) {
        text.remove_prefix(1);
      } else {
        break;
      }
    }
    if (count == 1) {
      result += ' ';
    } else {
      result.append(count - 1, '\n');
    }
  }
}

}  // namespace meshlint::yaml
