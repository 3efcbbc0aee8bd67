// Semantic versions; and the comparisons that quantities share with them.
// Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "cel/function.h"
#include "cel/opaque.h"
#include "text/ascii.h"

namespace meshlint::cel {
namespace {

using Arguments = std::span<const Value>;

using text::is_digit;
bool is_identifier_char(char c) { return text::is_alphanumeric(c) || c == '-'; }
bool is_numeric(std::string_view text) { return std::ranges::all_of(text, is_digit); }

// Removes the part before the first dot, and returns it.
std::string_view take_part(std::string_view& text) {
  const std::size_t end = std::min(text.find('.'), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

// "alpha.1". If `is_strict`, numbers have no leading zeros.
bool are_identifiers(std::string_view text, bool is_strict) {
  if (text.ends_with('.')) return false;
  do {
    const std::string_view part = take_part(text);
    if (part.empty() || !std::ranges::all_of(part, is_identifier_char)) return false;
    if (is_strict && is_numeric(part) && part.size() > 1 && part.front() == '0') return false;
  } while (!text.empty());
  return true;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  if (text.empty() || !is_numeric(text)) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  std::uint64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc() ? std::optional(number) : std::nullopt;
}

// Removes a leading v and leading zeros, and adds missing numbers.
std::string normalized(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_of("-+"), text.size());
  std::string_view numbers = text.substr(0, end);
  if (numbers.ends_with('.')) return std::string(text);
  std::string result;
  int count = 0;
  while (!numbers.empty()) {
    std::string_view part = take_part(numbers);
    while (part.size() > 1 && part.front() == '0') part.remove_prefix(1);
    if (count++ > 0) result += '.';
    result += part;
  }
  for (; count > 0 && count < 3; ++count) result += ".0";
  return result + std::string(text.substr(end));
}

// The parsed version views `text`.
std::optional<Semver> parse(std::string_view text) {
  Semver version;
  if (const std::size_t plus = text.find('+'); plus != text.npos) {
    if (!are_identifiers(text.substr(plus + 1), false)) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (const std::size_t dash = text.find('-'); dash != text.npos) {
    version.pre_release = text.substr(dash + 1);
    if (!are_identifiers(version.pre_release, true)) return std::nullopt;
    text = text.substr(0, dash);
  }
  if (std::ranges::count(text, '.') != 2) return std::nullopt;
  const std::optional<std::uint64_t> major = number_of(take_part(text));
  const std::optional<std::uint64_t> minor = number_of(take_part(text));
  const std::optional<std::uint64_t> patch = number_of(take_part(text));
  if (!major || !minor || !patch) return std::nullopt;
  version.major = *major;
  version.minor = *minor;
  version.patch = *patch;
  return version;
}

// `is_understood`: the arguments are a string and perhaps a bool. `version` is empty if the string
// isn't a version.
struct Parsed {
  bool is_understood = false;
  std::optional<Semver> version;
};

Parsed parse_arguments(Frame& frame, Arguments arguments) {
  if (!arguments[0].is(ValueKind::kString)) return {};
  if (arguments.size() == 2 && !arguments[1].is(ValueKind::kBool)) return {};
  std::string_view text = arguments[0].text();
  if (arguments.size() == 2 && arguments[1].as_bool()) {
    text = frame.string(normalized(text)).text();
  }
  return {true, parse(text)};
}

Value semver(Frame& frame, Arguments arguments) {
  const Parsed parsed = parse_arguments(frame, arguments);
  if (!parsed.is_understood) return no_overload();
  if (parsed.version) return frame.opaque(OpaqueKind::kSemver, *parsed.version);
  return frame.error("`{}` is not a semantic version", arguments[0].text().substr(0, 64));
}

Value is_semver(Frame& frame, Arguments arguments) {
  const Parsed parsed = parse_arguments(frame, arguments);
  return parsed.is_understood ? Value::boolean(parsed.version.has_value()) : no_overload();
}

Value number(Arguments arguments, std::uint64_t Semver::*member) {
  if (!arguments[0].is_opaque(OpaqueKind::kSemver)) return no_overload();
  return Value::integer(static_cast<std::int64_t>(arguments[0].as<Semver>().*member));
}
Value major_of(Frame&, Arguments arguments) { return number(arguments, &Semver::major); }
Value minor_of(Frame&, Arguments arguments) { return number(arguments, &Semver::minor); }
Value patch_of(Frame&, Arguments arguments) { return number(arguments, &Semver::patch); }

// Of two versions or two quantities.
std::optional<int> compared(Arguments arguments) {
  const Value& left = arguments[0];
  const Value& right = arguments[1];
  if (left.is_opaque(OpaqueKind::kSemver) && right.is_opaque(OpaqueKind::kSemver)) {
    return compare(left.as<Semver>(), right.as<Semver>());
  }
  if (left.is_opaque(OpaqueKind::kQuantity) && right.is_opaque(OpaqueKind::kQuantity)) {
    const auto a = left.as<Quantity>().nanos;
    const auto b = right.as<Quantity>().nanos;
    return a < b ? -1 : (a > b ? 1 : 0);
  }
  return std::nullopt;
}

Value is_less(Frame&, Arguments arguments) {
  const std::optional<int> result = compared(arguments);
  return result ? Value::boolean(*result < 0) : no_overload();
}
Value is_greater(Frame&, Arguments arguments) {
  const std::optional<int> result = compared(arguments);
  return result ? Value::boolean(*result > 0) : no_overload();
}
Value compare_to(Frame&, Arguments arguments) {
  const std::optional<int> result = compared(arguments);
  return result ? Value::integer(*result) : no_overload();
}

constexpr std::string_view kTestVersions = "kubernetes.Semver.(kubernetes.Semver) bool";
constexpr std::string_view kTestQuantities = "kubernetes.Quantity.(kubernetes.Quantity) bool";
constexpr std::string_view kNumber = "kubernetes.Semver.() int";

constexpr auto kFunctions = std::to_array<Function>({
    {"semver", Library::kSemver, "(string) kubernetes.Semver | (string, bool) kubernetes.Semver",
     semver},
    {"isSemver", Library::kSemver, "(string) bool | (string, bool) bool", is_semver},
    {"major", Library::kSemver, kNumber, major_of},
    {"minor", Library::kSemver, kNumber, minor_of},
    {"patch", Library::kSemver, kNumber, patch_of},
    {"isLessThan", Library::kSemver, kTestVersions, is_less},
    {"isLessThan", Library::kQuantities, kTestQuantities, is_less},
    {"isGreaterThan", Library::kSemver, kTestVersions, is_greater},
    {"isGreaterThan", Library::kQuantities, kTestQuantities, is_greater},
    {"compareTo", Library::kSemver, "kubernetes.Semver.(kubernetes.Semver) int", compare_to},
    {"compareTo", Library::kQuantities, "kubernetes.Quantity.(kubernetes.Quantity) int",
     compare_to},
});

// By the rules of semantic versioning: numbers sort before words.
int compare_identifiers(std::string_view a, std::string_view b) {
  const bool is_number = is_numeric(a);
  if (is_number != is_numeric(b)) return is_number ? -1 : 1;
  if (is_number && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

}  // namespace

int compare(const Semver& a, const Semver& b) {
  if (a.major != b.major) return a.major < b.major ? -1 : 1;
  if (a.minor != b.minor) return a.minor < b.minor ? -1 : 1;
  if (a.patch != b.patch) return a.patch < b.patch ? -1 : 1;
  std::string_view left = a.pre_release;
  std::string_view right = b.pre_release;
  if (left.empty() || right.empty()) {
    return static_cast<int>(left.empty()) - static_cast<int>(right.empty());
  }
  while (!left.empty() && !right.empty()) {
    const int result = compare_identifiers(take_part(left), take_part(right));
    if (result != 0) return result < 0 ? -1 : 1;
  }
  return static_cast<int>(!left.empty()) - static_cast<int>(!right.empty());
}

std::span<const Function> semver_functions() { return kFunctions; }

}  // namespace meshlint::cel
