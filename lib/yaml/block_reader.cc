// The reader for the YAML that most manifests use: block mappings and lists, scalars of one line,
// literal and folded blocks, flow collections of one line. It reads the bytes once and gives up at
// everything else; the complete reader then reads the chunk. What it reads, it has to read exactly
// as yaml-cpp 0.7 does: a differential test and a fuzzer compare their trees.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "yaml/reader.h"
#include "yaml/tree_builder.h"

namespace meshlint::yaml {
namespace {

// yaml-cpp rejects keys of more than 1024 bytes.
constexpr std::size_t kLongestKey = 1000;

// What a byte may do in a plain scalar.
enum CharClass : std::uint8_t {
  kPlainStart = 1,  // it may begin one
  kBlockStop = 2,   // it may end one in block context
  kFlowStop = 4,    // it may end one in flow context
};

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const bool is_letter_or_digit =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_letter_or_digit || c >= 0x80) classes[c] |= kPlainStart;
  }
  for (const char c : std::string_view("_/.$(~^+=;\\")) {
    classes[static_cast<unsigned char>(c)] |= kPlainStart;
  }
  for (const char c : std::string_view("\n\t:#")) {
    classes[static_cast<unsigned char>(c)] |= kBlockStop | kFlowStop;
  }
  for (const char c : std::string_view(",?[]{}")) {
    classes[static_cast<unsigned char>(c)] |= kFlowStop;
  }
  return classes;
}();

bool is(char c, CharClass wanted) {
  return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}

// A carriage return, or a byte that yaml-cpp treats as the end of the file.
bool has_control(std::string_view chunk) {
  bool found = false;
  for (const char c : chunk) {
    found |= static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
  }
  return found;
}

class BlockReader {
 public:
  BlockReader(std::string_view bytes, std::size_t base, std::size_t length, text::SourceId source,
              const ScalarMap* embedding, const Limits& limits, File& file)
      : bytes_(bytes.substr(0, base + length)),
        at_(base),
        arena_(file.arena),
        builder_(file.arena, source, embedding, limits, file.problems) {}

  // False if the chunk has something that this reader does not support. Else `root` is its tree, or
  // missing if it has none.
  bool read(Node& root) {
    if (has_control(bytes_.substr(at_)) || starts_with("\xEF\xBB\xBF")) return false;
    if (starts_with("---")) {
      at_ += 3;
      if (!end_line()) return false;
    }
    if (!next_line()) return false;
    if (at_ == bytes_.size()) return true;
    if (!block(column_) || at_ != bytes_.size()) return false;
    root = builder_.finish();
    return true;
  }

 private:
  bool starts_with(std::string_view text) const { return bytes_.substr(at_).starts_with(text); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\n';
  }
  bool is_end(std::size_t at) const { return at >= bytes_.size(); }
  bool is_blank_or_end(std::size_t at) const {
    return is_end(at) || bytes_[at] == ' ' || bytes_[at] == '\n';
  }
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  // Skips the blanks and the comment after a token, and the end of the line. False if something
  // else is there.
  bool end_line() {
    std::size_t at = at_;
    while (!is_end(at) && bytes_[at] == ' ') ++at;
    if (!is_end(at) && bytes_[at] != '\n') {
      if (bytes_[at] != '#' || at == at_) return false;
      at = std::min(bytes_.find('\n', at), bytes_.size());
    }
    at_ = std::min(at + 1, bytes_.size());
    return true;
  }

  // Skips from the start of a line to the first token of this or a later line, and sets `column_`.
  bool next_line() {
    while (at_ < bytes_.size()) {
      const std::size_t line = at_;
      while (!is_end(at_) && bytes_[at_] == ' ') ++at_;
      if (is_end(at_)) break;
      if (bytes_[at_] == '\n') {
        ++at_;
      } else if (bytes_[at_] == '#') {
        at_ = std::min(bytes_.find('\n', at_), bytes_.size() - 1) + 1;
      } else if (bytes_[at_] == '\t') {
        return false;
      } else {
        column_ = at_ - line;
        return column_ > 0 || (bytes_[at_] != '%' && !starts_with("...") && !starts_with("---"));
      }
    }
    column_ = 0;
    return true;
  }
  bool is_at(std::size_t column) const { return at_ < bytes_.size() && column_ == column; }
  bool is_deeper(std::size_t column) const { return at_ < bytes_.size() && column_ > column; }
  bool is_item() const { return peek() == '-' && is_blank_or_end(at_ + 1); }

  // Reads the mapping or list whose first token is here, at this column.
  bool block(std::size_t column) { return is_item() ? list(column) : map(column); }

  bool list(std::size_t column) {
    builder_.begin_collection(Kind::kList, Style::kBlock, offset(at_), 0);
    do {
      ++at_;  // the dash
      if (!item(column)) return false;
    } while (is_at(column) && is_item());
    if (is_deeper(column)) return false;
    builder_.end_collection(builder_.last_end());
    return true;
  }

  bool item(std::size_t column) {
    const std::size_t behind_dash = at_;
    while (peek() == ' ') ++at_;
    const char first = peek();
    if (first == '\n' || first == '#') {
      at_ = behind_dash;
      return end_line() && nested(column, false, behind_dash);
    }
    // A value on the dash's line is indented as deep as it stands there.
    const std::size_t inner = column + (at_ - behind_dash) + 1;
    if (is_item()) return list(inner);
    const bool is_flow = first == '[' || first == '{';
    return !is_flow && is_key() ? map(inner) : value(column);
  }

  bool map(std::size_t column) {
    builder_.begin_collection(Kind::kMap, Style::kBlock, offset(at_), 0);
    do {
      if (!key()) return false;
      ++at_;  // the colon
      const std::size_t behind_colon = at_;
      while (peek() == ' ') ++at_;
      const char first = peek();
      if (first == '\n' || first == '#') {
        at_ = behind_colon;
        if (!end_line() || !nested(column, true, behind_colon)) return false;
      } else if (!value(column)) {
        return false;
      }
    } while (is_at(column) && !is_item());
    if (is_deeper(column)) return false;
    builder_.end_collection(builder_.last_end());
    return true;
  }

  // Reads a value that begins on a later line than its key or dash at `place`, or is missing. Below
  // a key, a list can be as deep as the key.
  bool nested(std::size_t column, bool is_below_key, std::size_t place) {
    if (!next_line()) return false;
    const bool is_level_list = is_below_key && is_at(column) && is_item();
    if (is_deeper(column) || is_level_list) return block(column_);
    builder_.scalar({}, Style::kPlain, ScalarType::kNull, offset(place), offset(place), 0);
    return true;
  }

  // Reads a value on the line of its key or dash; `column` is that of the collection around it.
  // Stops at the first token of a later line.
  bool value(std::size_t column) {
    switch (peek()) {
      case '|':
      case '>':
        return literal(column) && next_line() && !is_deeper(column);
      case '[':
      case '{':
        if (!flow()) return false;
        break;
      default:
        if (!scalar(kBlockStop)) return false;
    }
    // A next line that is deeper would belong to the scalar.
    return end_line() && next_line() && !is_deeper(column);
  }

  // Whether a key begins here: a scalar with a colon after it.
  bool is_key() const {
    std::size_t at = at_;
    if (!is_end(at) && (bytes_[at] == '"' || bytes_[at] == '\'')) {
      const std::size_t end = quote_end(at);
      if (end == std::string_view::npos) return false;
      at = end;
    } else {
      at = plain_end(at, kBlockStop);
    }
    while (!is_end(at) && bytes_[at] == ' ') ++at;
    return !is_end(at) && bytes_[at] == ':' && is_blank_or_end(at + 1);
  }

  bool key() {
    const std::size_t begin = at_;
    if (!scalar(kBlockStop)) return false;
    while (peek() == ' ') ++at_;
    return peek() == ':' && is_blank_or_end(at_ + 1) && at_ - begin <= kLongestKey;
  }

  // The offset after a quoted scalar that begins here, or npos if it does not end on this line.
  std::size_t quote_end(std::size_t at) const {
    const char quote = bytes_[at];
    for (++at; !is_end(at) && bytes_[at] != '\n'; ++at) {
      if (quote == '"' && bytes_[at] == '\\') {
        ++at;
        if (is_end(at) || bytes_[at] == '\n') break;
      } else if (bytes_[at] == quote) {
        if (quote == '"' || is_end(at + 1) || bytes_[at + 1] != '\'') return at + 1;
        ++at;
      }
    }
    return std::string_view::npos;
  }

  // The offset after a plain scalar, without the blanks that follow it.
  std::size_t plain_end(std::size_t at, CharClass stop) const {
    std::size_t end = at;
    while (true) {
      while (!is_end(at) && !is(bytes_[at], stop)) ++at;
      end = at;
      if (is_end(at) || bytes_[at] == '\n' || bytes_[at] == '\t') break;
      if (bytes_[at] == ':') {
        if (is_blank_or_end(at + 1) || bytes_[at + 1] == '\t') break;
        if (stop == kFlowStop && is(bytes_[at + 1], kFlowStop)) break;
      } else if (bytes_[at] == '#') {
        if (bytes_[at - 1] == ' ') break;
      } else {
        break;
      }
      ++at;
    }
    while (end > at_ && bytes_[end - 1] == ' ') --end;
    return end;
  }

  bool scalar(CharClass stop) {
    const char first = peek();
    if (first == '"' || first == '\'') return quoted();
    const bool is_dash =
        first == '-' && !is_blank_or_end(at_ + 1) && (peek(1) == '-' || is(peek(1), kPlainStart));
    if (!is_dash && !is(first, kPlainStart)) return false;
    const std::size_t end = plain_end(at_, stop);
    const std::string_view text = bytes_.substr(at_, end - at_);
    builder_.scalar(text, Style::kPlain, resolve_plain(text), offset(at_), offset(end), 0);
    at_ = end;
    return true;
  }

  bool quoted() {
    const char quote = bytes_[at_];
    const std::size_t end = quote_end(at_);
    if (end == std::string_view::npos) return false;
    std::string_view text = bytes_.substr(at_ + 1, end - at_ - 2);
    const char special = quote == '"' ? '\\' : '\'';
    if (text.find(special) != text.npos && !unescape(text, special)) return false;
    const Style style = quote == '"' ? Style::kDoubleQuoted : Style::kSingleQuoted;
    builder_.scalar(text, style, ScalarType::kString, offset(at_), offset(end), 0);
    at_ = end;
    return true;
  }

  // Decodes '' or the usual escapes within "".
  bool unescape(std::string_view& text, char special) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != special) {
        plain += text[i];
        continue;
      }
      ++i;  // quote_end has seen that something follows
      switch (text[i]) {
        case '\'':
          if (special != '\'') return false;
          plain += '\'';
          break;
        case '"':
        case '\\':
          plain += text[i];
          break;
        case 'n':
          plain += '\n';
          break;
        case 't':
          plain += '\t';
          break;
        default:
          return false;
      }
    }
    text = arena_.copy(plain);
    return true;
  }

  // Reads `|` or `>` with the lines below that are deeper than `column`.
  bool literal(std::size_t column) {
    const std::size_t begin = at_;
    const bool is_folded = peek() == '>';
    ++at_;
    const bool is_stripped = peek() == '-';
    if (is_stripped) ++at_;
    if (!is_blank_or_end(at_) || !end_line()) return false;
    const std::size_t first = std::min(bytes_.find_first_not_of(' ', at_), bytes_.size());
    const std::size_t indent = first - at_;  // that of the first line
    if (is_end(first) || bytes_[first] == '\n' || bytes_[first] == '\t' || indent <= column) {
      return false;
    }
    block_text_.clear();
    std::size_t end = at_;
    std::size_t breaks = 0;  // line breaks that are not written yet
    for (; at_ < bytes_.size(); ++breaks) {
      const std::size_t line_end = std::min(bytes_.find('\n', at_), bytes_.size());
      const std::string_view line = bytes_.substr(at_, line_end - at_);
      const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
      if (blanks == line.size()) {
        if (blanks > indent) return false;  // blanks that are content
      } else if (blanks < indent) {
        if (line[blanks] == '\t') return false;
        break;
      } else {
        const bool is_folded_simply = breaks <= 1 && blanks == indent && line[blanks] != '\t' &&
                                      line.back() != ' ' && line.back() != '\t';
        if (is_folded && !is_folded_simply) return false;
        block_text_.append(breaks, is_folded ? ' ' : '\n');
        block_text_ += line.substr(indent);
        breaks = 0;
        end = line_end;
      }
      at_ = std::min(line_end + 1, bytes_.size());
    }
    if (!is_stripped && end < bytes_.size()) block_text_ += '\n';
    builder_.scalar(arena_.copy(block_text_), is_folded ? Style::kFolded : Style::kLiteral,
                    ScalarType::kString, offset(begin), offset(end), 0);
    return true;
  }

  // Reads a flow collection that ends on this line.
  bool flow() {
    if (starts_with("{{")) return false;
    const bool is_map = peek() == '{';
    const char closing = is_map ? '}' : ']';
    builder_.begin_collection(is_map ? Kind::kMap : Kind::kList, Style::kFlow, offset(at_), 0);
    ++at_;
    while (peek() == ' ') ++at_;
    bool is_first = true;
    while (peek() != closing) {
      if (!is_first) {
        if (peek() != ',') return false;
        ++at_;
        while (peek() == ' ') ++at_;
      }
      is_first = false;
      if (is_map && !flow_key()) return false;
      const bool is_collection = peek() == '[' || peek() == '{';
      if (is_collection ? !flow() : !scalar(kFlowStop)) return false;
      while (peek() == ' ') ++at_;
    }
    ++at_;
    builder_.end_collection(offset(at_));
    return true;
  }

  bool flow_key() {
    const std::size_t begin = at_;
    if (!scalar(kFlowStop)) return false;
    while (peek() == ' ') ++at_;
    const bool is_key = peek() == ':' && peek(1) == ' ' && at_ - begin <= kLongestKey;
    if (!is_key) return false;
    ++at_;
    while (peek() == ' ') ++at_;
    return true;
  }

  std::string_view bytes_;  // up to the end of the chunk
  std::size_t at_;
  std::size_t column_ = 0;  // of the token at `at_`, once a line has begun
  Arena& arena_;
  TreeBuilder builder_;
  std::string block_text_;
};

}  // namespace

bool read_block_yaml(std::string_view bytes, std::size_t base, std::size_t length,
                     text::SourceId source, const ScalarMap* embedding, const Limits& limits,
                     File& file) {
  const std::size_t problems = file.problems.size();
  BlockReader reader(bytes, base, length, source, embedding, limits, file);
  Node root;
  bool is_read = false;
  try {
    is_read = reader.read(root);
  } catch (const DocumentAborted&) {
    // A limit is exceeded; the complete reader reports it.
  }
  if (!is_read) {
    file.problems.resize(problems);
  } else if (root) {
    file.documents.push_back({.root = root, .span = root.span(), .is_template = false});
  }
  return is_read;
}

}  // namespace meshlint::yaml
