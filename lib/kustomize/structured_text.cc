#include "kustomize/structured_text.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/field_steps.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"
#include "yaml/json_text.h"
#include "yaml/scalar_value.h"

namespace meshlint::kustomize {
namespace {

// The tree with one of its nodes replaced by another record.
yaml::Record with_record(yaml::Arena& arena, yaml::Node node, yaml::Node old,
                         const yaml::Record& fresh) {
  if (node == old) return fresh;
  const std::optional<yaml::Record> list =
      rewrite_items(arena, node, [&](yaml::Node item) -> std::optional<yaml::Record> {
        if (!item.is_list() && !item.is_map() && item != old) return std::nullopt;
        return with_record(arena, item, old, fresh);
      });
  if (list) return *list;
  std::vector<yaml::Entry> entries;
  for (const auto [key, value] : node.entries()) {
    entries.push_back({*key.record(), with_record(arena, value, old, fresh)});
  }
  return node.is_map() ? yaml::map_record(arena, entries, node.span()) : *node.record();
}

std::string quoted(std::string_view text, yaml::Style style) {
  std::string result;
  if (style == yaml::Style::kSingleQuoted) {
    result += '\'';
    for (const char c : text) result.append(c == '\'' ? 2 : 1, c);
    return result += '\'';
  }
  yaml::add_json_string(result, text);
  return result;
}

std::string_view tag_of(yaml::ScalarType type) {
  switch (type) {
    case yaml::ScalarType::kBool:
      return "!!bool ";
    case yaml::ScalarType::kInt:
      return "!!int ";
    case yaml::ScalarType::kFloat:
      return "!!float ";
    case yaml::ScalarType::kNull:
      return "!!null ";
    default:
      return {};
  }
}

// The new text of a plain scalar, which keeps its type: with quotes or a tag if the text alone
// reads as another type.
std::string plain(std::string_view text, yaml::ScalarType type) {
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@` ";
  std::string result;
  if (yaml::type_when_plain(text) != type) {
    if (type == yaml::ScalarType::kString) return quoted(text, yaml::Style::kDoubleQuoted);
    result = tag_of(type);
  }
  const bool needs_quotes =
      !text.empty() &&
      ((kIndicators.find(text.front()) != text.npos && type == yaml::ScalarType::kString) ||
       text.back() == ' ' || text.back() == ':' || text.find(": ") != text.npos ||
       text.find(" #") != text.npos);
  return result += needs_quotes ? quoted(text, yaml::Style::kSingleQuoted) : std::string(text);
}

// Writes a document as kustomize does: two spaces per level, lists not indented below their key,
// flow collections on one line, no empty lines. Scalars keep their style, comments their place.
class Printer {
 public:
  // `fresh` replaces the node `old`.
  Printer(std::string_view source, std::vector<yaml::Comment> comments, yaml::Node old,
          const yaml::Record& fresh)
      : source_(source), comments_(std::move(comments)), old_(old), fresh_(fresh) {}

  std::string print(yaml::Node root) {
    collection(root, 0, false);
    comments_before(source_.size(), 0);
    while (out_.ends_with('\n')) out_.pop_back();
    return std::move(out_);
  }

 private:
  void collection(yaml::Node node, std::size_t indent, bool is_inline) {
    for (const yaml::Node item : node) {
      if (!is_inline) comments_before(item.span().begin, indent);
      if (!std::exchange(is_inline, false)) out_.append(indent, ' ');
      out_ += '-';
      at_ = after(at_, '-');
      value(item, indent, indent + 2);
    }
    for (const auto [key, item] : node.entries()) {
      if (!is_inline) comments_before(key.span().begin, indent);
      if (!std::exchange(is_inline, false)) out_.append(indent, ' ');
      scalar(key, indent);
      out_ += ':';
      at_ = after(key.span().end, ':');
      value(item, indent, item.is_list() ? indent : indent + 2);
    }
  }

  // Writes what follows a dash or a colon, and the end of that line.
  void value(yaml::Node node, std::size_t indent, std::size_t inner) {
    const bool is_item = out_.ends_with('-');
    if (node == old_) return scalar_line(node, indent);
    // An alias shows a node that is written further up.
    const bool is_alias = at_ < source_.size() && source_[at_] == '*';
    if (is_alias || (at_ < source_.size() && source_[at_] == '&')) {
      const std::size_t end = std::min(source_.find_first_of(" \n", at_), source_.size());
      out_.append(" ").append(source_.substr(at_, end - at_));
      at_ = end;
    }
    if (is_alias) return end_line();
    const bool is_block = node.style() == yaml::Style::kBlock && !node.empty();
    if (!is_block || !(node.is_map() || node.is_list())) return scalar_line(node, indent);
    if (is_item) {
      out_ += ' ';
      collection(node, inner, true);
    } else {
      end_line();
      collection(node, inner, false);
    }
  }

  void scalar_line(yaml::Node node, std::size_t indent) {
    at_ = std::max(at_, static_cast<std::size_t>(node.span().end));
    const std::size_t before = out_.size();
    out_ += ' ';
    scalar(node, indent + 2);
    if (out_.size() == before + 1) out_.pop_back();  // an empty one
    if (!out_.ends_with('\n')) end_line();
  }

  void scalar(yaml::Node node, std::size_t indent) {
    const bool is_old = node == old_;
    const yaml::Node shown = is_old ? yaml::Node(&fresh_) : node;
    const yaml::Style style = is_old && !node.is_scalar() ? shown.style() : node.style();
    if (style == yaml::Style::kLiteral || style == yaml::Style::kFolded ||
        (style == yaml::Style::kPlain && shown.text().find('\n') != std::string_view::npos)) {
      block(shown.text(), style == yaml::Style::kFolded, indent);
    } else if (!shown.is_scalar()) {
      flow(shown);
    } else if (style != yaml::Style::kPlain) {
      out_ += quoted(shown.text(), style);
    } else {
      out_ += is_old && node.is_scalar() ? plain(shown.text(), yaml::type_when_plain(node.text()))
                                         : std::string(shown.text());
    }
  }

  void flow(yaml::Node node) {
    out_ += node.is_list() ? '[' : '{';
    std::string_view comma;
    for (const yaml::Node item : node) {
      out_ += std::exchange(comma, ", ");
      scalar(item, 0);
    }
    for (const auto [key, value] : node.entries()) {
      out_ += std::exchange(comma, ", ");
      scalar(key, 0);
      out_ += ": ";
      scalar(value, 0);
    }
    out_ += node.is_list() ? ']' : '}';
  }

  void block(std::string_view text, bool is_folded, std::size_t indent) {
    out_ += is_folded ? '>' : '|';
    if (text.starts_with(' ')) out_ += '2';
    if (!text.ends_with('\n')) {
      out_ += '-';
    } else if (text.ends_with("\n\n")) {
      out_ += '+';
    }
    out_ += '\n';
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      if (!line.empty()) out_.append(indent, ' ').append(line);
      out_ += '\n';
      if (is_folded && !line.empty() && line.size() < text.size()) out_ += '\n';
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
  }

  // Writes the comment of a line, if it has one, and its end.
  void end_line() {
    if (next_ < comments_.size()) {
      const text::Span comment = comments_[next_].span;
      const std::size_t from = std::min<std::size_t>(at_, comment.begin);
      if (source_.substr(from, comment.begin - from).find('\n') == std::string_view::npos) {
        out_.append(" ").append(text_of(comment));
        at_ = comment.end;
        ++next_;
      }
    }
    out_ += '\n';
  }

  void comments_before(std::size_t end, std::size_t indent) {
    std::size_t last = source_.size();
    for (; next_ < comments_.size() && comments_[next_].span.begin < end; ++next_) {
      const text::Span span = comments_[next_].span;
      // Empty lines stay only between comments.
      if (last < span.begin) {
        const std::string_view gap = source_.substr(last, span.begin - last);
        if (std::ranges::count(gap, '\n') > 1) out_ += '\n';
      }
      out_.append(indent, ' ').append(text_of(span)) += '\n';
      at_ = last = span.end;
    }
  }

  std::string_view text_of(text::Span span) const {
    return source_.substr(span.begin, span.end - span.begin);
  }

  // Where the source goes on after the next such mark and the spaces behind it.
  std::size_t after(std::size_t at, char mark) const {
    at = std::min(source_.find(mark, at), source_.size() - 1) + 1;
    return std::min(source_.find_first_not_of(" \t", at), source_.size());
  }

  std::string_view source_;
  std::vector<yaml::Comment> comments_;
  yaml::Node old_;
  const yaml::Record& fresh_;
  std::string out_;
  std::size_t at_ = 0;    // in the source: after what is written
  std::size_t next_ = 0;  // the first comment that is not written
};

}  // namespace

std::optional<std::string> with_value_in_text(yaml::Arena& arena, yaml::Node scalar,
                                              std::span<const std::string> steps,
                                              const Rewrite& rewrite) {
  const text::Source source("", std::string(scalar.text()));
  const yaml::File file = yaml::parse(source, scalar.span().source);
  if (!file.problems.empty() || file.documents.size() != 1) return std::nullopt;
  const yaml::Node root = file.documents.front().root;
  const yaml::Node old = value_at(root, steps);
  if (!old) return std::nullopt;
  const std::optional<yaml::Record> value = rewrite(old);
  if (!value) return std::nullopt;
  std::string text(scalar.text());
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (text[first] == '{' || text[first] == '[') {
    const yaml::Record fresh = with_record(arena, root, old, *value);
    std::string json;
    if (text.find('\n') != text.npos) {
      yaml::add_indented_json(json, yaml::Node(&fresh));
    } else {
      yaml::add_json(json, yaml::Node(&fresh));
    }
    return json;
  }
  if (value->kind != yaml::Kind::kScalar || root.style() != yaml::Style::kBlock) {
    return std::nullopt;
  }
  return Printer(source.bytes(), yaml::comments(source, scalar.span().source, file), old, *value)
      .print(root);
}

}  // namespace meshlint::kustomize
