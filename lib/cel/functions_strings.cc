// Strings: the standard functions, cel-go's extensions and Kubernetes' regular expressions.
// Sources: the CEL language definition; https://pkg.go.dev/github.com/google/cel-go/ext#Strings

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "cel/function.h"
#include "cel/lists.h"
#include "cel/text_forms.h"
#include "cel/unicode.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

bool are_strings(Arguments arguments) {
  return std::ranges::all_of(arguments,
                             [](const Value& value) { return value.is(ValueKind::kString); });
}

Value contains(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  frame.charge(arguments[0].text().size() / 10);
  return Value::boolean(arguments[0].text().find(arguments[1].text()) != std::string_view::npos);
}
Value starts_with(Frame&, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  return Value::boolean(arguments[0].text().starts_with(arguments[1].text()));
}
Value ends_with(Frame&, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  return Value::boolean(arguments[0].text().ends_with(arguments[1].text()));
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

Value matches(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  const re2::RE2& regex = frame.regexes().get(arguments[1].text());
  if (!regex.ok()) return frame.error("invalid regular expression: {}", regex.error());
  frame.charge(arguments[0].text().size() / 10);
  return Value::boolean(re2::RE2::PartialMatch(piece(arguments[0].text()), regex));
}

// All matches, at most `limit`. An empty match directly after another one doesn't count.
Value find_matches(Frame& frame, std::string_view text, const re2::RE2& regex, std::int64_t limit) {
  std::vector<Value> found;
  std::size_t position = 0;
  std::size_t last_end = std::string_view::npos;
  re2::StringPiece match;
  while (position <= text.size() && limit-- != 0) {
    if (!frame.charge(1 + (text.size() - position) / 10)) return Frame::exhausted();
    if (!regex.Match(piece(text), position, text.size(), re2::RE2::UNANCHORED, &match, 1)) break;
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    const std::size_t end = begin + match.size();
    const bool is_empty_after_match = match.empty() && begin == last_end;
    if (is_empty_after_match) {
      ++limit;
    } else {
      found.push_back(Value::string(text.substr(begin, match.size())));
    }
    last_end = end;
    position =
        match.empty() ? end + std::max<std::size_t>(code_point_length(text.substr(end)), 1) : end;
  }
  return frame.list(found);
}

Value find(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  const re2::RE2& regex = frame.regexes().get(arguments[1].text());
  if (!regex.ok()) return frame.error("invalid regular expression: {}", regex.error());
  const Value found = find_matches(frame, arguments[0].text(), regex, 1);
  if (found.is_error()) return found;
  return found.size() == 0 ? Value::string("") : found.values()[0];
}

Value find_all(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments.first(2))) return no_overload();
  if (arguments.size() == 3 && !arguments[2].is(ValueKind::kInt)) return no_overload();
  const re2::RE2& regex = frame.regexes().get(arguments[1].text());
  if (!regex.ok()) return frame.error("invalid regular expression: {}", regex.error());
  const std::int64_t limit = arguments.size() == 3 ? arguments[2].as_int() : -1;
  return find_matches(frame, arguments[0].text(), regex, limit);
}

Value out_of_range(Frame& frame, std::int64_t index) {
  return frame.error("index out of range: {}", index);
}

// The byte offset of a code point's index, or npos if it is negative or beyond the end.
std::size_t offset_of(std::string_view text, std::int64_t index) {
  if (index < 0) return std::string_view::npos;
  return byte_offset(text, static_cast<std::uint64_t>(index));
}

Value char_at(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString) || !arguments[1].is(ValueKind::kInt)) {
    return no_overload();
  }
  const std::string_view text = arguments[0].text();
  const std::size_t at = offset_of(text, arguments[1].as_int());
  if (at == text.npos) return out_of_range(frame, arguments[1].as_int());
  return Value::string(text.substr(at, code_point_length(text.substr(at))));
}

Value code_point_index(std::string_view text, std::size_t offset) {
  if (offset == text.npos) return Value::integer(-1);
  return Value::integer(static_cast<std::int64_t>(count_code_points(text.substr(0, offset))));
}

Value index_of(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kList)) return index_in_list(frame, arguments, false);
  if (!are_strings(arguments.first(2))) return no_overload();
  const std::string_view text = arguments[0].text();
  const std::string_view wanted = arguments[1].text();
  if (!frame.charge(text.size() / 10)) return Frame::exhausted();
  std::size_t from = 0;
  if (arguments.size() == 3) {
    if (!arguments[2].is(ValueKind::kInt)) return no_overload();
    if (wanted.empty()) return arguments[2];
    from = offset_of(text, arguments[2].as_int());
    if (from == text.npos) return out_of_range(frame, arguments[2].as_int());
  }
  return code_point_index(text, text.find(wanted, from));
}

Value last_index_of(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kList)) return index_in_list(frame, arguments, true);
  if (!are_strings(arguments.first(2))) return no_overload();
  const std::string_view text = arguments[0].text();
  const std::string_view wanted = arguments[1].text();
  if (!frame.charge(text.size() / 10)) return Frame::exhausted();
  if (arguments.size() == 2) return code_point_index(text, text.rfind(wanted));
  if (!arguments[2].is(ValueKind::kInt)) return no_overload();
  if (wanted.empty()) return arguments[2];
  const std::size_t from = offset_of(text, arguments[2].as_int());
  if (from == text.npos) return out_of_range(frame, arguments[2].as_int());
  return code_point_index(text, text.rfind(wanted, from));
}

Value substring(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString) || !arguments[1].is(ValueKind::kInt)) {
    return no_overload();
  }
  if (arguments.size() == 3 && !arguments[2].is(ValueKind::kInt)) return no_overload();
  const std::string_view text = arguments[0].text();
  const std::size_t begin = offset_of(text, arguments[1].as_int());
  if (begin == text.npos) return out_of_range(frame, arguments[1].as_int());
  if (arguments.size() == 2) return Value::string(text.substr(begin));
  const std::size_t end = offset_of(text, arguments[2].as_int());
  if (end == text.npos) return out_of_range(frame, arguments[2].as_int());
  if (end < begin) {
    return frame.error("invalid substring range: start {}, end {}", arguments[1].as_int(),
                       arguments[2].as_int());
  }
  return Value::string(text.substr(begin, end - begin));
}

template <typename Change>
Value changed(Frame& frame, Arguments arguments, Change change) {
  if (!are_strings(arguments)) return no_overload();
  std::string text(arguments[0].text());
  std::ranges::transform(text, text.begin(), change);
  return frame.string(text);
}

Value lower_ascii(Frame& frame, Arguments arguments) {
  return changed(frame, arguments, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}
Value upper_ascii(Frame& frame, Arguments arguments) {
  return changed(frame, arguments, [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
}

Value replace(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments.first(3))) return no_overload();
  if (arguments.size() == 4 && !arguments[3].is(ValueKind::kInt)) return no_overload();
  std::int64_t left = arguments.size() == 4 ? arguments[3].as_int() : -1;
  const std::string_view text = arguments[0].text();
  const std::string_view old = arguments[1].text();
  std::string result;
  std::size_t at = 0;
  while (left != 0 && at <= text.size()) {
    if (!frame.charge(1 + arguments[2].text().size() / 10)) return Frame::exhausted();
    const std::size_t found = text.find(old, at);
    if (found == text.npos) break;
    result += text.substr(at, found - at);
    result += arguments[2].text();
    at = found + old.size();
    --left;
    if (!old.empty()) continue;
    // An empty string is between all characters.
    const std::size_t length = code_point_length(text.substr(at));
    result += text.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  if (at < text.size()) result += text.substr(at);
  return frame.string(result);
}

Value split(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments.first(2))) return no_overload();
  if (arguments.size() == 3 && !arguments[2].is(ValueKind::kInt)) return no_overload();
  const std::int64_t limit = arguments.size() == 3 ? arguments[2].as_int() : -1;
  std::string_view text = arguments[0].text();
  const std::string_view separator = arguments[1].text();
  std::vector<Value> parts;
  if (limit == 0) return frame.list(parts);
  while (limit < 0 || static_cast<std::int64_t>(parts.size()) + 1 < limit) {
    if (!frame.charge(1)) return Frame::exhausted();
    std::size_t end = text.find(separator);
    if (separator.empty()) {
      end = code_point_length(text);
      if (end >= text.size()) break;
    }
    if (end == text.npos) break;
    parts.push_back(Value::string(text.substr(0, end)));
    text.remove_prefix(end + separator.size());
  }
  if (!text.empty() || !separator.empty()) parts.push_back(Value::string(text));
  return frame.list(parts);
}

Value trim(Frame&, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  std::string_view text = arguments[0].text();
  while (!text.empty() && is_space(code_point(text))) text.remove_prefix(code_point_length(text));
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
    if (!is_space(code_point(text.substr(last)))) break;
    text = text.substr(0, last);
  }
  return Value::string(text);
}

Value join(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kList)) return no_overload();
  if (arguments.size() == 2 && !arguments[1].is(ValueKind::kString)) return no_overload();
  const std::string_view separator =
      arguments.size() == 2 ? arguments[1].text() : std::string_view();
  std::string text;
  for (std::size_t i = 0; i < arguments[0].size(); ++i) {
    const Value item = frame.item(arguments[0], i);
    if (!item.is(ValueKind::kString)) return no_overload();
    if (!frame.charge(1 + (item.text().size() + separator.size()) / 10)) {
      return Frame::exhausted();
    }
    if (i > 0) text += separator;
    text += item.text();
  }
  return frame.string(text);
}

Value reverse(Frame& frame, Arguments arguments) {
  if (arguments[0].is(ValueKind::kList)) return reversed_list(frame, arguments[0]);
  if (!are_strings(arguments)) return no_overload();
  std::string_view text = arguments[0].text();
  std::string result(text.size(), '\0');
  std::size_t end = text.size();
  while (!text.empty()) {
    const std::size_t length = code_point_length(text);
    std::ranges::copy(text.substr(0, length), result.begin() + static_cast<int>(end - length));
    end -= length;
    text.remove_prefix(length);
  }
  return frame.string(result);
}

Value quote(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  std::string result = "\"";
  std::string_view text = arguments[0].text();
  while (!text.empty()) {
    const std::size_t length = code_point_length(text);
    constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
    constexpr std::string_view kLetters = "abfnrtv\\\"";
    const std::size_t found = length == 1 ? kEscaped.find(text.front()) : kEscaped.npos;
    if (found != kEscaped.npos) {
      result += '\\';
      result += kLetters[found];
    } else {
      // Bytes that aren't UTF-8 become U+FFFD.
      append_utf8(result, code_point(text));
    }
    text.remove_prefix(length);
  }
  return frame.string(result + '"');
}

Value base64_encode(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kBytes)) return no_overload();
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string_view bytes = arguments[0].text();
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j > bytes.size() ? '=' : kDigits[group >> (18 - 6 * j) & 63U];
    }
  }
  return frame.string(text);
}

Value base64_decode(Frame& frame, Arguments arguments) {
  if (!are_strings(arguments)) return no_overload();
  return decode_base64(frame, arguments[0].text());
}

constexpr auto kFunctions = std::to_array<Function>({
    {"contains", Library::kStandard, "string.(string) bool", contains},
    {"startsWith", Library::kStandard, "string.(string) bool", starts_with},
    {"endsWith", Library::kStandard, "string.(string) bool", ends_with},
    {"matches", Library::kStandard, "string.(string) bool | (string, string) bool", matches},
    {"find", Library::kKubernetesRegex, "string.(string) string", find},
    {"findAll", Library::kKubernetesRegex,
     "string.(string) list(string) | string.(string, int) list(string)", find_all},
    {"charAt", Library::kStrings, "string.(int) string", char_at},
    {"indexOf", Library::kStrings, "string.(string) int | string.(string, int) int", index_of},
    {"indexOf", Library::kKubernetesLists, "list(A).(A) int", index_of},
    {"lastIndexOf", Library::kStrings, "string.(string) int | string.(string, int) int",
     last_index_of},
    {"lastIndexOf", Library::kKubernetesLists, "list(A).(A) int", last_index_of},
    {"substring", Library::kStrings, "string.(int) string | string.(int, int) string", substring},
    {"lowerAscii", Library::kStrings, "string.() string", lower_ascii},
    {"upperAscii", Library::kStrings, "string.() string", upper_ascii},
    {"replace", Library::kStrings,
     "string.(string, string) string | string.(string, string, int) string", replace},
    {"split", Library::kStrings, "string.(string) list(string) | string.(string, int) list(string)",
     split},
    {"trim", Library::kStrings, "string.() string", trim},
    {"join", Library::kStrings, "list(string).() string | list(string).(string) string", join},
    {"reverse", Library::kStringReverse, "string.() string", reverse},
    {"reverse", Library::kLists, "list(A).() list(A)", reverse},
    {"strings.quote", Library::kStringFormat, "(string) string", quote},
    {"base64.encode", Library::kEncoders, "(bytes) string", base64_encode},
    {"base64.decode", Library::kEncoders, "(string) bytes", base64_decode},
});

}  // namespace

std::span<const Function> string_functions() { return kFunctions; }

}  // namespace meshlint::cel
