#include "schema/validate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

#include "text/edit_distance.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using text::ProblemKind;
using yaml::EntryView;
using yaml::Node;
using yaml::ScalarType;

// The reader bounds a document's depth at 200; patches may stack a few levels on it.
constexpr std::size_t kDeepest = 400;
constexpr std::size_t kLongestMessage = 99;
constexpr std::size_t kLongestShown = 40;
// Lists up to this size are compared each with each, which needs no memory.
constexpr std::size_t kSmallList = 24;
// Beyond so many unknown fields in one object it is another object altogether, and
// looking for the field meant in each case would take time for nothing.
constexpr std::size_t kMostGuesses = 16;
constexpr std::size_t kLongestRegexMemory = std::size_t{1} << 20;

// Where the walk is. The frames of a value and its parents form a list on the stack.
struct Frame {
  const Frame* up = nullptr;
  const Type* type = nullptr;
  Node value;
  Node key;  // missing for the root and for the items of a list
  std::size_t depth = 0;
};

// A user's text, short and on one line.
std::string shown(std::string_view text) {
  const std::size_t line_end = std::min(text.find('\n'), text.size());
  std::string_view head = text.substr(0, std::min(line_end, kLongestShown));
  while (!head.empty() && head.size() < text.size() &&
         (static_cast<unsigned char>(text[head.size()]) & 0xC0U) == 0x80U) {
    head.remove_suffix(1);  // not in the middle of a code point
  }
  return head.size() == text.size() ? std::string(head) : std::string(head) + "...";
}

std::string quoted(std::string_view text) { return '"' + shown(text) + '"'; }
std::string ticked(std::string_view text) { return '`' + shown(text) + '`'; }

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(a, b, {}, lower, lower);
}

// "the number 5", "a list".
std::string described(Node node) {
  if (node.is_list()) return "a list";
  if (node.is_map()) return "a mapping";
  switch (node.type()) {
    case ScalarType::kNull:
      return "null";
    case ScalarType::kBool:
      return "the boolean " + shown(node.text());
    case ScalarType::kInt:
    case ScalarType::kFloat:
      return "the number " + shown(node.text());
    default:
      return "the string " + quoted(node.text());
  }
}

std::string_view expected(TypeKind kind) {
  switch (kind) {
    case TypeKind::kAny:
      return "any value";
    case TypeKind::kString:
    case TypeKind::kBytes:
      return "a string";
    case TypeKind::kDuration:
      return "a duration string";
    case TypeKind::kBool:
      return "a boolean";
    case TypeKind::kInt32:
    case TypeKind::kInt64:
      return "an integer";
    case TypeKind::kNumber:
      return "a number";
    case TypeKind::kIntOrString:
      return "an integer or a string";
    case TypeKind::kList:
      return "a list";
    case TypeKind::kMap:
    case TypeKind::kObject:
      return "a mapping";
  }
  return "";
}

// How other readers would write the value of a number: 1.20 is 1.2.
std::string as_read(Node node) {
  if (const std::optional<std::int64_t> integer = node.as_int()) return std::to_string(*integer);
  return fmt::format("{}", node.as_double().value_or(0));
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// True for what Go's time.ParseDuration takes, which the API server and istiod use.
bool is_duration(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return true;
  if (text.empty()) return false;
  while (!text.empty()) {
    std::size_t digits = 0;
    std::size_t at = 0;
    const auto skip_digits = [&] {
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) ++digits;
    };
    skip_digits();
    if (at < text.size() && text[at] == '.') {
      ++at;
      skip_digits();
    }
    if (digits == 0) return false;
    text.remove_prefix(at);
    constexpr std::array<std::string_view, 8> kUnits = {"ns", "us", "\u00b5s", "\u03bcs",
                                                        "ms", "s",  "m",       "h"};
    const auto unit =
        std::ranges::find_if(kUnits, [text](std::string_view u) { return text.starts_with(u); });
    if (unit == kUnits.end()) return false;
    text.remove_prefix(unit->size());
  }
  return true;
}

bool is_base64(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '-' || c == '_' || c == '=' || c == '\n';
  });
}

bool is_integer_kind(TypeKind kind) { return kind == TypeKind::kInt32 || kind == TypeKind::kInt64; }

bool is_integer(Node node) {
  if (node.type() == ScalarType::kInt) return true;
  // 50.0 becomes 50 when YAML is turned into JSON.
  const std::optional<double> number =
      node.type() == ScalarType::kFloat ? node.as_double() : std::nullopt;
  return number && std::isfinite(*number) && std::trunc(*number) == *number &&
         std::abs(*number) < 9e18;
}

// True for a number written as everybody writes it: no octal, no underscores, no exponent.
bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool has_leading_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return !text.empty() && !has_leading_zero &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_present(Node node) { return node && !node.is_null(); }

// The value of a field, found as the type's reader finds it.
EntryView entry_of(const Type& type, Node map, std::string_view name) {
  if (type.decoding != Decoding::kKustomize) return {map.key(name), map[name]};
  for (const EntryView entry : map.entries()) {
    if (equal_but_for_case(entry.key.text(), name)) return entry;
  }
  return {};
}

class Walk {
 public:
  Walk(const Targets& targets, Part part, std::vector<Problem>& problems)
      : targets_(targets), part_(part), problems_(problems) {}

  void api_version(const Kind& kind, Node resource);
  void value(const Frame& frame);

 private:
  // The version that one product is judged by.
  struct Judge {
    const Product* product = nullptr;
    const Target* target = nullptr;  // null if the version is assumed
    Version version;
  };
  enum class Standing : std::uint8_t { kHolds, kNewer, kGone };

  const Judge& judge(const Type& type);
  const Judge& judge(const Product& product);
  Standing standing(const Window& when, const Judge& judge) const;
  bool applies(const Window& when, const Type& type) { return when.contains(judge(type).version); }

  void scalar(const Frame& frame);
  void text_value(const Frame& frame);
  void number_value(const Frame& frame);
  void list(const Frame& frame);
  void map(const Frame& frame);
  void object(const Frame& frame);

  void limits(const Frame& frame);
  void limit(const Frame& frame, const Constraint& constraint);
  void enumeration(const Frame& frame);
  void duplicates(const Frame& frame);
  void groups(const Frame& frame);
  void missing(const Frame& frame, const std::vector<std::string_view>& guesses);

  // Gives the field that was probably meant, or nothing.
  std::string_view unknown_field(const Frame& frame, EntryView entry, bool may_guess);
  std::string place_hint(const Frame& frame, std::string_view name);
  void wrong_type(const Frame& frame);
  void ambiguous(const Frame& frame);
  // A field, value or API version that the target does not have.
  void other_version(Node at, std::string what, Standing standing, const Window& when,
                     const Judge& judge);
  bool matches(std::string_view pattern, std::string_view text);

  // "`retries.backoff`", "an item of `hosts`", "VirtualService".
  static std::string name_of(const Frame& frame);
  // Where a problem with the value as a whole is shown.
  static text::Span span_of_owner(const Frame& frame);
  Problem& add(ProblemKind kind, text::Span at, std::string message,
               std::vector<std::string> arguments);
  // A fix that replaces a plain or quoted scalar, if its span is just that text.
  static void replace(Problem& problem, Node scalar, std::string title, std::string text,
                      bool is_safe);

  const Targets& targets_;
  const Part part_;
  std::vector<Problem>& problems_;
  Judge judge_;
  std::vector<std::pair<const char*, std::unique_ptr<re2::RE2>>> patterns_;
};

const Walk::Judge& Walk::judge(const Product& product) {
  if (judge_.product == &product) return judge_;
  judge_.product = &product;
  const auto target = targets_.find(product.name);
  judge_.target =
      target != targets_.end() && !target->second.is_assumed ? &target->second : nullptr;
  judge_.version = judge_.target ? judge_.target->version : product.newest;
  return judge_;
}

const Walk::Judge& Walk::judge(const Type& type) {
  return type.product ? judge(*type.product) : judge_;
}

Walk::Standing Walk::standing(const Window& when, const Judge& judge) const {
  if (!judge.target || when.contains(judge.version)) return Standing::kHolds;
  return judge.version < when.since ? Standing::kNewer : Standing::kGone;
}

Problem& Walk::add(ProblemKind kind, text::Span at, std::string message,
                   std::vector<std::string> arguments) {
  Problem& problem = problems_.emplace_back();
  problem.kind = kind;
  problem.at = at;
  problem.message = std::move(message);
  problem.arguments = std::move(arguments);
  return problem;
}

void Walk::replace(Problem& problem, Node scalar, std::string title, std::string text,
                   bool is_safe) {
  // A rendered value may point at text that only caused it; that is nothing to edit.
  const std::size_t quotes = scalar.is_quoted() ? 2 : 0;
  const text::Span span = scalar.span();
  if (span.end - span.begin != scalar.text().size() + quotes) return;
  if (!scalar.is_quoted() && scalar.style() != yaml::Style::kPlain) return;
  problem.fixes.push_back({std::move(title), is_safe, {{span, std::move(text)}}});
}

std::string Walk::name_of(const Frame& frame) {
  if (frame.key) {
    const Frame* up = frame.up;
    while (up && !up->key && up->up) up = up->up;  // items have the name of their list
    // One parent tells enough, and `spec` tells nothing. A parent that is an entry of a map
    // is a name that the user chose, so the map is named as well.
    if (!up || !up->key || !up->up || up->key.text() == "spec") return ticked(frame.key.text());
    std::string path = shown(up->key.text()) + '.' + shown(frame.key.text());
    const Frame* const owner = up->up;
    if (owner->type->kind == TypeKind::kMap && owner->key) {
      path = shown(owner->key.text()) + '.' + path;
    }
    return '`' + path + '`';
  }
  if (frame.up) return "an item of " + name_of(*frame.up);
  return frame.type->name.empty() ? "the document" : std::string(frame.type->name);
}

text::Span Walk::span_of_owner(const Frame& frame) {
  if (frame.key) return frame.key.span();
  // The first key of an item or a document stands where it begins.
  for (const EntryView entry : frame.value.entries()) return entry.key.span();
  return frame.value.span();
}

void Walk::other_version(Node at, std::string what, Standing standing, const Window& when,
                         const Judge& judge) {
  const bool is_newer = standing == Standing::kNewer;
  const Version edge = is_newer ? when.since : when.until;
  std::string message = fmt::format(
      "{} {} {} {}, {} {}", what, is_newer ? "needs" : "is gone since", judge.product->title,
      to_string(edge), judge.product->here, to_string(judge.target->version));
  if (!judge.target->from.empty()) message += " (" + judge.target->from + ')';
  add(is_newer ? ProblemKind::kNewerThanTarget : ProblemKind::kRemovedFromTarget, at.span(),
      std::move(message), {std::move(what), to_string(edge), to_string(judge.target->version)});
}

void Walk::api_version(const Kind& kind, Node resource) {
  const Node node = resource["apiVersion"];
  const std::optional<std::string_view> text = node.as_string();
  if (!text) return;  // missing or of a wrong type, as for any other field
  const std::size_t slash = text->rfind('/');
  const std::string_view group =
      slash == std::string_view::npos ? std::string_view() : text->substr(0, slash);
  const std::string_view version =
      slash == std::string_view::npos ? *text : text->substr(slash + 1);
  const Judge& judged = judge(*kind.product);
  if (group == kind.group) {
    const auto found = std::ranges::find(kind.versions, version, &Value::text);
    if (found != kind.versions.end()) {
      const Standing stands = standing(found->when, judged);
      if (stands == Standing::kHolds) return;
      other_version(node, fmt::format("{} {}", kind.name, *text), stands, found->when, judged);
      return;
    }
  }
  std::string served;
  std::size_t count = 0;
  for (const Value& known : kind.versions) {
    if (standing(known.when, judged) != Standing::kHolds) continue;
    if (count++ != 0) served += ", ";
    served += known.text;
  }
  const std::string prefix = kind.group.empty() ? std::string() : std::string(kind.group) + '/';
  Problem& problem = add(
      ProblemKind::kUnknownValue, node.span(),
      count == 1
          ? fmt::format("{} is not served as {}; use {}{}", kind.name, shown(*text), prefix, served)
          : fmt::format("{} is not served as {}; served are {}", kind.name, shown(*text), served),
      {std::string(kind.name), std::string(*text), served});
  if (count == 1) replace(problem, node, "use " + prefix + served, prefix + served, true);
}

void Walk::value(const Frame& frame) {
  if (frame.depth > kDeepest || !frame.value) return;
  const Type& type = *frame.type;
  if (type.kind == TypeKind::kAny) return;
  if (frame.value.is_null()) {
    // Pruned by the API server, but an item of a list stays, and stays null.
    const bool is_item = !frame.key && frame.up && frame.up->type->kind == TypeKind::kList;
    if (is_item && !type.is_nullable && part_ == Part::kWhole) wrong_type(frame);
    return;
  }
  switch (type.kind) {
    case TypeKind::kList:
      list(frame);
      break;
    case TypeKind::kMap:
      map(frame);
      break;
    case TypeKind::kObject:
      object(frame);
      break;
    default:
      scalar(frame);
  }
}

void Walk::scalar(const Frame& frame) {
  const ScalarType found = frame.value.type();
  const TypeKind wanted = frame.type->kind;
  switch (wanted) {
    case TypeKind::kString:
    case TypeKind::kBytes:
    case TypeKind::kDuration:
      if (found == ScalarType::kString) {
        text_value(frame);
      } else if (frame.value.is_scalar() && wanted != TypeKind::kDuration) {
        ambiguous(frame);
      } else {
        wrong_type(frame);
      }
      return;
    case TypeKind::kBool:
      if (found != ScalarType::kBool) wrong_type(frame);
      return;
    case TypeKind::kInt32:
    case TypeKind::kInt64:
      if (!is_integer(frame.value)) {
        wrong_type(frame);
      } else {
        number_value(frame);
      }
      return;
    case TypeKind::kNumber:
      if (found != ScalarType::kInt && found != ScalarType::kFloat) {
        wrong_type(frame);
      } else {
        number_value(frame);
      }
      return;
    case TypeKind::kIntOrString:
      if (found != ScalarType::kString && !is_integer(frame.value)) wrong_type(frame);
      return;
    default:
      return;
  }
}

void Walk::text_value(const Frame& frame) {
  const std::string_view text = frame.value.text();
  if (frame.type->kind == TypeKind::kDuration && !is_duration(text)) {
    const bool is_number = !text.empty() && yaml::resolve_plain(text) != ScalarType::kString;
    std::string hint = is_number ? fmt::format("add a unit: \"{}s\"", shown(text))
                                 : std::string("write it like \"10s\", \"250ms\" or \"1h30m\"");
    add(ProblemKind::kBadFormat, frame.value.span(),
        fmt::format("{} is {}, not a duration; {}", name_of(frame), quoted(text), hint),
        {std::string(text)});
    return;
  }
  if (frame.type->kind == TypeKind::kBytes && !is_base64(text)) {
    add(ProblemKind::kBadFormat, frame.value.span(),
        fmt::format("{} is {}, not base64", name_of(frame), quoted(text)), {std::string(text)});
    return;
  }
  if (!frame.type->values.empty()) enumeration(frame);
  limits(frame);
}

void Walk::number_value(const Frame& frame) {
  const double number = frame.value.as_double().value_or(0);
  if (is_integer_kind(frame.type->kind)) {
    const bool is_narrow = frame.type->kind == TypeKind::kInt32;
    const std::optional<std::int64_t> integer = frame.value.as_int();
    const bool is_float = frame.value.type() == ScalarType::kFloat;
    const double highest = is_narrow ? 2147483647.0 : 9223372036854775807.0;
    const double lowest = is_narrow ? -2147483648.0 : -9223372036854775808.0;
    if ((!integer && !is_float) || number > highest || number < lowest) {
      const bool is_high = number > 0;
      const std::int64_t edge = is_narrow ? (is_high ? std::numeric_limits<std::int32_t>::max()
                                                     : std::numeric_limits<std::int32_t>::min())
                                          : (is_high ? std::numeric_limits<std::int64_t>::max()
                                                     : std::numeric_limits<std::int64_t>::min());
      add(ProblemKind::kOutOfRange, frame.value.span(),
          fmt::format("{} is {}, {} {}, the {} for {} bits", name_of(frame),
                      shown(frame.value.text()), is_high ? "above" : "below", edge,
                      is_high ? "highest" : "lowest", is_narrow ? 32 : 64),
          {std::string(frame.value.text()), std::to_string(edge)});
      return;
    }
  }
  limits(frame);
}

void Walk::list(const Frame& frame) {
  if (!frame.value.is_list()) {
    wrong_type(frame);
    return;
  }
  for (const Node item : frame.value) {
    value({&frame, frame.type->element, item, Node(), frame.depth + 1});
  }
  if (part_ == Part::kPatch) return;
  const bool has_keys = !frame.type->keys.empty() && applies(frame.type->keys_when, *frame.type);
  if (frame.type->is_set || has_keys) duplicates(frame);
  limits(frame);
}

void Walk::map(const Frame& frame) {
  if (!frame.value.is_map()) {
    wrong_type(frame);
    return;
  }
  if (frame.type->element->kind != TypeKind::kAny) {
    for (const EntryView entry : frame.value.entries()) {
      value({&frame, frame.type->element, entry.value, entry.key, frame.depth + 1});
    }
  }
  if (part_ == Part::kWhole) limits(frame);
}

void Walk::object(const Frame& frame) {
  if (!frame.value.is_map()) {
    wrong_type(frame);
    return;
  }
  const Type& type = *frame.type;
  std::size_t unknown = 0;
  std::vector<std::string_view> guesses;  // of misspelled fields, which are then not missing too
  for (const EntryView entry : frame.value.entries()) {
    const std::string_view name = entry.key.text();
    const Field* const field = find_field(type, name);
    if (!field) {
      const bool is_directive = part_ == Part::kPatch && name.starts_with('$');
      if (type.is_open || is_directive) continue;
      const std::string_view guess = unknown_field(frame, entry, ++unknown <= kMostGuesses);
      if (!guess.empty()) guesses.push_back(guess);
      continue;
    }
    const Frame below{&frame, field->type, entry.value, entry.key, frame.depth + 1};
    if (!(field->when.since == Version{} && field->when.until == Version{})) {
      const Judge judged = judge(type);
      const Standing stands = standing(field->when, judged);
      if (stands != Standing::kHolds) {
        other_version(entry.key, name_of(below), stands, field->when, judged);
        continue;
      }
    }
    value(below);
  }
  if (part_ == Part::kWhole && type.has_required) missing(frame, guesses);
  if (!type.groups.empty()) groups(frame);
}

void Walk::missing(const Frame& frame, const std::vector<std::string_view>& guesses) {
  for (const Field& field : frame.type->fields) {
    if (!field.is_required || !applies(field.required_when, *frame.type) ||
        !applies(field.when, *frame.type)) {
      continue;
    }
    const EntryView entry = entry_of(*frame.type, frame.value, field.name);
    if (is_present(entry.value)) continue;
    if (entry.value && field.type->is_nullable) continue;
    if (std::ranges::find(guesses, field.name) != guesses.end()) continue;
    const text::Span at = entry.key ? entry.key.span() : span_of_owner(frame);
    add(ProblemKind::kMissingField, at,
        entry.key
            ? fmt::format("`{}` of {} is empty, but required; give it a value", field.name,
                          name_of(frame))
            : fmt::format("{} has no `{}`, which is required; add it", name_of(frame), field.name),
        {name_of(frame), std::string(field.name)});
  }
}

void Walk::groups(const Frame& frame) {
  for (const Group& group : frame.type->groups) {
    if (!applies(group.when, *frame.type)) continue;
    EntryView first{};
    std::string_view first_name;
    for (const std::string_view name : group.fields) {
      const EntryView entry = entry_of(*frame.type, frame.value, name);
      if (!is_present(entry.value)) continue;
      if (!first.key) {
        first = entry;
        first_name = name;
        continue;
      }
      if (group.rule == Group::Rule::kAtLeastOne) break;
      const bool is_later = first.key.span() < entry.key.span();
      Problem& problem =
          add(ProblemKind::kExclusiveFields, (is_later ? entry : first).key.span(),
              fmt::format("`{}` and `{}` exclude each other; keep one of them", first_name, name),
              {std::string(first_name), std::string(name)});
      problem.related.push_back({(is_later ? first : entry).key.span(),
                                 fmt::format("`{}` is set here", is_later ? first_name : name)});
    }
    if (first.key || group.rule == Group::Rule::kAtMostOne || part_ == Part::kPatch) continue;
    std::string names;
    for (const std::string_view name : group.fields) {
      if (!names.empty()) names += name == group.fields.back() ? " or " : ", ";
      names += '`' + std::string(name) + '`';
    }
    add(ProblemKind::kMissingField, span_of_owner(frame),
        fmt::format("{} has no {}; add one", name_of(frame), names), {name_of(frame), names});
  }
}

void Walk::duplicates(const Frame& frame) {
  const std::span<const std::string_view> keys = frame.type->keys;
  const std::size_t count = frame.value.size();
  const auto is_whole = [&](Node item) {
    return std::ranges::all_of(keys,
                               [item](std::string_view key) { return is_present(item[key]); });
  };
  const auto report = [&](Node first, Node second) {
    std::string what;
    for (const std::string_view key : keys) {
      if (!what.empty()) what += ", ";
      what += fmt::format("`{}` {}", key, shown(second[key].text()));
    }
    if (keys.empty()) what = quoted(second.text());
    const text::Span at = keys.empty() ? second.span() : second[keys.front()].span();
    const text::Span before = keys.empty() ? first.span() : first[keys.front()].span();
    add(ProblemKind::kDuplicateItem, at,
        fmt::format("{} has two items with {}; keep one of them", name_of(frame), what),
        {name_of(frame), what})
        .related.push_back({before, "first one here"});
  };
  const auto is_equal = [&](Node a, Node b) {
    if (keys.empty()) return yaml::deep_equal(a, b);
    return is_whole(a) && is_whole(b) && std::ranges::all_of(keys, [a, b](std::string_view key) {
             return yaml::deep_equal(a[key], b[key]);
           });
  };
  if (count <= kSmallList) {
    for (std::size_t i = 1; i < count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!is_equal(frame.value.item(j), frame.value.item(i))) continue;
        report(frame.value.item(j), frame.value.item(i));
        break;
      }
    }
    return;
  }
  // Only scalars are told apart here; their texts decide, so 80 and 0x50 count as two.
  std::vector<std::pair<std::string, std::size_t>> sorted;
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = frame.value.item(i);
    if (keys.empty() ? !item.is_scalar() : !is_whole(item)) continue;
    std::string key(keys.empty() ? item.text() : std::string_view());
    for (const std::string_view name : keys) (key += item[name].text()) += '\0';
    sorted.emplace_back(std::move(key), i);
  }
  std::ranges::sort(sorted);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].first != sorted[i - 1].first) continue;
    report(frame.value.item(sorted[i - 1].second), frame.value.item(sorted[i].second));
  }
}

void Walk::enumeration(const Frame& frame) {
  const std::string_view text = frame.value.text();
  const Type& type = *frame.type;
  const Judge judged = judge(type);
  const auto found = std::ranges::find(type.values, text, &Value::text);
  if (found != type.values.end()) {
    const Standing stands = standing(found->when, judged);
    if (stands != Standing::kHolds) {
      other_version(frame.value, fmt::format("{} of {}", quoted(text), name_of(frame)), stands,
                    found->when, judged);
    }
    return;
  }
  text::NearestName nearest(text);
  std::string known;
  for (const Value& value : type.values) {
    if (standing(value.when, judged) != Standing::kHolds) continue;
    nearest.consider(value.text);
    if (!known.empty()) known += ", ";
    known += value.text;
  }
  const std::string_view best = nearest.best();
  std::string message = fmt::format("{} is not a value of {}", quoted(text), name_of(frame));
  if (!best.empty()) {
    message += fmt::format("; did you mean \"{}\"?", best);
  } else if (message.size() + known.size() + 12 <= kLongestMessage) {
    message += "; known are " + known;
  }
  Problem& problem =
      add(ProblemKind::kUnknownValue, frame.value.span(), std::move(message), {std::string(text)});
  if (best.empty()) {
    problem.notes.push_back("known values: " + known);
    return;
  }
  problem.arguments.emplace_back(best);
  const std::string fixed =
      frame.value.is_quoted() ? fmt::format("\"{}\"", best) : std::string(best);
  replace(problem, frame.value, fmt::format("write {}", best), fixed,
          equal_but_for_case(text, best));
}

void Walk::limits(const Frame& frame) {
  for (const Constraint& constraint : frame.type->constraints) {
    if (applies(constraint.when, *frame.type)) limit(frame, constraint);
  }
}

void Walk::limit(const Frame& frame, const Constraint& constraint) {
  const Node value = frame.value;
  if (constraint.limit == Limit::kPattern) {
    if (matches(constraint.pattern, value.text())) return;
    Problem& problem = add(ProblemKind::kBadFormat, value.span(),
                           fmt::format("{} is {}, which its pattern does not allow", name_of(frame),
                                       quoted(value.text())),
                           {std::string(value.text()), std::string(constraint.pattern)});
    problem.notes.push_back(fmt::format("pattern: {}", constraint.pattern));
    return;
  }
  const bool is_minimum =
      constraint.limit == Limit::kMinimum || constraint.limit == Limit::kMinLength ||
      constraint.limit == Limit::kMinItems || constraint.limit == Limit::kMinProperties;
  double found = 0;
  std::string_view unit;
  std::string_view units;
  switch (constraint.limit) {
    case Limit::kMinimum:
    case Limit::kMaximum:
      found = value.as_double().value_or(0);
      break;
    case Limit::kMinLength:
    case Limit::kMaxLength:
      found = static_cast<double>(code_points(value.text()));
      unit = "character";
      units = "characters";
      break;
    case Limit::kMinItems:
    case Limit::kMaxItems:
      found = static_cast<double>(value.size());
      unit = "item";
      units = "items";
      break;
    default:
      found = static_cast<double>(value.size());
      unit = "entry";
      units = "entries";
  }
  if (is_minimum ? found >= constraint.number : found <= constraint.number) return;
  const std::string edge = fmt::format("{}", constraint.number);
  // The value of a long list says less than its key.
  const text::Span at = value.is_scalar() ? value.span() : span_of_owner(frame);
  std::string message;
  if (unit.empty()) {
    message = fmt::format("{} is {}, {} {}", name_of(frame), shown(value.text()),
                          is_minimum ? "below" : "above", edge);
  } else if (is_minimum && found == 0) {
    message = fmt::format("{} is empty; it needs at least {} {}", name_of(frame), edge,
                          constraint.number == 1 ? unit : units);
  } else {
    message = fmt::format("{} has {} {}, {} than {}", name_of(frame), found,
                          found == 1 ? unit : units, is_minimum ? "fewer" : "more", edge);
  }
  add(ProblemKind::kOutOfRange, at, std::move(message),
      {unit.empty() ? std::string(value.text()) : fmt::format("{}", found), edge});
}

bool Walk::matches(std::string_view pattern, std::string_view text) {
  const auto found = std::ranges::find(patterns_, pattern.data(),
                                       &std::pair<const char*, std::unique_ptr<re2::RE2>>::first);
  const re2::RE2* compiled = nullptr;
  if (found != patterns_.end()) {
    compiled = found->second.get();
  } else {
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(static_cast<std::int64_t>(kLongestRegexMemory));
    patterns_.emplace_back(
        pattern.data(),
        std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options));
    compiled = patterns_.back().second.get();
  }
  // A pattern that RE2 cannot take is not judged; those of schemas/ are checked in the build.
  return !compiled->ok() ||
         re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

// Where a field that is unknown here would be known: misplaced indentation is common.
std::string Walk::place_hint(const Frame& frame, std::string_view name) {
  for (const Frame* up = frame.up; up; up = up->up) {
    if (up->type->kind != TypeKind::kObject || up->type->name.empty()) continue;
    if (find_field(*up->type, name)) return fmt::format("; it is a field of {}", up->type->name);
    break;
  }
  std::string_view owner;
  for (const Field& field : frame.type->fields) {
    const Type* below = field.type;
    if (below->kind != TypeKind::kObject || !find_field(*below, name)) continue;
    if (!owner.empty()) return {};
    owner = field.name;
  }
  return owner.empty() ? std::string() : fmt::format("; it belongs into `{}`", owner);
}

std::string_view Walk::unknown_field(const Frame& frame, EntryView entry, bool may_guess) {
  const Type& type = *frame.type;
  const std::string_view name = entry.key.text();
  const Judge judged = judge(type);
  text::NearestName nearest(name);
  for (const Field& field : type.fields) {
    if (!may_guess || standing(field.when, judged) != Standing::kHolds) continue;
    if (!frame.value.key(field.name)) nearest.consider(field.name);
  }
  const std::string_view best = nearest.best();
  std::string message = fmt::format("unknown field {} in {}", quoted(name),
                                    type.name.empty() ? name_of(frame) : std::string(type.name));
  if (!best.empty()) {
    message += fmt::format("; did you mean \"{}\"?", best);
  } else if (!may_guess) {
    // The fact alone.
  } else if (std::string hint = place_hint(frame, name); !hint.empty()) {
    message += hint;
  } else {
    std::string known;
    for (const Field& field : type.fields) {
      if (standing(field.when, judged) != Standing::kHolds) continue;
      if (!known.empty()) known += ", ";
      known += field.name;
      if (message.size() + known.size() + 12 > kLongestMessage) break;
    }
    if (!known.empty() && message.size() + known.size() + 12 <= kLongestMessage) {
      message += "; known are " + known;
    }
  }
  Problem& problem = add(ProblemKind::kUnknownField, entry.key.span(), std::move(message),
                         {std::string(name), std::string(type.name)});
  if (best.empty()) return best;
  problem.arguments.emplace_back(best);
  replace(problem, entry.key, fmt::format("rename it to {}", best), std::string(best),
          equal_but_for_case(name, best));
  return best;
}

void Walk::ambiguous(const Frame& frame) {
  // Protobuf's JSON takes an enumeration's numbers too.
  const bool is_enum_number = frame.type->decoding == Decoding::kProto &&
                              !frame.type->values.empty() && frame.value.type() == ScalarType::kInt;
  if (is_enum_number) return;
  const std::string_view text = frame.value.text();
  const std::string fix = fmt::format("\"{}\"", text);
  std::string message;
  std::string read;
  if (frame.value.type() == ScalarType::kBool) {
    read = frame.value.as_bool().value_or(false) ? "true" : "false";
    message = text == read
                  ? fmt::format("{} is a boolean, but {} takes a string; quote it: {}", text,
                                name_of(frame), fix)
                  : fmt::format("{} is read as the boolean {}; quote it: {}", text, read, fix);
  } else {
    read = as_read(frame.value);
    message = text == read ? fmt::format("{} is a number, but {} takes a string; quote it: {}",
                                         shown(text), name_of(frame), quoted(text))
                           : fmt::format("{} is read as the number {}; quote it: {}", shown(text),
                                         read, quoted(text));
  }
  Problem& problem = add(ProblemKind::kAmbiguousScalar, frame.value.span(), std::move(message),
                         {std::string(text), std::move(read)});
  if (frame.value.style() == yaml::Style::kPlain) {
    replace(problem, frame.value, "quote it", fix, true);
  }
}

void Walk::wrong_type(const Frame& frame) {
  const Node value = frame.value;
  const TypeKind wanted = frame.type->kind;
  std::string hint;
  std::string unquoted;
  if (value.type() == ScalarType::kString && !value.text().empty()) {
    const ScalarType meant = yaml::resolve_plain(value.text());
    const bool is_number = meant == ScalarType::kInt || meant == ScalarType::kFloat;
    if (is_number && frame.type->decoding == Decoding::kProto &&
        (wanted == TypeKind::kNumber || (is_integer_kind(wanted) && meant == ScalarType::kInt))) {
      return;
    }
    const bool fits = wanted == TypeKind::kBool
                          ? value.text() == "true" || value.text() == "false"
                          : (wanted == TypeKind::kNumber && is_number) ||
                                (is_integer_kind(wanted) && meant == ScalarType::kInt);
    if (fits && (wanted == TypeKind::kBool || is_plain_number(value.text()))) {
      unquoted = value.text();
      hint = "; remove the quotes";
    }
  }
  if (wanted == TypeKind::kDuration && value.is_scalar() && value.type() != ScalarType::kBool) {
    hint = fmt::format("; add a unit: \"{}s\"", shown(value.text()));
  }
  if (wanted == TypeKind::kList && value.is_scalar()) hint = "; write it as an item after `- `";
  Problem& problem = add(
      ProblemKind::kWrongType,
      value.is_map() || value.is_list() ? span_of_owner(frame) : value.span(),
      fmt::format("{} is {}, not {}{}", name_of(frame), described(value), expected(wanted), hint),
      {std::string(value.text()), std::string(expected(wanted))});
  if (!unquoted.empty() && value.is_quoted()) {
    replace(problem, value, "remove the quotes", unquoted, true);
  }
}

}  // namespace

void validate(const Kind& kind, Node resource, const Targets& targets, Part part,
              std::vector<Problem>& problems) {
  Walk walk(targets, part, problems);
  if (resource.is_map()) walk.api_version(kind, resource);
  walk.value({nullptr, kind.root, resource, Node(), 0});
}

void validate(const Type& type, Node value, const Targets& targets, Part part,
              std::vector<Problem>& problems) {
  Walk(targets, part, problems).value({nullptr, &type, value, Node(), 0});
}

}  // namespace meshlint::schema
