#include "render/structured_text.h"

#include <string_view>
#include <utility>
#include <vector>

#include "render/json_text.h"
#include "render/replacements.h"
#include "render/scalar_value.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"

namespace meshlint::render {
namespace {

// The tree with another record in the place of one of its nodes.
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

std::string written(const yaml::Record& value, yaml::Style style);

bool can_be_plain(std::string_view text) {
  if (text.empty() || text.find('\n') != text.npos || is_ambiguous(text)) return false;
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@` ";
  return kIndicators.find(text.front()) == text.npos && text.back() != ' ' && text.back() != ':' &&
         text.find(": ") == text.npos && text.find(" #") == text.npos;
}

// A list or map in flow style on one line, as the real tool writes it back.
void add_flow(std::string& to, yaml::Node node) {
  if (node.is_scalar()) {
    to += written(*node.record(), node.style());
    return;
  }
  to += node.is_list() ? '[' : '{';
  bool is_first = true;
  for (const yaml::Node item : node) {
    if (!std::exchange(is_first, false)) to += ", ";
    add_flow(to, item);
  }
  for (const auto [key, value] : node.entries()) {
    if (!std::exchange(is_first, false)) to += ", ";
    add_flow(to, key);
    to += ": ";
    add_flow(to, value);
  }
  to += node.is_list() ? ']' : '}';
}

// Puts the outermost flow collections that span several lines onto one line each. From the end
// on, so that the places of the others stay.
void join_flow(std::string& text, yaml::Node node) {
  if (node.style() == yaml::Style::kFlow && (node.is_list() || node.is_map())) {
    const text::Span at = node.span();
    if (text.substr(at.begin, at.end - at.begin).find('\n') == std::string::npos) return;
    std::string line;
    add_flow(line, node);
    text.replace(at.begin, at.end - at.begin, line);
    return;
  }
  for (std::size_t i = node.is_list() ? node.size() : 0; i > 0; --i) {
    join_flow(text, node.item(i - 1));
  }
  std::vector<yaml::Node> values;
  for (const auto [key, value] : node.entries()) values.push_back(value);
  for (auto value = values.rbegin(); value != values.rend(); ++value) join_flow(text, *value);
}

// A scalar as it can stand in YAML where another one of that style stood.
std::string written(const yaml::Record& value, yaml::Style style) {
  const std::string_view text(value.text, value.size);
  if (style == yaml::Style::kSingleQuoted) {
    std::string quoted = "'";
    for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
    return quoted + "'";
  }
  const bool is_string = value.type == yaml::ScalarType::kString;
  if (style == yaml::Style::kPlain && (!is_string || can_be_plain(text))) return std::string(text);
  std::string quoted;
  add_json_string(quoted, text);
  return quoted;
}

}  // namespace

std::optional<std::string> with_value_in_text(Context& context, yaml::Node scalar,
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
    const yaml::Record fresh = with_record(context.arena(), root, old, *value);
    std::string json;
    if (text.find('\n') != text.npos) {
      add_indented_json(json, yaml::Node(&fresh));
    } else {
      add_json(json, yaml::Node(&fresh));
    }
    return json;
  }
  if (!old.is_scalar() || value->kind != yaml::Kind::kScalar) return std::nullopt;
  text.replace(old.span().begin, old.span().end - old.span().begin, written(*value, old.style()));
  const text::Source changed("", text);
  const yaml::File again = yaml::parse(changed, scalar.span().source);
  if (again.documents.size() == 1) join_flow(text, again.documents.front().root);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace meshlint::render
