#include "template/functions.h"

#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <vector>

#include "cel/text_forms.h"
#include "text/source.h"
#include "yaml/build.h"
#include "yaml/document.h"
#include "yaml/emit.h"

namespace meshlint::templates {
namespace {

using yaml::Entry;
using yaml::Node;
using yaml::Record;
using yaml::ScalarType;
using Call = FunctionCall;
using NamedValues = std::vector<std::pair<std::string, Node>>;

constexpr std::size_t kMostItems = 100'000;
constexpr std::size_t kDeepestValue = 100;

bool is_nothing(Node value) { return !value || value.is_null(); }
bool is_number(Node value) {
  return value.type() == ScalarType::kInt || value.type() == ScalarType::kFloat;
}

// Sprig's strval.
std::string text_of(Node value) {
  return value.is_scalar() && !value.is_null() ? std::string(value.text()) : go_text(value);
}

double double_of(Node value) {
  if (const auto number = value.as_double()) return *number;
  if (const auto boolean = value.as_bool()) return *boolean ? 1 : 0;
  double number = 0;
  const std::string_view text = value.text();
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Sprig's toInt64: what is no number is 0.
std::int64_t int_of(Node value) {
  if (const auto number = value.as_int()) return *number;
  const double number = double_of(value);
  if (!(std::abs(number) < 9e18)) return 0;
  return static_cast<std::int64_t>(number);
}

NamedValues entries_of(Node map) {
  NamedValues entries;
  for (const auto [key, value] : map.entries()) entries.emplace_back(key.text(), value);
  return entries;
}

std::vector<Node> items_of(Node list) { return {list.begin(), list.end()}; }

bool is_equal(Node a, Node b) { return yaml::deep_equal(a, b); }

// The text and whatever of it the arguments say comes last, as Sprig's functions of strings do.
template <typename Change>
Node change_text(Call& call, Change change) {
  const std::string text = text_of(call[call.size() - 1]);
  return call.text(change(text));
}

std::string lowered(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string raised(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string_view trimmed(std::string_view text, std::string_view cutset) {
  const std::size_t first = text.find_first_not_of(cutset);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(cutset) - first + 1);
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(text);
  std::string result;
  while (true) {
    const std::size_t at = text.find(from);
    result += text.substr(0, at);
    if (at == text.npos) return result;
    result += to;
    text.remove_prefix(at + from.size());
  }
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

Node texts(Call& call, const std::vector<std::string>& parts) {
  std::vector<Node> items;
  for (const std::string& part : parts) items.push_back(call.text(part));
  return call.list(items);
}

void append_json(Node value, bool escapes_html, std::size_t depth, std::string& out);

void append_json_text(std::string_view text, bool escapes_html, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (static_cast<unsigned char>(c) < 0x20 ||
               (escapes_html && (c == '<' || c == '>' || c == '&'))) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(Node value, bool escapes_html, std::size_t depth, std::string& out) {
  if (is_nothing(value) || depth > kDeepestValue) {
    out += "null";
  } else if (value.is_list()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      append_json(value.item(i), escapes_html, depth + 1, out);
    }
    out += ']';
  } else if (value.is_map()) {
    NamedValues entries = entries_of(value);
    std::ranges::stable_sort(entries, {}, &NamedValues::value_type::first);
    out += '{';
    bool is_first = true;
    for (const auto& [key, entry] : entries) {
      if (!std::exchange(is_first, false)) out += ',';
      append_json_text(key, escapes_html, out);
      out += ':';
      append_json(entry, escapes_html, depth + 1, out);
    }
    out += '}';
  } else if (value.type() == ScalarType::kString) {
    append_json_text(value.text(), escapes_html, out);
  } else if (const auto number = value.as_double(); number && value.type() == ScalarType::kFloat &&
                                                    std::abs(*number) < 1e15 &&
                                                    *number == std::floor(*number)) {
    out += fmt::format("{:.0f}", *number);
  } else {
    out += value.text();
  }
}

// What a text says as YAML (or JSON), in the call's arena.
Record copied(yaml::Arena& arena, Node node, std::size_t depth) {
  Record record = *node.record();
  record.span = {};
  if (node.is_map() && depth < kDeepestValue) {
    std::vector<Entry> entries;
    for (const auto [key, value] : node.entries()) {
      entries.push_back({copied(arena, key, depth + 1), copied(arena, value, depth + 1)});
    }
    return yaml::map_record(arena, entries, {});
  }
  if (node.is_list() && depth < kDeepestValue) {
    std::vector<Record> items;
    for (const Node item : node) items.push_back(copied(arena, item, depth + 1));
    return yaml::list_record(arena, items, {});
  }
  const std::string_view text = arena.copy(node.text());
  record.text = text.data();
  record.size = static_cast<std::uint32_t>(text.size());
  return record;
}

Node parsed(Call& call) {
  const text::Source source("", text_of(call[0]));
  const yaml::File file = yaml::parse(source, 0, {.nodes = 100'000, .expanded_nodes = 100'000});
  if (!file.problems.empty()) return call.fail(file.problems.front().message);
  if (file.documents.empty()) return {};
  if (!call.spend(source.bytes().size() * 8)) return {};
  return go_values(call.arena(),
                   yaml::place(call.arena(), copied(call.arena(), file.documents.front().root, 0)));
}

// --- Go's own

Node fn_not(Call& call) { return call.boolean(!is_true(call[0])); }

// Go compares only what is alike.
bool are_alike(Node a, Node b) {
  if (is_nothing(a) || is_nothing(b)) return true;
  return a.is_scalar() && b.is_scalar() && a.type() == b.type();
}

Node fn_eq(Call& call) {
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (!are_alike(call[0], call[i])) {
      return call.fail(
          fmt::format("`{}` and `{}` are of different types", go_text(call[0]), go_text(call[i])));
    }
    if (is_nothing(call[0]) ? is_nothing(call[i]) : is_equal(call[0], call[i])) {
      return call.boolean(true);
    }
  }
  return call.boolean(false);
}

Node fn_ne(Call& call) {
  const Node equal = fn_eq(call);
  return call.has_failed() ? Node() : call.boolean(!is_true(equal));
}

// Less than 0, 0, more than 0.
int order_of(Call& call) {
  const Node a = call[0];
  const Node b = call[1];
  if (is_nothing(a) || !are_alike(a, b)) {
    call.fail(fmt::format("`{}` and `{}` cannot be ordered", go_text(a), go_text(b)));
    return 0;
  }
  if (is_number(a)) {
    const double left = double_of(a);
    const double right = double_of(b);
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return a.text().compare(b.text());
}

Node fn_lt(Call& call) { return call.boolean(order_of(call) < 0); }
Node fn_le(Call& call) { return call.boolean(order_of(call) <= 0); }
Node fn_gt(Call& call) { return call.boolean(order_of(call) > 0); }
Node fn_ge(Call& call) { return call.boolean(order_of(call) >= 0); }

Node fn_len(Call& call) {
  const Node value = call[0];
  if (value.is_list() || value.is_map())
    return call.integer(static_cast<std::int64_t>(value.size()));
  if (value.type() != ScalarType::kString) {
    return call.fail(fmt::format("`{}` has no length", go_text(value)));
  }
  return call.integer(static_cast<std::int64_t>(value.text().size()));
}

Node fn_index(Call& call) {
  Node value = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) {
    const Node key = call[i];
    if (value.is_map()) {
      if (key.type() != ScalarType::kString) {
        return call.fail(fmt::format("`{}` is no key of a map", go_text(key)));
      }
      value = value[key.text()];
      continue;
    }
    if (!value.is_list()) {
      return call.fail(fmt::format("`{}` has neither keys nor items", go_text(value)));
    }
    const std::int64_t index = int_of(key);
    if (key.type() != ScalarType::kInt) {
      return call.fail(fmt::format("`{}` is no index of a list", go_text(key)));
    }
    if (index < 0 || index >= static_cast<std::int64_t>(value.size())) {
      return call.fail(fmt::format("index {} of a list of {}", index, value.size()));
    }
    value = value.item(static_cast<std::size_t>(index));
  }
  return value;
}

Node fn_slice(Call& call) {
  const Node value = call[0];
  const auto size = static_cast<std::int64_t>(value.is_list() ? value.size() : value.text().size());
  const std::int64_t begin = call.size() > 1 ? int_of(call[1]) : 0;
  const std::int64_t end = call.size() > 2 ? int_of(call[2]) : size;
  if (begin < 0 || end < begin || end > size) {
    return call.fail(fmt::format("slice {} to {} of {}", begin, end, size));
  }
  const auto first = static_cast<std::size_t>(begin);
  const auto count = static_cast<std::size_t>(end - begin);
  if (!value.is_list()) return call.text(value.text().substr(first, count));
  const std::vector<Node> items = items_of(value);
  return call.list(std::span(items).subspan(first, count));
}

Node fn_print(Call& call) {
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) {
    // A blank stands between two operands of which neither is a string.
    const auto is_text = [&](std::size_t at) { return call[at].type() == ScalarType::kString; };
    if (i > 0 && !is_text(i) && !is_text(i - 1)) out += ' ';
    out += go_text(call[i]);
  }
  return call.text(out);
}

Node fn_println(Call& call) {
  std::string out;
  for (std::size_t i = 0; i < call.size(); ++i) {
    if (i > 0) out += ' ';
    out += go_text(call[i]);
  }
  return call.text(out + '\n');
}

std::string_view go_type(Node value) {
  switch (value.type()) {
    case ScalarType::kInt:
      return "int";
    case ScalarType::kFloat:
      return "float64";
    case ScalarType::kBool:
      return "bool";
    case ScalarType::kString:
      return "string";
    case ScalarType::kNull:
    case ScalarType::kNone:
      break;
  }
  if (value.is_list()) return "[]interface {}";
  return value.is_map() ? "map[string]interface {}" : "<nil>";
}

std::string padded(std::string text, std::string_view flags, std::size_t width) {
  if (text.size() >= width) return text;
  const std::size_t count = width - text.size();
  if (flags.find('-') != flags.npos) return text + std::string(count, ' ');
  const bool has_zeros = flags.find('0') != flags.npos;
  const std::size_t sign = has_zeros && text.starts_with('-') ? 1 : 0;
  return text.insert(sign, std::string(count, has_zeros ? '0' : ' '));
}

// What one verb makes of a value; Go prints a note in the text where they do not fit.
std::string formatted(char verb, Node value, int precision) {
  const ScalarType type = value.type();
  const bool is_int = type == ScalarType::kInt;
  const auto limited = [&](std::string text) {
    if (precision >= 0) text.resize(std::min(text.size(), static_cast<std::size_t>(precision)));
    return text;
  };
  switch (verb) {
    case 'v':
      return go_text(value);
    case 's':
      if (type == ScalarType::kString || !value.is_scalar()) return limited(go_text(value));
      break;
    case 'q':
      if (type == ScalarType::kString) {
        std::string out;
        append_json_text(value.text(), false, out);
        return out;
      }
      break;
    case 'd':
      if (is_int) return std::string(value.text());
      break;
    case 'x':
      if (is_int) return fmt::format("{:x}", int_of(value));
      break;
    case 't':
      if (type == ScalarType::kBool) return std::string(value.text());
      break;
    case 'f':
      if (type == ScalarType::kFloat) {
        return fmt::format("{:.{}f}", double_of(value),
                           precision < 0 ? 6 : std::min(precision, 50));
      }
      break;
    default:
      break;
  }
  return fmt::format("%!{}({}={})", verb, go_type(value), go_text(value));
}

Node fn_printf(Call& call) {
  const std::string format = text_of(call[0]);
  std::string out;
  std::size_t argument = 1;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      out += format[i];
      continue;
    }
    const std::size_t flags = ++i;
    while (i < format.size() && std::string_view("-+# 0").find(format[i]) != std::string_view::npos)
      ++i;
    const std::string_view flag_text = std::string_view(format).substr(flags, i - flags);
    const auto number = [&] {
      std::size_t value = 0;
      for (; i < format.size() && format[i] >= '0' && format[i] <= '9'; ++i) {
        value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(format[i] - '0'), 1000);
      }
      return value;
    };
    const std::size_t width = number();
    int precision = -1;
    if (i < format.size() && format[i] == '.') {
      ++i;
      precision = static_cast<int>(number());
    }
    if (i >= format.size()) {
      out += "%!(NOVERB)";
    } else if (format[i] == '%') {
      out += '%';
    } else if (argument >= call.size()) {
      out += fmt::format("%!{}(MISSING)", format[i]);
    } else {
      out += padded(formatted(format[i], call[argument++], precision), flag_text, width);
    }
  }
  if (argument < call.size()) {
    out += "%!(EXTRA ";
    for (std::size_t i = argument; i < call.size(); ++i) {
      out += fmt::format("{}{}={}", i > argument ? ", " : "", go_type(call[i]), go_text(call[i]));
    }
    out += ')';
  }
  return call.text(out);
}

// --- Sprig: values that may be missing

Node fn_default(Call& call) { return is_true(call[1]) ? call[1] : call[0]; }
Node fn_empty(Call& call) { return call.boolean(!is_true(call[0])); }
Node fn_coalesce(Call& call) {
  for (const Node value : call.arguments()) {
    if (is_true(value)) return value;
  }
  return {};
}
Node fn_ternary(Call& call) { return is_true(call[2]) ? call[0] : call[1]; }
Node fn_all(Call& call) { return call.boolean(std::ranges::all_of(call.arguments(), is_true)); }
Node fn_any(Call& call) { return call.boolean(std::ranges::any_of(call.arguments(), is_true)); }
Node fn_fail(Call& call) { return call.fail(text_of(call[0])); }

// --- Sprig: texts

Node fn_lower(Call& call) { return change_text(call, lowered); }
Node fn_upper(Call& call) { return change_text(call, raised); }
Node fn_title(Call& call) {
  return change_text(call, [](std::string text) {
    bool begins = true;
    for (char& c : text) {
      if (begins && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      begins = c == ' ';
    }
    return text;
  });
}
Node fn_untitle(Call& call) {
  return change_text(call, [](std::string text) {
    if (!text.empty()) text[0] = lowered(text.substr(0, 1))[0];
    return text;
  });
}
Node fn_trim(Call& call) {
  return change_text(call, [](const std::string& text) { return trimmed(text, " \t\n\r\v\f"); });
}
Node fn_trim_all(Call& call) { return call.text(trimmed(text_of(call[1]), text_of(call[0]))); }
Node fn_trim_prefix(Call& call) {
  const std::string prefix = text_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  });
}
Node fn_trim_suffix(Call& call) {
  const std::string suffix = text_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    return text.ends_with(suffix) ? text.substr(0, text.size() - suffix.size()) : text;
  });
}
Node fn_nospace(Call& call) {
  return change_text(call, [](std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return text;
  });
}
Node fn_trunc(Call& call) {
  const std::int64_t length = int_of(call[0]);
  return change_text(call, [&](const std::string& text) {
    const auto size = static_cast<std::int64_t>(text.size());
    if (length >= 0) return text.substr(0, static_cast<std::size_t>(std::min(length, size)));
    return text.substr(static_cast<std::size_t>(std::max<std::int64_t>(size + length, 0)));
  });
}
Node fn_substr(Call& call) {
  const std::string text = text_of(call[2]);
  const auto size = static_cast<std::int64_t>(text.size());
  const std::int64_t begin = std::max<std::int64_t>(int_of(call[0]), 0);
  std::int64_t end = int_of(call[1]);
  if (end < 0 || end > size) end = size;
  if (begin > end) return call.fail(fmt::format("characters {} to {} of {}", begin, end, size));
  return call.text(std::string_view(text).substr(static_cast<std::size_t>(begin),
                                                 static_cast<std::size_t>(end - begin)));
}
Node fn_replace(Call& call) {
  return call.text(replaced(text_of(call[2]), text_of(call[0]), text_of(call[1])));
}
Node fn_contains(Call& call) {
  return call.boolean(text_of(call[1]).find(text_of(call[0])) != std::string::npos);
}
Node fn_has_prefix(Call& call) {
  return call.boolean(text_of(call[1]).starts_with(text_of(call[0])));
}
Node fn_has_suffix(Call& call) {
  return call.boolean(text_of(call[1]).ends_with(text_of(call[0])));
}
Node fn_repeat(Call& call) {
  const auto count = static_cast<std::size_t>(std::max<std::int64_t>(int_of(call[0]), 0));
  const std::string text = text_of(call[1]);
  if (count > 0 && text.size() > (std::size_t{1} << 20) / count) {
    return call.fail("it makes too much text", TemplateProblem::Kind::kTooLarge);
  }
  std::string out;
  for (std::size_t i = 0; i < count && !text.empty(); ++i) out += text;
  return call.text(out);
}
Node fn_cat(Call& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    out += text_of(value);
  }
  return call.text(out);
}
Node fn_quote(Call& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    append_json_text(text_of(value), false, out);
  }
  return call.text(out);
}
Node fn_squote(Call& call) {
  std::string out;
  for (const Node value : call.arguments()) {
    if (is_nothing(value)) continue;
    if (!out.empty()) out += ' ';
    out += '\'' + text_of(value) + '\'';
  }
  return call.text(out);
}
Node fn_indent(Call& call) { return call.text(indented(text_of(call[1]), int_of(call[0]))); }
Node fn_nindent(Call& call) {
  return call.text('\n' + indented(text_of(call[1]), int_of(call[0])));
}
Node fn_join(Call& call) {
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
Node fn_split_list(Call& call) { return texts(call, split(text_of(call[1]), text_of(call[0]))); }
// "a/b" becomes {_0: a, _1: b}.
Node fn_split(Call& call) {
  NamedValues entries;
  for (const std::string& part : split(text_of(call[1]), text_of(call[0]))) {
    entries.emplace_back(fmt::format("_{}", entries.size()), call.text(part));
  }
  return call.map(entries);
}
Node fn_to_strings(Call& call) {
  std::vector<Node> items;
  for (const Node item : call[0]) items.push_back(call.text(text_of(item)));
  return call.list(items);
}
Node fn_to_string(Call& call) { return call.text(text_of(call[0])); }

// --- Sprig: regular expressions, the same dialect

// False, and the call fails, if the pattern is none.
bool compile(Call& call, std::unique_ptr<RE2>& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{1} << 20);
  pattern = std::make_unique<RE2>(text_of(call[0]), options);
  if (!pattern->ok()) call.fail(fmt::format("`{}` is no pattern", text_of(call[0])));
  return pattern->ok();
}
Node fn_regex_match(Call& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  return call.boolean(RE2::PartialMatch(text_of(call[1]), *pattern));
}
Node fn_regex_find(Call& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  const std::string text = text_of(call[1]);
  re2::StringPiece found;
  if (!pattern->Match(text, 0, text.size(), RE2::UNANCHORED, &found, 1)) return call.text("");
  return call.text({found.data(), found.size()});
}
Node fn_regex_replace_all(Call& call) {
  std::unique_ptr<RE2> pattern;
  if (!compile(call, pattern)) return {};
  // Go writes a group `$1` or `${1}`, RE2 `\1`.
  const std::string given = text_of(call[2]);
  std::string with;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] == '\\') with += '\\';
    if (given[i] != '$' || i + 1 >= given.size()) {
      with += given[i];
      continue;
    }
    const bool has_brace = given[i + 1] == '{';
    const std::size_t digit = i + (has_brace ? 2 : 1);
    const bool is_one_digit = digit < given.size() && given[digit] >= '0' && given[digit] <= '9';
    const std::size_t after = digit + (has_brace ? 2 : 1);
    const bool ends_there =
        has_brace ? digit + 1 < given.size() && given[digit + 1] == '}'
                  : after - 1 >= given.size() || after == given.size() ||
                        !((given[after] >= '0' && given[after] <= '9') || given[after] == '_' ||
                          (given[after] >= 'a' && given[after] <= 'z') ||
                          (given[after] >= 'A' && given[after] <= 'Z'));
    if (!is_one_digit || !ends_there) {
      return call.fail(fmt::format("what `{}` stands for is not known here", given),
                       TemplateProblem::Kind::kUndecidable);
    }
    with += '\\';
    with += given[digit];
    i = after - 1;
  }
  std::string text = text_of(call[1]);
  RE2::GlobalReplace(&text, *pattern, with);
  return call.text(text);
}

// --- Sprig: numbers

Node fn_int(Call& call) { return call.integer(int_of(call[0])); }
Node fn_float64(Call& call) { return call.number(double_of(call[0])); }
Node fn_add(Call& call) {
  std::uint64_t sum = 0;  // wraps as Go's integers do
  for (const Node value : call.arguments()) sum += static_cast<std::uint64_t>(int_of(value));
  return call.integer(static_cast<std::int64_t>(sum));
}
Node fn_add1(Call& call) {
  return call.integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(int_of(call[0])) + 1));
}
Node fn_sub(Call& call) {
  return call.integer(static_cast<std::int64_t>(static_cast<std::uint64_t>(int_of(call[0])) -
                                                static_cast<std::uint64_t>(int_of(call[1]))));
}
Node fn_mul(Call& call) {
  std::uint64_t product = 1;
  for (const Node value : call.arguments()) product *= static_cast<std::uint64_t>(int_of(value));
  return call.integer(static_cast<std::int64_t>(product));
}
Node fn_div(Call& call) {
  const std::int64_t by = int_of(call[1]);
  if (by == 0) return call.fail("division by zero");
  return call.integer(by == -1 ? 0 - int_of(call[0]) : int_of(call[0]) / by);
}
Node fn_mod(Call& call) {
  const std::int64_t by = int_of(call[1]);
  if (by == 0) return call.fail("division by zero");
  return call.integer(by == -1 ? 0 : int_of(call[0]) % by);
}
Node fn_max(Call& call) {
  std::int64_t best = int_of(call[0]);
  for (const Node value : call.arguments()) best = std::max(best, int_of(value));
  return call.integer(best);
}
Node fn_min(Call& call) {
  std::int64_t best = int_of(call[0]);
  for (const Node value : call.arguments()) best = std::min(best, int_of(value));
  return call.integer(best);
}
Node fn_floor(Call& call) { return call.number(std::floor(double_of(call[0]))); }
Node fn_ceil(Call& call) { return call.number(std::ceil(double_of(call[0]))); }

Node range_of(Call& call, std::int64_t begin, std::int64_t end, std::int64_t step) {
  std::vector<Node> items;
  if (step == 0) return call.list(items);
  for (std::int64_t i = begin; step > 0 ? i < end : i > end; i += step) {
    if (items.size() >= kMostItems) {
      return call.fail("it makes too long a list", TemplateProblem::Kind::kTooLarge);
    }
    items.push_back(call.integer(i));
    if (call.has_failed()) return {};
    if (step > 0 ? i > end - step : i < end - step) break;
  }
  return call.list(items);
}
std::int64_t small_int_of(Node value) {
  return std::clamp<std::int64_t>(int_of(value), -1'000'000'000, 1'000'000'000);
}
Node fn_until(Call& call) {
  const std::int64_t end = small_int_of(call[0]);
  return range_of(call, 0, end, end < 0 ? -1 : 1);
}
Node fn_until_step(Call& call) {
  return range_of(call, small_int_of(call[0]), small_int_of(call[1]), small_int_of(call[2]));
}

// --- Sprig: lists

Node list_or_fail(Call& call, std::size_t i) {
  if (call[i].is_list() || is_nothing(call[i])) return call[i];
  return call.fail(fmt::format("`{}` is no list", go_text(call[i])));
}
Node fn_list(Call& call) { return call.list(call.arguments()); }
Node fn_first(Call& call) {
  list_or_fail(call, 0);
  return call[0].item(0);
}
Node fn_last(Call& call) {
  list_or_fail(call, 0);
  return call[0].empty() ? Node() : call[0].item(call[0].size() - 1);
}
Node fn_rest(Call& call) {
  list_or_fail(call, 0);
  const std::vector<Node> items = items_of(call[0]);
  return call.list(std::span(items).subspan(std::min<std::size_t>(items.size(), 1)));
}
Node fn_initial(Call& call) {
  list_or_fail(call, 0);
  const std::vector<Node> items = items_of(call[0]);
  return call.list(std::span(items).first(items.size() - std::min<std::size_t>(items.size(), 1)));
}
Node fn_append(Call& call) {
  list_or_fail(call, 0);
  std::vector<Node> items = items_of(call[0]);
  items.push_back(call[1]);
  return call.list(items);
}
Node fn_prepend(Call& call) {
  list_or_fail(call, 0);
  std::vector<Node> items = items_of(call[0]);
  items.insert(items.begin(), call[1]);
  return call.list(items);
}
Node fn_concat(Call& call) {
  std::vector<Node> items;
  for (std::size_t i = 0; i < call.size(); ++i) {
    for (const Node item : list_or_fail(call, i)) items.push_back(item);
  }
  return call.list(items);
}
Node fn_has(Call& call) {
  const std::vector<Node> items = items_of(list_or_fail(call, 1));
  return call.boolean(
      std::ranges::any_of(items, [&](Node item) { return is_equal(item, call[0]); }));
}
// Both are quadratic, as upstream's are, so a long list costs steps of the budget.
Node keep_items(Call& call, Node list, const std::vector<Node>& unwanted, bool is_unique) {
  std::vector<Node> kept;
  for (const Node item : list) {
    const auto is_same = [&](Node other) { return is_equal(item, other); };
    if (!call.spend(unwanted.size() + (is_unique ? kept.size() : 0))) return {};
    if (std::ranges::any_of(unwanted, is_same)) continue;
    if (is_unique && std::ranges::any_of(kept, is_same)) continue;
    kept.push_back(item);
  }
  return call.list(kept);
}
Node fn_without(Call& call) {
  const std::vector<Node> unwanted(call.arguments().begin() + 1, call.arguments().end());
  return keep_items(call, list_or_fail(call, 0), unwanted, false);
}
Node fn_uniq(Call& call) { return keep_items(call, list_or_fail(call, 0), {}, true); }
Node fn_compact(Call& call) {
  std::vector<Node> kept = items_of(list_or_fail(call, 0));
  std::erase_if(kept, [](Node item) { return !is_true(item); });
  return call.list(kept);
}
Node fn_reverse(Call& call) {
  std::vector<Node> items = items_of(list_or_fail(call, 0));
  std::ranges::reverse(items);
  return call.list(items);
}
Node fn_sort_alpha(Call& call) {
  std::vector<std::string> items;
  for (const Node item : list_or_fail(call, 0)) items.push_back(text_of(item));
  std::ranges::sort(items);
  return texts(call, items);
}

// --- Sprig: maps

Node fn_dict(Call& call) {
  NamedValues entries;
  for (std::size_t i = 0; i < call.size(); i += 2) {
    const std::string key = text_of(call[i]);
    std::erase_if(entries, [&](const auto& entry) { return entry.first == key; });
    entries.emplace_back(key, i + 1 < call.size() ? call[i + 1] : call.text(""));
  }
  return call.map(entries);
}
Node fn_get(Call& call) {
  const Node found = call[0][text_of(call[1])];
  return found ? found : call.text("");
}
Node fn_has_key(Call& call) { return call.boolean(static_cast<bool>(call[0][text_of(call[1])])); }
Node fn_keys(Call& call) {
  std::vector<std::string> keys;
  for (const Node map : call.arguments()) {
    for (const auto [key, value] : map.entries()) keys.emplace_back(key.text());
  }
  // Go walks a map in no order at all; whoever wants one sorts.
  return texts(call, keys);
}
Node fn_values(Call& call) {
  std::vector<Node> values;
  for (const auto [key, value] : call[0].entries()) values.push_back(value);
  return call.list(values);
}
Node choose(Call& call, bool picks) {
  NamedValues entries = entries_of(call[0]);
  std::erase_if(entries, [&](const auto& entry) {
    const bool is_named = std::ranges::any_of(
        call.arguments().subspan(1), [&](Node name) { return name.text() == entry.first; });
    return is_named != picks;
  });
  return call.map(entries);
}
Node fn_pick(Call& call) { return choose(call, true); }
Node fn_omit(Call& call) { return choose(call, false); }
Node merged(Call& call, Node weak, Node strong, std::size_t depth) {
  if (!weak.is_map() || !strong.is_map() || depth > kDeepestValue) {
    return is_true(strong) ? strong : weak;
  }
  NamedValues entries = entries_of(weak);
  for (const auto [key, value] : strong.entries()) {
    const Node under = weak[key.text()];
    if (!under) {
      entries.emplace_back(key.text(), value);
      continue;
    }
    const auto at =
        std::ranges::find(entries, std::string(key.text()), &NamedValues::value_type::first);
    at->second = merged(call, under, value, depth + 1);
  }
  return call.map(entries);
}
Node fn_merge(Call& call) {
  Node result = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) result = merged(call, call[i], result, 0);
  return result;
}
Node fn_merge_overwrite(Call& call) {
  Node result = call[0];
  for (std::size_t i = 1; i < call.size(); ++i) result = merged(call, result, call[i], 0);
  return result;
}
// dig "a" "b" DEFAULT MAP
Node fn_dig(Call& call) {
  Node value = call[call.size() - 1];
  for (std::size_t i = 0; i + 2 < call.size(); ++i) {
    value = value[text_of(call[i])];
    if (!value) return call[call.size() - 2];
  }
  return value;
}
Node fn_deep_copy(Call& call) { return call[0]; }

// --- Sprig: encodings and paths

Node fn_to_json(Call& call) {
  std::string out;
  append_json(call[0], true, 0, out);
  return call.text(out);
}
Node fn_to_raw_json(Call& call) {
  std::string out;
  append_json(call[0], false, 0, out);
  return call.text(out);
}
Node fn_from_json(Call& call) { return parsed(call); }
Node fn_b64enc(Call& call) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = text_of(call[0]);
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += i + k > text.size() ? '=' : kDigits[(bits >> (18U - 6U * k)) & 63U];
    }
  }
  return call.text(out);
}
Node fn_base(Call& call) {
  std::string text = text_of(call[0]);
  while (text.size() > 1 && text.ends_with('/')) text.pop_back();
  if (text.empty()) return call.text(".");
  const std::size_t slash = text.rfind('/');
  return call.text(slash == text.npos || text == "/" ? text : text.substr(slash + 1));
}
Node fn_dir(Call& call) {
  const std::string text = text_of(call[0]);
  const std::size_t slash = text.rfind('/');
  if (slash == text.npos) return call.text(".");
  return call.text(slash == 0 ? "/" : text.substr(0, slash));
}
Node fn_ext(Call& call) {
  const std::string text = text_of(call[0]);
  const std::size_t dot = text.rfind('.');
  const std::size_t slash = text.rfind('/');
  if (dot == text.npos || (slash != text.npos && slash > dot)) return call.text("");
  return call.text(text.substr(dot));
}
Node fn_kind_of(Call& call) {
  const Node value = call[0];
  if (value.is_map()) return call.text("map");
  if (value.is_list()) return call.text("slice");
  return call.text(is_nothing(value) ? "invalid" : go_type(value));
}
Node fn_kind_is(Call& call) {
  const std::string wanted = text_of(call[0]);
  const Node value = call[1];
  const std::string_view kind = value.is_map()      ? "map"
                                : value.is_list()   ? "slice"
                                : is_nothing(value) ? "invalid"
                                                    : go_type(value);
  return call.boolean(kind == wanted);
}

// --- Argo CD's own

Node fn_normalize(Call& call) { return call.text(normalized_name(text_of(call[0]))); }

// slugify [LENGTH [SMART]] TEXT, 50 characters if nothing is said. Smart cuts at a dash.
Node fn_slugify(Call& call) {
  std::size_t length = 50;
  if (call.size() > 1) {
    length = static_cast<std::size_t>(std::clamp<std::int64_t>(int_of(call[0]), 0, 1000));
  }
  const bool is_smart = call.size() > 2 && is_true(call[1]);
  std::string text = lowered(text_of(call[call.size() - 1]));
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
    return call.fail("only English letters are read here", TemplateProblem::Kind::kUndecidable);
  }
  text = trimmed(text, " \t\n\r");
  text = replaced(replaced(text, "&", "and"), "@", "at");
  std::erase_if(text, [](char c) { return c == '"' || c == '\''; });
  if (!is_smart && length > 0 && text.size() > length) text.resize(length);
  std::string out;
  for (const char c : text) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (is_kept) {
      out += c;
    } else if (!out.ends_with('-')) {
      out += '-';
    }
  }
  out = trimmed(out, "-_");
  if (is_smart && length > 0 && out.size() > length) {
    const std::size_t dash = out.rfind('-', length);
    out.resize(dash == out.npos ? length : dash);
  }
  return call.text(out);
}

Node fn_to_yaml(Call& call) {
  if (is_nothing(call[0])) return call.text("null");
  std::string out = emit(call[0]);
  while (out.ends_with('\n')) out.pop_back();
  return call.text(out);
}
Node fn_from_yaml(Call& call) {
  const Node value = parsed(call);
  if (call.has_failed() || is_nothing(value) || value.is_map()) return value;
  return call.fail("the text holds no map");
}
Node fn_from_yaml_array(Call& call) {
  const Node value = parsed(call);
  if (call.has_failed() || is_nothing(value) || value.is_list()) return value;
  return call.fail("the text holds no list");
}

// `and` and `or` are run by the caller, for they stop early.
Node fn_none(Call&) { return {}; }

// Sorted, so that a lookup is a binary search. One without a body exists, but its result is not
// known here.
constexpr auto kFunctions = std::to_array<TemplateFunction>({
    {"abbrev"},
    {"abbrevboth"},
    {"add", fn_add},
    {"add1", fn_add1, 1, 1},
    {"add1f"},
    {"addf"},
    {"adler32sum"},
    {"ago"},
    {"all", fn_all},
    {"and", fn_none},
    {"any", fn_any},
    {"append", fn_append, 2, 2},
    {"atoi", fn_int, 1, 1},
    {"b32dec"},
    {"b32enc"},
    {"b64dec"},
    {"b64enc", fn_b64enc, 1, 1},
    {"base", fn_base, 1, 1},
    {"bcrypt"},
    {"biggest", fn_max, 1},
    {"buildCustomCert"},
    {"call"},
    {"camelcase"},
    {"cat", fn_cat},
    {"ceil", fn_ceil, 1, 1},
    {"chunk"},
    {"clean"},
    {"coalesce", fn_coalesce},
    {"compact", fn_compact, 1, 1},
    {"concat", fn_concat},
    {"contains", fn_contains, 2, 2},
    {"date"},
    {"dateInZone"},
    {"dateModify"},
    {"date_in_zone"},
    {"date_modify"},
    {"decryptAES"},
    {"deepCopy", fn_deep_copy, 1, 1},
    {"deepEqual"},
    {"default", fn_default, 1, 2},
    {"derivePassword"},
    {"dict", fn_dict},
    {"dig", fn_dig, 3},
    {"dir", fn_dir, 1, 1},
    {"div", fn_div, 2, 2},
    {"divf"},
    {"duration"},
    {"durationRound"},
    {"empty", fn_empty, 1, 1},
    {"encryptAES"},
    {"eq", fn_eq, 2},
    {"ext", fn_ext, 1, 1},
    {"fail", fn_fail, 1, 1},
    {"first", fn_first, 1, 1},
    {"float64", fn_float64, 1, 1},
    {"floor", fn_floor, 1, 1},
    {"fromJson", fn_from_json, 1, 1},
    {"fromYaml", fn_from_yaml, 1, 1},
    {"fromYamlArray", fn_from_yaml_array, 1, 1},
    {"ge", fn_ge, 2, 2},
    {"genCA"},
    {"genCAWithKey"},
    {"genPrivateKey"},
    {"genSelfSignedCert"},
    {"genSelfSignedCertWithKey"},
    {"genSignedCert"},
    {"genSignedCertWithKey"},
    {"get", fn_get, 2, 2},
    {"gt", fn_gt, 2, 2},
    {"has", fn_has, 2, 2},
    {"hasKey", fn_has_key, 2, 2},
    {"hasPrefix", fn_has_prefix, 2, 2},
    {"hasSuffix", fn_has_suffix, 2, 2},
    {"hello"},
    {"html"},
    {"htmlDate"},
    {"htmlDateInZone"},
    {"htpasswd"},
    {"indent", fn_indent, 2, 2},
    {"index", fn_index, 1},
    {"initial", fn_initial, 1, 1},
    {"initials"},
    {"int", fn_int, 1, 1},
    {"int64", fn_int, 1, 1},
    {"isAbs"},
    {"join", fn_join, 2, 2},
    {"js"},
    {"kebabcase"},
    {"keys", fn_keys},
    {"kindIs", fn_kind_is, 2, 2},
    {"kindOf", fn_kind_of, 1, 1},
    {"last", fn_last, 1, 1},
    {"le", fn_le, 2, 2},
    {"len", fn_len, 1, 1},
    {"list", fn_list},
    {"lower", fn_lower, 1, 1},
    {"lt", fn_lt, 2, 2},
    {"max", fn_max, 1},
    {"maxf"},
    {"merge", fn_merge, 1},
    {"mergeOverwrite", fn_merge_overwrite, 1},
    {"min", fn_min, 1},
    {"minf"},
    {"mod", fn_mod, 2, 2},
    {"mul", fn_mul, 1},
    {"mulf"},
    {"mustAppend", fn_append, 2, 2},
    {"mustChunk"},
    {"mustCompact", fn_compact, 1, 1},
    {"mustDateModify"},
    {"mustDeepCopy", fn_deep_copy, 1, 1},
    {"mustFirst", fn_first, 1, 1},
    {"mustFromJson", fn_from_json, 1, 1},
    {"mustHas", fn_has, 2, 2},
    {"mustInitial", fn_initial, 1, 1},
    {"mustLast", fn_last, 1, 1},
    {"mustMerge", fn_merge, 1},
    {"mustMergeOverwrite", fn_merge_overwrite, 1},
    {"mustPrepend", fn_prepend, 2, 2},
    {"mustPush", fn_append, 2, 2},
    {"mustRegexFind", fn_regex_find, 2, 2},
    {"mustRegexFindAll"},
    {"mustRegexMatch", fn_regex_match, 2, 2},
    {"mustRegexReplaceAll", fn_regex_replace_all, 3, 3},
    {"mustRegexReplaceAllLiteral"},
    {"mustRegexSplit"},
    {"mustRest", fn_rest, 1, 1},
    {"mustReverse", fn_reverse, 1, 1},
    {"mustSlice"},
    {"mustToDate"},
    {"mustToJson", fn_to_json, 1, 1},
    {"mustToPrettyJson"},
    {"mustToRawJson", fn_to_raw_json, 1, 1},
    {"mustUniq", fn_uniq, 1, 1},
    {"mustWithout", fn_without, 1},
    {"must_date_modify"},
    {"ne", fn_ne, 2, 2},
    {"nindent", fn_nindent, 2, 2},
    {"normalize", fn_normalize, 1, 1},
    {"nospace", fn_nospace, 1, 1},
    {"not", fn_not, 1, 1},
    {"now"},
    {"omit", fn_omit, 1},
    {"or", fn_none},
    {"osBase"},
    {"osClean"},
    {"osDir"},
    {"osExt"},
    {"osIsAbs"},
    {"pick", fn_pick, 1},
    {"pluck"},
    {"plural"},
    {"prepend", fn_prepend, 2, 2},
    {"print", fn_print},
    {"printf", fn_printf, 1},
    {"println", fn_println},
    {"push", fn_append, 2, 2},
    {"quote", fn_quote},
    {"randAlpha"},
    {"randAlphaNum"},
    {"randAscii"},
    {"randBytes"},
    {"randInt"},
    {"randNumeric"},
    {"regexFind", fn_regex_find, 2, 2},
    {"regexFindAll"},
    {"regexMatch", fn_regex_match, 2, 2},
    {"regexQuoteMeta"},
    {"regexReplaceAll", fn_regex_replace_all, 3, 3},
    {"regexReplaceAllLiteral"},
    {"regexSplit"},
    {"repeat", fn_repeat, 2, 2},
    {"replace", fn_replace, 3, 3},
    {"rest", fn_rest, 1, 1},
    {"reverse", fn_reverse, 1, 1},
    {"round"},
    {"semver"},
    {"semverCompare"},
    {"seq"},
    {"set"},
    {"sha1sum"},
    {"sha256sum"},
    {"sha512sum"},
    {"shuffle"},
    {"slice", fn_slice, 1, 3},
    {"slugify", fn_slugify, 1, 3},
    {"snakecase"},
    {"sortAlpha", fn_sort_alpha, 1, 1},
    {"split", fn_split, 2, 2},
    {"splitList", fn_split_list, 2, 2},
    {"splitn"},
    {"squote", fn_squote},
    {"sub", fn_sub, 2, 2},
    {"subf"},
    {"substr", fn_substr, 3, 3},
    {"swapcase"},
    {"ternary", fn_ternary, 3, 3},
    {"title", fn_title, 1, 1},
    {"toDate"},
    {"toDecimal"},
    {"toJson", fn_to_json, 1, 1},
    {"toPrettyJson"},
    {"toRawJson", fn_to_raw_json, 1, 1},
    {"toString", fn_to_string, 1, 1},
    {"toStrings", fn_to_strings, 1, 1},
    {"toYaml", fn_to_yaml, 1, 1},
    {"trim", fn_trim, 1, 1},
    {"trimAll", fn_trim_all, 2, 2},
    {"trimPrefix", fn_trim_prefix, 2, 2},
    {"trimSuffix", fn_trim_suffix, 2, 2},
    {"trimall", fn_trim_all, 2, 2},
    {"trunc", fn_trunc, 2, 2},
    {"tuple", fn_list},
    {"typeIs"},
    {"typeIsLike"},
    {"typeOf"},
    {"uniq", fn_uniq, 1, 1},
    {"unixEpoch"},
    {"unset"},
    {"until", fn_until, 1, 1},
    {"untilStep", fn_until_step, 3, 3},
    {"untitle", fn_untitle, 1, 1},
    {"upper", fn_upper, 1, 1},
    {"urlJoin"},
    {"urlParse"},
    {"urlquery"},
    {"uuidv4"},
    {"values", fn_values, 1, 1},
    {"without", fn_without, 1},
    {"wrap"},
    {"wrapWith"},
});
static_assert(std::ranges::is_sorted(kFunctions, {}, &TemplateFunction::name));

}  // namespace

bool FunctionCall::spend(std::size_t bytes) {
  if (bytes <= budget_.bytes) {
    budget_.bytes -= bytes;
    return true;
  }
  fail("it makes too much text", TemplateProblem::Kind::kTooLarge);
  return false;
}

Node FunctionCall::text(std::string_view value) {
  if (!spend(value.size() + sizeof(Record))) return {};
  return yaml::place(arena_, yaml::string_record(arena_, value, {}));
}

Node FunctionCall::integer(std::int64_t value) {
  if (!spend(sizeof(Record))) return {};
  return yaml::place(arena_, yaml::plain_record(arena_, fmt::format("{}", value), {}));
}

Node FunctionCall::number(double value) {
  if (!spend(sizeof(Record))) return {};
  Record record = yaml::plain_record(arena_, cel::double_text(value), {});
  record.type = ScalarType::kFloat;
  return yaml::place(arena_, record);
}

Node FunctionCall::boolean(bool value) {
  return yaml::place(arena_, yaml::plain_record(arena_, value ? "true" : "false", {}));
}

Node FunctionCall::list(std::span<const Node> items) {
  if (!spend(items.size() * sizeof(Record))) return {};
  std::vector<Record> records;
  records.reserve(items.size());
  for (const Node item : items) records.push_back(item ? *item.record() : yaml::null_record({}));
  return yaml::place(arena_, yaml::list_record(arena_, records, {}));
}

Node FunctionCall::map(std::span<const std::pair<std::string, Node>> entries) {
  if (!spend(entries.size() * sizeof(Entry))) return {};
  std::vector<Entry> records;
  records.reserve(entries.size());
  for (const auto& [key, value] : entries) {
    records.push_back(
        {yaml::string_record(arena_, key, {}), value ? *value.record() : yaml::null_record({})});
  }
  return yaml::place(arena_, yaml::map_record(arena_, records, {}));
}

const TemplateFunction* find_template_function(std::string_view name) {
  const auto found = std::ranges::lower_bound(kFunctions, name, {}, &TemplateFunction::name);
  return found != kFunctions.end() && found->name == name ? &*found : nullptr;
}

bool is_true(Node value) {
  if (is_nothing(value)) return false;
  if (!value.is_scalar()) return !value.empty();
  if (const auto boolean = value.as_bool()) return *boolean;
  if (is_number(value)) return double_of(value) != 0;
  return !value.text().empty();
}

}  // namespace meshlint::templates
