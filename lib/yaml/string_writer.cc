#include "yaml/string_writer.h"

#include "yaml/character.h"
#include "yaml/scalar_value.h"

namespace meshlint::yaml {
namespace {

// Columns after which a line is folded at the next space.
constexpr std::size_t kBestWidth = 80;
// Bytes of the longest key that is written in front of a `:`, without `?`.
constexpr std::size_t kLongestSimpleKey = 128;

// Where the character before the byte `end` begins.
std::size_t last_character(std::string_view text, std::size_t end) {
  std::size_t at = end - 1;
  while (at > 0 && (text[at] & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

void StringWriter::end_line() {
  out_ += '\n';
  line_start_ = out_.size();
  if (lines_ != nullptr) lines_->push_back(shown_);
}

bool StringWriter::string(std::string_view text, std::size_t indent) {
  if (is_simple_word(text)) {
    if (is_ambiguous(text)) {
      double_quoted(text, indent, true);
    } else {
      put(text);
    }
    return true;
  }
  std::string without_next_line;
  if (text.find("\xC2\x85") != text.npos) {
    without_next_line = with_folded_next_lines(text);
    text = without_next_line;
  }
  const StringTraits traits = StringTraits::of(text);
  if (text.find('\n') != text.npos && traits.can_be_literal) return literal(text, indent);
  quoted_or_plain(text, traits, indent, true);
  return true;
}

bool StringWriter::key(std::string_view text, std::size_t indent) {
  if (is_simple_word(text) && text.size() <= kLongestSimpleKey && !is_ambiguous(text)) {
    put(text);
    put(':');
    return true;
  }
  const StringTraits traits = StringTraits::of(text);
  if (!traits.is_multiline && text.size() <= kLongestSimpleKey) {
    quoted_or_plain(text, traits, indent + 2, false);
    put(':');
    return true;
  }
  put("? ");
  if (string(text, indent + 2)) end_line();
  indent_to(indent);
  put(':');
  return false;
}

// Characters on this line so far.
std::size_t StringWriter::column() const {
  std::size_t count = 0;
  for (std::size_t i = line_start_; i < out_.size(); ++i) count += (out_[i] & 0xC0) != 0x80;
  return count;
}

// Whether a space in a folded string becomes a line break.
bool StringWriter::is_fold(std::string_view text, std::size_t at, bool follows_space) const {
  return !follows_space && at > 0 && at + 1 < text.size() &&
         out_.size() - line_start_ > kBestWidth && column() > kBestWidth;
}

void StringWriter::fold(std::size_t indent) {
  end_line();
  indent_to(indent);
}

void StringWriter::quoted_or_plain(std::string_view text, const StringTraits& traits,
                                   std::size_t indent, bool is_folded) {
  if (text.find('\n') != text.npos || is_ambiguous(text)) {
    double_quoted(text, indent, is_folded);
  } else if (traits.can_be_plain) {
    words(text, indent, is_folded, false);
  } else if (traits.can_be_single_quoted) {
    put('\'');
    words(text, indent, is_folded, true);
    put('\'');
  } else {
    double_quoted(text, indent, is_folded);
  }
}

void StringWriter::words(std::string_view text, std::size_t indent, bool is_folded,
                         bool doubles_quotes) {
  bool follows_space = false;
  bool follows_break = false;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    if (c.is(" ")) {
      if (is_folded && text.substr(i + 1, 1) != " " && is_fold(text, i, follows_space)) {
        fold(indent);
      } else {
        put(' ');
      }
      follows_space = true;
    } else if (c.is_break()) {
      // Not a line feed, which would have made it a literal or double quoted.
      put(c.bytes);
      line_start_ = out_.size();
      follows_break = true;
    } else {
      if (follows_break) indent_to(indent);
      if (c.is("'") && doubles_quotes) put('\'');
      put(c.bytes);
      follows_space = follows_break = false;
    }
    i += c.bytes.size();
  }
}

void StringWriter::double_quoted(std::string_view text, std::size_t indent, bool is_folded) {
  // kustomize's printer looks for a byte order mark at the start of the string, not at the
  // character at hand.
  const bool escapes_all = text.starts_with("\xEF\xBB\xBF");
  bool follows_space = false;
  put('"');
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    if (escapes_all || !c.is_printable() || c.is_break() || c.is("\"") || c.is("\\")) {
      escape(c.code());
      follows_space = false;
    } else if (c.is(" ")) {
      if (is_folded && is_fold(text, i, follows_space)) {
        fold(indent);
        if (text[i + 1] == ' ') put('\\');
      } else {
        put(' ');
      }
      follows_space = true;
    } else {
      put(c.bytes);
      follows_space = false;
    }
    i += c.bytes.size();
  }
  put('"');
}

void StringWriter::escape(std::uint32_t code) {
  struct Short {
    std::uint32_t code;
    char letter;
  };
  static constexpr Short kShort[] = {
      {0, '0'},     {7, 'a'},    {8, 'b'},    {9, 't'},      {10, 'n'},
      {11, 'v'},    {12, 'f'},   {13, 'r'},   {0x1B, 'e'},   {'"', '"'},
      {'\\', '\\'}, {0x85, 'N'}, {0xA0, '_'}, {0x2028, 'L'}, {0x2029, 'P'},
  };
  put('\\');
  for (const Short& one : kShort) {
    if (one.code == code) return put(one.letter);
  }
  const int digits = code <= 0xFF ? 2 : code <= 0xFFFF ? 4 : 8;
  put(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
    put("0123456789ABCDEF"[code >> shift & 0xF]);
  }
}

bool StringWriter::literal(std::string_view text, std::size_t indent) {
  put('|');
  if (text[0] == ' ' || character_at(text, 0).is_break()) put('2');
  const std::size_t last = last_character(text, text.size());
  const bool ends_in_break = character_at(text, last).is_break();
  if (!ends_in_break) {
    put('-');
  } else if (last == 0 || character_at(text, last_character(text, last)).is_break()) {
    put('+');
  }
  end_line();
  bool follows_break = true;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\n') {
      end_line();
      follows_break = true;
      ++i;
      continue;
    }
    const Character c = character_at(text, i);
    if (c.is_break()) {
      put(c.bytes);
      follows_break = true;
      i += c.bytes.size();
      continue;
    }
    if (follows_break) indent_to(indent);
    follows_break = false;
    // Up to what may be a break.
    std::size_t end = i + c.bytes.size();
    while (end < text.size() && text[end] != '\n' && text[end] != '\xE2') ++end;
    put(text.substr(i, end - i));
    i = end;
  }
  return !ends_in_break;
}

}  // namespace meshlint::yaml
