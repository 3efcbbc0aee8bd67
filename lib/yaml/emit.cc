#include "yaml/emit.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "yaml/scalar_value.h"

namespace meshlint::yaml {
namespace {

// kustomize prints with a YAML 1.1 library in the tradition of libyaml, so what follows says
// "break" and "printable" as YAML 1.1 does.

// Columns after which a line is folded at the next blank.
constexpr std::size_t kBestWidth = 80;
// Bytes of a key up to which it is written in front of a `:`, without `?`.
constexpr std::size_t kLongestSimpleKey = 128;

// A character of a text: its bytes, and what the printer asks about it.
struct Character {
  std::string_view bytes;

  bool is(std::string_view other) const { return bytes == other; }
  bool is_blank() const { return bytes[0] == ' ' || bytes[0] == '\t'; }
  // Line feed, carriage return, next line, line separator, paragraph separator.
  bool is_break() const {
    return bytes[0] == '\n' || bytes[0] == '\r' || is("\xC2\x85") || is("\xE2\x80\xA8") ||
           is("\xE2\x80\xA9");
  }
  // Without an escape: neither a tab, nor anything beyond the basic plane.
  bool is_printable() const {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1) return bytes[0] == '\n' || (first >= 0x20 && first <= 0x7E);
    if (first == 0xC2) return static_cast<unsigned char>(bytes[1]) >= 0xA0;
    if (first == 0xEF) return !is("\xEF\xBB\xBF") && !is("\xEF\xBF\xBE") && !is("\xEF\xBF\xBF");
    return bytes.size() < 4;
  }
  std::uint32_t code() const {
    if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]);
    std::uint32_t code = static_cast<unsigned char>(bytes[0]) & (0xFF >> (bytes.size() + 1));
    for (const char c : bytes.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
    return code;
  }
};

// Bytes of the character that begins there; at least 1, and never past the end.
std::size_t length_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

Character character_at(std::string_view text, std::size_t at) {
  return {text.substr(at, length_at(text, at))};
}

// ---- The order of keys: numbers inside of them count as such, letters come last.

class KeyOrder {
 public:
  bool operator()(std::string_view a, std::string_view b) {
    const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    auto at = static_cast<std::size_t>(in_a - a.begin());
    // Back to the begin of the characters that differ.
    while (at > 0 && at < a.size() && (a[at] & 0xC0) == 0x80) --at;
    if (at == a.size() || at == b.size()) return a.size() < b.size();
    const std::uint32_t char_a = character_at(a, at).code();
    const std::uint32_t char_b = character_at(b, at).code();
    const bool is_letter_a = is_letter(a, at);
    const bool is_letter_b = is_letter(b, at);
    if (is_letter_a && is_letter_b) return char_a < char_b;
    if (is_letter_a || is_letter_b) return is_letter_b;
    // A 0 inside of a number is a digit like any other, one at its begin is not.
    std::int64_t value_a = 0;
    if (char_a == '0' || char_b == '0') {
      for (std::size_t i = at; i > 0;) {
        --i;
        while (i > 0 && (a[i] & 0xC0) == 0x80) --i;
        if (!is_digit(a, i)) break;
        if (a[i] != '0') value_a = 1;
      }
    }
    std::int64_t value_b = value_a;
    const std::size_t digits_a = read_number(a, at, value_a);
    const std::size_t digits_b = read_number(b, at, value_b);
    if (value_a != value_b) return value_a < value_b;
    if (digits_a != digits_b) return digits_a < digits_b;
    return char_a < char_b;
  }

 private:
  bool is_letter(std::string_view text, std::size_t at) {
    const char c = text[at];
    if ((c & 0x80) == 0) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!letter_) letter_.emplace("\\p{L}");
    return RE2::FullMatch(character_at(text, at).bytes, *letter_);
  }

  bool is_digit(std::string_view text, std::size_t at) {
    const char c = text[at];
    if ((c & 0x80) == 0) return c >= '0' && c <= '9';
    if (!digit_) digit_.emplace("\\p{Nd}");
    return RE2::FullMatch(character_at(text, at).bytes, *digit_);
  }

  // Reads the digits that begin there into `value` and gives their number. A number that is too
  // long wraps around.
  std::size_t read_number(std::string_view text, std::size_t at, std::int64_t& value) {
    std::size_t count = 0;
    auto sum = static_cast<std::uint64_t>(value);
    for (; at < text.size() && is_digit(text, at); at += length_at(text, at)) {
      sum = sum * 10 + character_at(text, at).code() - '0';
      ++count;
    }
    value = static_cast<std::int64_t>(sum);
    return count;
  }

  // Made for the first key that is no ASCII.
  std::optional<RE2> letter_;
  std::optional<RE2> digit_;
};

// ---- The style of a scalar.

enum class ScalarStyle : std::uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral };

// What a text allows for.
struct Analysis {
  bool is_multiline = false;
  bool can_be_plain = true;
  bool can_be_single_quoted = true;
  bool can_be_literal = true;
};

Analysis analyze(std::string_view text) {
  bool has_indicator = text.starts_with("---") || text.starts_with("...");
  bool has_special = false;
  bool has_break = false;
  bool has_blank_break = false;  // a blank at the end of a line
  bool has_break_blank = false;  // one at the begin of a line
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
  Analysis result;
  result.is_multiline = has_break;
  result.can_be_single_quoted = !has_break_blank && !has_blank_break && !has_special;
  result.can_be_plain =
      result.can_be_single_quoted && !has_outer_space && !has_break && !has_indicator;
  result.can_be_literal = !text.empty() && !ends_in_space && !has_blank_break && !has_special;
  return result;
}

// A word of harmless characters, as most texts are, has no need to be looked at closely.
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

bool starts_blank(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

// kustomize writes a folded scalar (`>`) as such once more before it prints, and by a mistake of
// its printer doubles the break in front of a line that is more indented, and the last ones of a
// text that keeps them (`>+`). What it then reads is what comes out.
std::string folded_again(std::string_view text) {
  // Where it cannot write a block it writes quotes, and nothing is lost.
  if (text.ends_with(' ') || text.find(" \n") != text.npos) return std::string(text);
  const std::size_t first = text.find_first_not_of('\n');
  if (first == text.npos) return std::string(text);
  const bool starts_indented = starts_blank(text.substr(first));
  const bool keeps = text.ends_with("\n\n");

  std::string result;
  std::size_t breaks = 0;  // read since the last line
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

class Emitter {
 public:
  explicit Emitter(ShownNodes* lines) : lines_(lines) {}

  std::string take() { return std::move(out_); }

  void document(Node root, Node strings = {}) {
    strings_ = strings.record();
    value(root, 0, Position::kRoot);
    shown_ = {};
  }

  void separator() {
    put("---");
    end_line();
  }

 private:
  // What a value stands behind.
  enum class Position : std::uint8_t { kRoot, kKey, kLongKey, kItem };

  // ---- ShownNodes.

  void put(std::string_view text) { out_ += text; }
  void put(char c) { out_ += c; }

  void end_line() {
    out_ += '\n';
    line_start_ = out_.size();
    if (lines_ != nullptr) lines_->push_back(shown_);
  }

  void indent_to(std::size_t indent) { out_.append(indent, ' '); }

  // Characters on this line so far.
  std::size_t column() const {
    std::size_t count = 0;
    for (std::size_t i = line_start_; i < out_.size(); ++i) count += (out_[i] & 0xC0) != 0x80;
    return count;
  }

  // ---- Maps and lists. `indent` is that of the map or list that the value is in.

  void value(Node node, std::size_t indent, Position position) {
    if (node.is_map() && !node.empty()) {
      begin_block(position);
      const bool holds_strings = node.record() == strings_;
      const bool is_outer = std::exchange(has_only_strings_, holds_strings);
      map(node, position == Position::kRoot ? 0 : indent + 2, is_inline(position));
      has_only_strings_ = is_outer;
    } else if (node.is_list() && !node.empty()) {
      // A list stands under its key without more blanks.
      const bool is_flush = position == Position::kKey || position == Position::kRoot;
      begin_block(position);
      list(node, is_flush ? indent : indent + 2, is_inline(position));
    } else {
      shown_ = node;
      if (position != Position::kRoot) put(' ');
      if (node.is_map() || node.is_list()) {
        put(node.is_map() ? "{}" : "[]");
        end_line();
      } else if (scalar(node, indent + 2)) {
        end_line();
      }
    }
  }

  // The first entry of a block stands behind a dash, but not behind a key.
  static bool is_inline(Position position) {
    return position == Position::kItem || position == Position::kLongKey;
  }
  void begin_block(Position position) {
    if (position == Position::kKey) end_line();
  }

  void map(Node map, std::size_t indent, bool is_first_inline) {
    const std::size_t first = sorted_.size();
    for (const EntryView entry : map.entries()) {
      if (entry.value.record() != strings_ || !entry.value.empty()) sorted_.push_back(entry);
    }
    sort_entries(first);
    const std::size_t end = sorted_.size();
    for (std::size_t i = first; i < end; ++i) {
      const EntryView entry = sorted_[i];  // by value: what is inside moves the entries
      start_line(indent, is_first_inline);
      is_first_inline = false;
      shown_ = entry.key;
      const bool is_simple = key(entry.key.text(), indent);
      value(entry.value, indent, is_simple ? Position::kKey : Position::kLongKey);
    }
    sorted_.resize(first);
  }

  void list(Node list, std::size_t indent, bool is_first_inline) {
    for (const Node item : list) {
      start_line(indent, is_first_inline);
      is_first_inline = false;
      put('-');
      value(item, indent, Position::kItem);
    }
  }

  void start_line(std::size_t indent, bool is_inline) { out_.append(is_inline ? 1 : indent, ' '); }

  // Few keys are the rule. An order that contradicts itself, which keys with overlong numbers
  // can have, does no harm to either way of sorting.
  void sort_entries(std::size_t first) {
    const auto is_before = [this](const EntryView& a, const EntryView& b) {
      return key_order_(a.key.text(), b.key.text());
    };
    const std::size_t size = sorted_.size();
    if (size - first > 32) {
      std::stable_sort(sorted_.begin() + static_cast<std::ptrdiff_t>(first), sorted_.end(),
                       is_before);
      return;
    }
    for (std::size_t i = first + 1; i < size; ++i) {
      const EntryView entry = sorted_[i];
      std::size_t at = i;
      for (; at > first && is_before(entry, sorted_[at - 1]); --at) sorted_[at] = sorted_[at - 1];
      sorted_[at] = entry;
    }
  }

  // ---- Scalars.

  // Writes a key with its `:`; false if that stands on a line of its own, behind a `?` key.
  bool key(std::string_view text, std::size_t indent) {
    if (is_simple_word(text) && text.size() <= kLongestSimpleKey && !is_ambiguous(text)) {
      put(text);
      put(':');
      return true;
    }
    const Analysis analysis = analyze(text);
    if (!analysis.is_multiline && text.size() <= kLongestSimpleKey) {
      quoted_or_plain(text, analysis, indent + 2, false);
      put(':');
      return true;
    }
    put("? ");
    if (string(text, indent + 2)) end_line();
    start_line(indent, false);
    put(':');
    return false;
  }

  // Each of these gives false where the text has ended its last line itself.

  bool scalar(Node node, std::size_t indent) {
    if (has_only_strings_) return string(node.text(), indent);
    ScalarBuffer buffer;
    const ScalarValue value = scalar_value(node, buffer);
    if (value.type == ScalarType::kString) {
      if (node.style() == Style::kFolded && value.text.find('\n') != std::string_view::npos) {
        return string(folded_again(value.text), indent);
      }
      return string(value.text, indent);
    }
    put(value.text);
    return true;
  }

  bool string(std::string_view text, std::size_t indent) {
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
      without_next_line = folded_next_lines(text);
      text = without_next_line;
    }
    const Analysis analysis = analyze(text);
    if (text.find('\n') != text.npos && analysis.can_be_literal) return literal(text, indent);
    quoted_or_plain(text, analysis, indent, true);
    return true;
  }

  void quoted_or_plain(std::string_view text, const Analysis& analysis, std::size_t indent,
                       bool is_folded) {
    if (text.find('\n') != text.npos || is_ambiguous(text)) {
      double_quoted(text, indent, is_folded);
    } else if (analysis.can_be_plain) {
      plain(text, indent, is_folded);
    } else if (analysis.can_be_single_quoted) {
      single_quoted(text, indent, is_folded);
    } else {
      double_quoted(text, indent, is_folded);
    }
  }

  // Text goes through JSON and is read from there by YAML 1.1, which takes U+0085 for a line
  // break: one folds to a blank, and takes the blanks around it along.
  static std::string folded_next_lines(std::string_view text) {
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

  // Whether a blank in a folded text becomes a line break.
  bool is_fold(std::string_view text, std::size_t at, bool follows_space) const {
    return !follows_space && at > 0 && at + 1 < text.size() &&
           out_.size() - line_start_ > kBestWidth && column() > kBestWidth;
  }

  void fold(std::size_t indent) {
    end_line();
    indent_to(indent);
  }

  void plain(std::string_view text, std::size_t indent, bool is_folded) {
    write_words(text, indent, is_folded, false);
  }

  void single_quoted(std::string_view text, std::size_t indent, bool is_folded) {
    put('\'');
    write_words(text, indent, is_folded, true);
    put('\'');
  }

  void write_words(std::string_view text, std::size_t indent, bool is_folded, bool doubles_quotes) {
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

  void double_quoted(std::string_view text, std::size_t indent, bool is_folded) {
    // The printer asks for a byte order mark at the begin of the text, wherever it stands.
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

  void escape(std::uint32_t code) {
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

  bool literal(std::string_view text, std::size_t indent) {
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

  // Where the character before that byte begins.
  static std::size_t last_character(std::string_view text, std::size_t end) {
    std::size_t at = end - 1;
    while (at > 0 && (text[at] & 0xC0) == 0x80) --at;
    return at;
  }

  std::string out_;
  std::size_t line_start_ = 0;
  ShownNodes* lines_;
  Node shown_;
  std::vector<EntryView> sorted_;  // entries of all maps that are open
  KeyOrder key_order_;
  const Record* strings_ = nullptr;  // the mapping whose values are strings
  bool has_only_strings_ = false;
};

}  // namespace

std::string emit(Node node) {
  if (!node) return {};
  Emitter emitter(nullptr);
  emitter.document(node);
  return emitter.take();
}

std::string emit(std::span<const OutputDocument> documents, ShownNodes* lines) {
  Emitter emitter(lines);
  for (const OutputDocument& document : documents) {
    if (&document != &documents.front()) emitter.separator();
    emitter.document(document.root, document.strings);
  }
  return emitter.take();
}

}  // namespace meshlint::yaml
