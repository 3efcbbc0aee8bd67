// The complete YAML reader, on yaml-cpp's events. They say where a node begins, but not where it
// ends or how it was quoted, so this file finds both in the bytes.

#include <fmt/core.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <string>

#include "yaml/problems.h"
#include "yaml/reader.h"
#include "yaml/strictness.h"
#include "yaml/tree_builder.h"

namespace meshlint::yaml {
namespace {

// A view of memory as a stream, without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view view) {
    char* const begin = const_cast<char*>(view.data());  // streambuf's get area is never written
    setg(begin, begin, begin + view.size());
  }
};

// yaml-cpp 0.7 rejects a `?` in a plain scalar within `[]` and `{}`, as in URLs. This byte replaces
// each one that follows another character of a string, where it never means a key.
constexpr char kMask = '\x7F';

// The text with its question marks masked; empty if none has to be, or if the byte is in use.
std::string masked(std::string_view text) {
  std::string result;
  for (const std::string_view used : {"\x7F", "\\x7", "\\u007", "\\U0000007"}) {
    if (text.find(used) != text.npos) return result;
  }
  constexpr std::string_view kMayMeanKey = " \t\r\n[{,?\\";
  for (std::size_t at = text.find('?', 1); at < text.size(); at = text.find('?', at + 1)) {
    if (kMayMeanKey.find(text[at - 1]) != kMayMeanKey.npos) continue;
    if (result.empty()) result = text;
    result[at] = kMask;
  }
  return result;
}

class Handler final : public YAML::EventHandler {
 public:
  // `bytes` end with the chunk. `is_masked`: whether the parser reads `masked(bytes)`.
  Handler(std::string_view bytes, std::size_t base, bool is_masked, text::SourceId source,
          const ScalarMap* embedding, const Limits& limits, File& file)
      : bytes_(bytes),
        base_(base),
        is_masked_(is_masked),
        file_(file),
        builder_(file.arena, source, embedding, limits, file.problems),
        strictness_(bytes, base, builder_) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    // yaml-cpp 0.7 does not advance at some stray tokens (a leading comma) and would loop forever.
    const std::size_t begin = offset(mark);
    if (has_document_ && begin == document_begin_) {
      throw YAML::ParserException(mark, "stray text");
    }
    strictness_.check_document(has_document_, begin);
    has_document_ = true;
    document_begin_ = begin;
    has_template_ = false;
  }
  void OnDocumentEnd() override {
    const Node root = builder_.finish();
    if (!root || (root.is_null() && root.span().begin == root.span().end)) return;
    file_.documents.push_back({.root = root, .span = root.span(), .is_template = has_template_});
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t at = skip_properties(offset(mark));
    const std::size_t length = null_word(at);
    if (length > 0 && at >= builder_.last_end()) {
      add_scalar(bytes_.substr(at, length), Style::kPlain, ScalarType::kNull, at, at + length,
                 anchor);
    } else {
      const std::size_t place = after_indicator(builder_.last_end());
      strictness_.check_absence(place);
      add_scalar({}, Style::kPlain, ScalarType::kNull, place, place, anchor);
    }
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    strictness_.check_tabs(offset(mark));
    strictness_.check_column(offset(mark));
    std::size_t end = offset(mark) + 1;
    while (end < bytes_.size() && !is_space(bytes_[end]) && !is_one_of(bytes_[end], ",]}")) ++end;
    builder_.alias(anchor, to_offset(offset(mark)), to_offset(end));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (!is_masked_ || value.find(kMask) == std::string::npos) {
      scalar(mark, tag, anchor, value);
      return;
    }
    std::string unmasked = value;
    std::ranges::replace(unmasked, kMask, '?');
    scalar(mark, tag, anchor, unmasked);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin_collection(Kind::kList, '[', mark, anchor);
  }
  void OnSequenceEnd() override { end_collection(']'); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin_collection(Kind::kMap, '{', mark, anchor);
  }
  void OnMapEnd() override { end_collection('}'); }

  // The offset in `bytes` of a mark, which is relative to the start of the chunk.
  std::size_t offset(const YAML::Mark& mark) const {
    return std::min(base_ + static_cast<std::size_t>(std::max(mark.pos, 0)), bytes_.size());
  }
  TreeBuilder& builder() { return builder_; }
  Strictness& strictness() { return strictness_; }

 private:
  static std::uint32_t to_offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

  // Skips `&anchor` and `!tag` before a node.
  std::size_t skip_properties(std::size_t at) const {
    while (at < bytes_.size() && (bytes_[at] == '&' || bytes_[at] == '!')) {
      while (at < bytes_.size() && !is_space(bytes_[at]) && !is_one_of(bytes_[at], ",]}")) ++at;
      at = skip_space_and_comments(bytes_, at, "");
    }
    return at;
  }

  // The length of the null that is written at `at`. A value that is not written has the mark of
  // what follows it, which can be a key that is `~` or begins with it.
  std::size_t null_word(std::size_t at) const {
    const std::string_view rest = bytes_.substr(at);
    for (const std::string_view word : {"null", "~", "Null", "NULL"}) {
      if (rest.starts_with(word)) return is_null_before(rest, word.size()) ? word.size() : 0;
    }
    return 0;
  }

  bool is_null_before(std::string_view rest, std::size_t end) const {
    const std::size_t next = std::min(rest.find_first_not_of(" \t", end), rest.size());
    if (next == rest.size() || is_one_of(rest[next], "\r\n")) return true;
    if (rest[next] == '#') return next > end;
    if (rest[next] == ':') return builder_.expects_key();
    return builder_.is_in_flow() && is_one_of(rest[next], ",]}");
  }

  // The place of a value that is not written: after its `:`, `-` or `?`.
  std::size_t after_indicator(std::size_t at) const {
    std::size_t place = skip_space_and_comments(bytes_, at, ",");
    if (place >= bytes_.size() || !is_one_of(bytes_[place], ":-?")) return at;
    return place + 1;
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
              const std::string& value) {
    const std::size_t begin = skip_properties(offset(mark));
    strictness_.check_tabs(offset(mark));
    const char first = begin < bytes_.size() ? bytes_[begin] : '\0';
    if (first != '|' && first != '>') strictness_.check_column(offset(mark));
    if (tag == "?") {  // yaml-cpp's mark of a plain scalar without a tag
      plain(begin, tag, anchor, value);
      return;
    }
    switch (first) {
      case '"':
      case '\'':
        quoted(begin, first, tag, anchor, value);
        return;
      case '|':
      case '>':
        block(begin, tag, anchor, value);
        return;
      default:
        plain(begin, tag, anchor, value);
    }
  }

  void add_scalar(std::string_view text, Style style, ScalarType type, std::size_t begin,
                  std::size_t end, YAML::anchor_t anchor) {
    builder_.scalar(text, style, type, to_offset(begin), to_offset(end), anchor);
  }

  static ScalarType type_of(const std::string& tag, Style style, std::string_view text) {
    if (tag == "tag:yaml.org,2002:str" || tag == "!") return ScalarType::kString;
    if (tag == "tag:yaml.org,2002:int") return ScalarType::kInt;
    if (tag == "tag:yaml.org,2002:float") return ScalarType::kFloat;
    if (tag == "tag:yaml.org,2002:bool") return ScalarType::kBool;
    if (style != Style::kPlain) return ScalarType::kString;
    return resolve_plain(text);
  }

  // Views the source if the text is written there as it is, else copies.
  std::string_view text_at(std::size_t at, const std::string& value) {
    const std::string_view written = bytes_.substr(std::min(at, bytes_.size()), value.size());
    return written == value ? written : file_.arena.copy(value);
  }

  void plain(std::size_t begin, const std::string& tag, YAML::anchor_t anchor,
             const std::string& value) {
    // Lines of a plain scalar are folded: compare text and source byte by byte.
    std::size_t at = begin;
    std::size_t end = begin;
    for (std::size_t i = 0; i < value.size() && at < bytes_.size();) {
      if (value[i] == bytes_[at]) {
        ++i;
        end = ++at;
      } else if (is_space(bytes_[at])) {
        while (at < bytes_.size() && is_space(bytes_[at])) ++at;
        while (i < value.size() && is_space(value[i])) ++i;
      } else {
        break;
      }
    }
    const std::string_view text = text_at(begin, value);
    add_scalar(text, Style::kPlain, type_of(tag, Style::kPlain, text), begin, end, anchor);
  }

  void quoted(std::size_t begin, char quote, const std::string& tag, YAML::anchor_t anchor,
              const std::string& value) {
    const std::size_t end = strictness_.closed_quote(begin);
    const Style style = quote == '"' ? Style::kDoubleQuoted : Style::kSingleQuoted;
    const bool is_as_written = end - begin - 2 == value.size();
    const std::string_view text =
        is_as_written ? text_at(begin + 1, value) : file_.arena.copy(value);
    add_scalar(text, style, type_of(tag, style, text), begin, end, anchor);
  }

  void block(std::size_t begin, const std::string& tag, YAML::anchor_t anchor,
             const std::string& value) {
    const Style style = bytes_[begin] == '|' ? Style::kLiteral : Style::kFolded;
    strictness_.check_indentation(begin);
    const std::size_t end = block_end(begin, value);
    const std::string_view text = file_.arena.copy(with_kept_breaks(value, begin, end));
    add_scalar(text, style, type_of(tag, style, text), begin, end, anchor);
  }

  // yaml-cpp folds one of the trailing breaks of a `>+`, all of which have to stay.
  std::string with_kept_breaks(const std::string& value, std::size_t begin, std::size_t end) const {
    const std::string_view header = bytes_.substr(begin, bytes_.find('\n', begin) - begin);
    const std::size_t last = value.find_last_not_of('\n');
    if (header[0] != '>' || header.substr(0, 3).find('+') == header.npos || last == value.npos) {
      return value;
    }
    const std::size_t next = std::min(bytes_.find_first_not_of(" \r\n", end), bytes_.size());
    const auto breaks = std::count(bytes_.begin() + static_cast<std::ptrdiff_t>(end),
                                   bytes_.begin() + static_cast<std::ptrdiff_t>(next), '\n');
    return value.substr(0, last + 1).append(static_cast<std::size_t>(breaks), '\n');
  }

  // The end of the last line that is not blank.
  std::size_t block_end(std::size_t begin, const std::string& value) const {
    std::size_t line = std::min(bytes_.find('\n', begin), bytes_.size());
    std::size_t end = line;
    while (end > begin && is_space(bytes_[end - 1])) --end;
    const std::size_t first_text = value.find_first_not_of('\n');
    if (first_text == value.npos) return end;
    // Blanks that belong to the text are not indentation.
    std::size_t own_blanks = 0;
    while (first_text + own_blanks < value.size() && value[first_text + own_blanks] == ' ') {
      ++own_blanks;
    }
    std::size_t indent = std::string::npos;
    while (line < bytes_.size()) {
      const std::size_t first = line + 1;
      std::size_t at = first;
      while (at < bytes_.size() && bytes_[at] == ' ') ++at;
      const std::size_t next = std::min(bytes_.find('\n', first), bytes_.size());
      const bool is_empty_line = at >= next || (bytes_[at] == '\r' && at + 1 >= next);
      const std::size_t depth = at - first;
      if (!is_empty_line) {
        if (indent == std::string::npos) indent = depth - std::min(depth, own_blanks);
        if (depth < indent || (depth == 0 && is_marker(bytes_, first))) break;
        end = next;
        if (end > first && bytes_[end - 1] == '\r') --end;
      }
      line = next;
    }
    return end;
  }

  void begin_collection(Kind kind, char bracket, const YAML::Mark& mark, YAML::anchor_t anchor) {
    const std::size_t begin = skip_properties(offset(mark));
    const bool is_flow = begin < bytes_.size() && bytes_[begin] == bracket;
    if (is_flow && bytes_.substr(begin).starts_with("{{")) has_template_ = true;
    if (is_flow) {
      strictness_.check_tabs(offset(mark));
      strictness_.check_column(offset(mark));
    }
    builder_.begin_collection(kind, is_flow ? Style::kFlow : Style::kBlock, to_offset(begin),
                              anchor);
  }

  void end_collection(char bracket) {
    std::size_t end = builder_.last_end();
    if (builder_.is_in_flow()) {
      std::size_t at = end;
      if (at < bytes_.size() && is_one_of(bytes_[at], "[{") && is_open(at)) ++at;
      at = skip_properties(skip_space_and_comments(bytes_, at, ",:?"));
      at = skip_space_and_comments(bytes_, at, ",:?");
      if (at < bytes_.size() && bytes_[at] == bracket) end = at + 1;
    }
    builder_.end_collection(to_offset(end));
  }

  // Whether nothing has been read since the bracket at this offset.
  bool is_open(std::size_t at) const { return builder_.last_end() == at; }

  std::string_view bytes_;
  std::size_t base_;
  bool is_masked_;
  File& file_;
  TreeBuilder builder_;
  Strictness strictness_;
  std::size_t document_begin_ = 0;
  bool has_document_ = false;
  bool has_template_ = false;
};

// yaml-cpp's messages are about its grammar; a user needs to know what to look for.
std::string syntax_message(std::string_view from_parser) {
  if (from_parser.find("end of map not found") != from_parser.npos) {
    return "this line doesn't fit the mapping above it; check its indentation and quotes";
  }
  if (from_parser.find("end of sequence not found") != from_parser.npos) {
    return "this line doesn't fit the list above it; check its indentation";
  }
  if (from_parser.find("illegal map value") != from_parser.npos) {
    return "this `:` can't start a value; quote the string or check the indentation";
  }
  if (from_parser.find("end of map flow") != from_parser.npos) return "this `{` is never closed";
  if (from_parser.find("end of sequence flow") != from_parser.npos) {
    return "this `[` is never closed";
  }
  return fmt::format("invalid YAML: {}", from_parser);
}

// Whether a line has `{{`, `{%` or `<%` outside of quotes and comments.
bool looks_like_template(std::string_view chunk) {
  for (std::size_t at = chunk.find_first_of("{<"); at != chunk.npos;
       at = chunk.find_first_of("{<", at + 1)) {
    const std::string_view mark = chunk.substr(at, 2);
    if (mark != "{{" && mark != "{%" && mark != "<%") continue;
    const std::size_t line = at == 0 ? 0 : chunk.rfind('\n', at - 1) + 1;
    const std::string_view before = chunk.substr(line, at - line);
    const auto quotes = [&](char quote) { return std::ranges::count(before, quote) % 2; };
    if (quotes('"') == 0 && quotes('\'') == 0 && before.find('#') == before.npos) return true;
  }
  return false;
}

}  // namespace

void read_yaml(std::string_view bytes, std::size_t base, std::size_t length, text::SourceId source,
               const ScalarMap* embedding, const Limits& limits, File& file) {
  const std::string_view chunk = bytes.substr(base, length);
  const std::string mask = masked(chunk);
  ViewBuffer buffer(mask.empty() ? chunk : mask);
  std::istream stream(&buffer);
  Handler handler(bytes.substr(0, base + length), base, !mask.empty(), source, embedding, limits,
                  file);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {
    }
  } catch (const DocumentAborted&) {
    // The builder has reported why.
  } catch (const YAML::DeepRecursion& error) {  // its own limit, above ours
    const auto at = static_cast<std::uint32_t>(std::min(handler.offset(error.mark), bytes.size()));
    handler.builder().problem(kNestingProblem, at, at, "nested too deep to be read; flatten it");
  } catch (const YAML::Exception& error) {
    const std::size_t at = std::min(handler.offset(error.mark), bytes.size());
    const auto begin = static_cast<std::uint32_t>(at);
    if (looks_like_template(chunk)) {
      const auto start = static_cast<std::uint32_t>(base);
      const auto end = static_cast<std::uint32_t>(base + length);
      const text::Span span = handler.builder().span(start, end);
      file.documents.push_back({.root = Node(), .span = span, .is_template = true});
    } else if (error.msg.find("anchor") != std::string::npos) {
      std::size_t end = at;
      while (end < bytes.size() && !is_space(bytes[end])) ++end;
      handler.builder().problem(
          kAliasProblem, begin, static_cast<std::uint32_t>(end),
          fmt::format("no anchor for `{}` in this document; define one or write the value out",
                      bytes.substr(at, end - at)));
    } else if (handler.strictness().report_indenting_tab(at)) {
      // That is what yaml-cpp failed at.
    } else if (error.msg == YAML::ErrorMsg::EOF_IN_SCALAR) {
      handler.strictness().report_open_quote();
    } else {
      handler.builder().problem(kSyntax, begin, begin, syntax_message(error.msg));
    }
  }
}

}  // namespace meshlint::yaml
