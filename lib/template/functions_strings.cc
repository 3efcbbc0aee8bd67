#include "template/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "template/go_json.h"
#include "template/string_changes.h"
#include "template/values.h"

namespace meshlint::templates {
namespace {

using yaml::Node;

// Sprig passes the string to change as the last argument.
template <typename Change>
Node change_text(FunctionCall& call, Change change) {
  const std::string text = text_of(call[call.size() - 1]);
  return call.text(change(text));
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  if (separator.empty()) {
    for (const char c : text) parts.emplace_back(1, c);
    return parts;
  }
  while (true) {
    const std::size_t at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == text.npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

std::string indented(std::string_view text, std::int64_t width) {
  const std::string blanks(static_cast<std::size_t>(std::clamp<std::int64_t>(width, 0, 1000)), ' ');
  std::string result = blanks;
  for (const char c : text) {
    result += c;
    if (c == '\n') result += blanks;
  }
  return result;
}

Node fn_lower(FunctionCall& call) { return change_text(call, lowered); }

Node fn_upper(FunctionCall& call) { return change_text(call, raised); }

Node fn_title(FunctionCall& call) {
  return change_text(call, [](std::string text) {
    bool begins = true;
    for (char& c : text) {
      if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      begins = c == ' ';
    }
    return text;
  });
}

Node fn_untitle(FunctionCall& call) {
  return change_text(call, [](std::string text) {
    if (!text.empty()) text[0] = lowered(text.substr(0, 1))[0];
    return text;
  });
}

Node fn_trim(FunctionCall& call) {
  return change_text(call, [](const std::string& text) { return trimmed(text, " \t\n\r\v\f"); });
}

Node fn_trim_all(FunctionCall& call) {
  return call.text(trimmed(text_of(call[1]), text_of(call[0])));
}

Node fn_trim_prefix(FunctionCall& call) {
  const std::string prefix = text_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  });
}

Node fn_trim_suffix(FunctionCall& call) {
  const std::string suffix = text_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
  });
}

Node fn_nospace(FunctionCall& call) {
  return change_text(call, [](std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return text;
  });
}

Node fn_trunc(FunctionCall& call) {
  const std::int64_t length = int_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    const auto size = static_cast<std::int64_t>(text.size());
    if (length >= 0) return text.substr(0, static_cast<std::size_t>(std::min(length, size)));
    return text.substr(static_cast<std::size_t>(std::max<std::int64_t>(size + length, 0)));
  });
}

Node fn_substr(FunctionCall& call) {
  const std::string text = text_of(call[2]);
  const auto size = static_cast<std::int64_t>(text.size());
  const std::int64_t begin = std::max<std::int64_t>(int_of(call[0]), 0);
  std::int64_t end = int_of(call[1]);
  if (end < 0 || end > size) end = size;
  if (begin > end) return call.fail(fmt::format("start {} is after end {}", begin, end));
  return call.text(std::string_view(text).substr(static_cast<std::size_t>(begin),
                                                 static_cast<std::size_t>(end - begin)));
}

Node fn_replace(FunctionCall& call) {
  return call.text(replaced(text_of(call[2]), text_of(call[0]), text_of(call[1])));
}

Node fn_contains(FunctionCall& call) {
  return call.boolean(text_of(call[1]).find(text_of(call[0])) != std::string::npos);
}

Node fn_has_prefix(FunctionCall& call) {
  return call.boolean(text_of(call[1]).starts_with(text_of(call[0])));
}

Node fn_has_suffix(FunctionCall& call) {
  return call.boolean(text_of(call[1]).ends_with(text_of(call[0])));
}

Node fn_repeat(FunctionCall& call) {
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(int_of(call[0]), 0));
  const std::string text = text_of(call[1]);
  if (count > 0 && text.size() > (std::size_t{1} << 20) / count) {
    return call.fail("result is longer than the limit", TemplateProblem::Kind::kTooLarge);
  }
  std::string out;
  for (std::size_t i = 0; i < count && !text.empty(); ++i) out += text;
  return call.text(out);
}

Node fn_cat(FunctionCall& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    out += text_of(value);
  }
  return call.text(out);
}

Node fn_quote(FunctionCall& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    append_json_string(text_of(value), false, out);
  }
  return call.text(out);
}

Node fn_squote(FunctionCall& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    out += '\'' + text_of(value) + '\'';
  }
  return call.text(out);
}

Node fn_indent(FunctionCall& call) {
  return call.text(indented(text_of(call[1]), int_of(call[0])));
}

Node fn_nindent(FunctionCall& call) {
  return call.text('\n' + indented(text_of(call[1]), int_of(call[0])));
}

Node fn_join(FunctionCall& call) {
  const std::string separator = text_of(call[0]);
  if (!call[1].is_list()) return call.text(is_nothing(call[1]) ? "" : text_of(call[1]));
  std::string out;
  bool is_first = true;
  for (const Node item : call[1]) {
    if (is_nothing(item)) continue;
    if (!std::exchange(is_first, false)) out += separator;
    out += text_of(item);
  }
  return call.text(out);
}

Node fn_split_list(FunctionCall& call) {
  return call.list(split(text_of(call[1]), text_of(call[0])));
}

// "a/b" becomes {_0: a, _1: b}.
Node fn_split(FunctionCall& call) {
  NamedValues entries;
  for (const std::string& part : split(text_of(call[1]), text_of(call[0]))) {
    entries.emplace_back(fmt::format("_{}", entries.size()), call.text(part));
  }
  return call.map(entries);
}

// Sorted, so that a lookup is a binary search.
constexpr auto kFunctions = std::to_array<Function>({
    {"abbrev"},
    {"abbrevboth"},
    {"camelcase"},
    {"cat", fn_cat},
    {"contains", fn_contains, 2, 2},
    {"hasPrefix", fn_has_prefix, 2, 2},
    {"hasSuffix", fn_has_suffix, 2, 2},
    {"hello"},
    {"indent", fn_indent, 2, 2},
    {"initials"},
    {"join", fn_join, 2, 2},
    {"kebabcase"},
    {"lower", fn_lower, 1, 1},
    {"nindent", fn_nindent, 2, 2},
    {"nospace", fn_nospace, 1, 1},
    {"plural"},
    {"quote", fn_quote},
    {"repeat", fn_repeat, 2, 2},
    {"replace", fn_replace, 3, 3},
    {"snakecase"},
    {"split", fn_split, 2, 2},
    {"splitList", fn_split_list, 2, 2},
    {"splitn"},
    {"squote", fn_squote},
    {"substr", fn_substr, 3, 3},
    {"swapcase"},
    {"title", fn_title, 1, 1},
    {"trim", fn_trim, 1, 1},
    {"trimAll", fn_trim_all, 2, 2},
    {"trimPrefix", fn_trim_prefix, 2, 2},
    {"trimSuffix", fn_trim_suffix, 2, 2},
    {"trimall", fn_trim_all, 2, 2},
    {"trunc", fn_trunc, 2, 2},
    {"untitle", fn_untitle, 1, 1},
    {"upper", fn_upper, 1, 1},
    {"wrap"},
    {"wrapWith"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &Function::name));

}  // namespace

Library string_functions() { return kFunctions; }

}  // namespace meshlint::templates
