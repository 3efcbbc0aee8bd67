#include "schema/walk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "schema/problems.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using text::ProblemKind;
using yaml::EntryView;
using yaml::Node;
using yaml::ScalarType;

// The reader limits the depth of a document to 200; patches may add a few levels.
constexpr std::size_t kDeepest = 400;
constexpr std::size_t kLongestShown = 40;
// An object with more unknown fields than this is a different object, and suggestions would only
// take time.
constexpr std::size_t kMostGuesses = 16;

std::string_view expected(Type type, Format format) {
  switch (type.kind()) {
    case TypeKind::kAny:
      return "any value";
    case TypeKind::kString:
      return format == Format::kDuration ? "a duration string" : "a string";
    case TypeKind::kBool:
      return "a boolean";
    case TypeKind::kInteger:
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

// The value of a number as other readers write it: 1.20 is 1.2.
std::string as_read(Node node) {
  if (const std::optional<std::int64_t> integer = node.as_int()) return std::to_string(*integer);
  return fmt::format("{}", node.as_double().value_or(0));
}

bool is_number(ScalarType type) { return type == ScalarType::kInt || type == ScalarType::kFloat; }

bool is_integer(Node node) {
  if (node.type() == ScalarType::kInt) return true;
  // 50.0 becomes 50 when YAML is turned into JSON.
  const std::optional<double> number =
      node.type() == ScalarType::kFloat ? node.as_double() : std::nullopt;
  return number && std::isfinite(*number) && std::trunc(*number) == *number &&
         std::abs(*number) < 9e18;
}

// True for a number without octal notation, underscores and exponent.
bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool has_leading_zero = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return !text.empty() && !has_leading_zero &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

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

EntryView entry_of(Type type, Node map, std::string_view name) {
  if (type.decoding() == Decoding::kKubernetes) return {map.key(name), map[name]};
  const auto is_meant = [&](std::string_view key) {
    if (type.decoding() == Decoding::kKustomize) return text::equals_ignoring_case(key, name);
    if (key == name) return true;
    const Field field = key.find('_') == key.npos ? Field() : type.field(key, {});
    return field && field.name() == name;
  };
  for (const EntryView entry : map.entries()) {
    if (is_meant(entry.key.text())) return entry;
  }
  return {};
}

Walk::Standing Walk::standing(const Window& when, const Judge& judge) const {
  if (!judge.target || when.contains(judge.version)) return Standing::kHolds;
  return judge.version < when.since ? Standing::kNewer : Standing::kGone;
}

bool Walk::has(FacetKind kind, Type type) {
  for (const Facet facet : type.facets()) {
    if (facet.kind() == kind && applies(facet.when(), type)) return true;
  }
  return false;
}

bool Walk::is_open(Type type) {
  if (type.kind() == TypeKind::kAny) return true;
  const Judge judged = judge(type);
  // Versions before the oldest known one had more fields in MeshConfig and IstioOperator.
  if (type.decoding() == Decoding::kProto && judged.target &&
      judged.version < judged.product->oldest) {
    return true;
  }
  return std::ranges::any_of(type.facets(), [&](Facet facet) {
    return facet.kind() == FacetKind::kOpen && standing(facet.when(), judged) == Standing::kHolds;
  });
}

Format Walk::format_of(Type type) {
  for (const Facet facet : type.facets()) {
    if (facet.kind() == FacetKind::kFormat && applies(facet.when(), type)) return facet.format();
  }
  return Format::kNone;
}

Problem& Walk::add(ProblemKind kind, text::Span at, std::string message,
                   std::vector<std::string> arguments) {
  return problems_.emplace_back(
      text::make_problem(kind, at, std::move(message), std::move(arguments)));
}

void Walk::replace(Problem& problem, Node scalar, std::string title, std::string text,
                   bool is_safe) {
  // A rendered value may point at text that only caused it, which isn't the text to edit.
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
    // One parent is enough, and `spec` adds nothing. An entry of a map has a name of the user's
    // own, so the name of the map is added.
    if (!up || !up->key || !up->up || up->key.text() == "spec") return ticked(frame.key.text());
    std::string path = shown(up->key.text()) + '.' + shown(frame.key.text());
    const Frame* const owner = up->up;
    if (owner->type.kind() == TypeKind::kMap && owner->key) {
      path = shown(owner->key.text()) + '.' + path;
    }
    return '`' + path + '`';
  }
  if (frame.up) return "an item of " + name_of(*frame.up);
  return frame.type.name().empty() ? "the document" : std::string(frame.type.name());
}

text::Span Walk::span_of_owner(const Frame& frame) {
  if (frame.key) return frame.key.span();
  // The first key of an item or a document is where it begins.
  for (const EntryView entry : frame.value.entries()) return entry.key.span();
  return frame.value.span();
}

void Walk::other_version(Node at, std::string what, Standing standing, const Window& when,
                         const Judge& judge) {
  const bool is_newer = standing == Standing::kNewer;
  const Version edge = is_newer ? when.since : when.until;
  std::string message = fmt::format(
      "{} {} {} {}, {} {}", what, is_newer ? "needs" : "was removed in", judge.product->title,
      to_string(edge), judge.product->here, to_string(judge.target->version));
  if (!judge.target->from.empty()) message += " (" + judge.target->from + ')';
  add(is_newer ? kNewerThanTarget : kRemovedFromTarget, at.span(), std::move(message),
      {std::move(what), to_string(edge), to_string(judge.target->version)});
}

ApiVersion Walk::api_version(Kind kind, Node resource) {
  const ApiVersion newest = *kind.versions().begin();
  const Node node = resource["apiVersion"];
  const std::optional<std::string_view> text = node.as_string();
  if (!text) return newest;  // missing or of a wrong type, as for any other field
  const std::size_t slash = text->rfind('/');
  const std::string_view group =
      slash == std::string_view::npos ? std::string_view() : text->substr(0, slash);
  const std::string_view version =
      slash == std::string_view::npos ? *text : text->substr(slash + 1);
  const Judge judged = versions_.judge(kind.product());
  const ApiVersion found = group == kind.group() ? kind.version(version) : ApiVersion();
  if (found) {
    const Standing stands = standing(found.when(), judged);
    if (stands != Standing::kHolds) {
      other_version(node, fmt::format("{} {}", kind.name(), *text), stands, found.when(), judged);
    }
    return found;
  }
  std::string served;
  std::size_t count = 0;
  for (const ApiVersion known : kind.versions()) {
    if (standing(known.when(), judged) != Standing::kHolds) continue;
    if (count++ != 0) served += ", ";
    served += known.name();
  }
  const std::string prefix = kind.group().empty() ? std::string() : std::string(kind.group()) + '/';
  Problem& problem = add(kUnknownValue, node.span(),
                         count == 1 ? fmt::format("{} is not served as {}; use {}{}", kind.name(),
                                                  shown(*text), prefix, served)
                                    : fmt::format("{} is not served as {}; served versions: {}",
                                                  kind.name(), shown(*text), served),
                         {std::string(kind.name()), std::string(*text), served});
  if (count == 1) replace(problem, node, "use " + prefix + served, prefix + served, true);
  return newest;
}

void Walk::resource(Kind kind, Node resource) {
  const Type type = resource.is_map() ? api_version(kind, resource).root() : kind.root();
  const Frame root{nullptr, type, resource, Node(), 0};
  value(root);
  if (part_ == Part::kWhole) metadata(kind, root);
}

void Walk::value(const Frame& frame) {
  if (frame.depth > kDeepest || !frame.value) return;
  const Type type = frame.type;
  if (frame.value.is_null()) {
    // The API server prunes null, except in lists, where it stays null.
    const bool is_item = !frame.key && frame.up && frame.up->type.kind() == TypeKind::kList;
    const bool may_be_null = type.kind() == TypeKind::kAny || has(FacetKind::kNullable, type);
    if (is_item && !may_be_null && part_ == Part::kWhole) wrong_type(frame);
    return;
  }
  if (text::has_variable(frame.value.text())) {
    const std::size_t before = problems_.size();
    typed(frame);
    if (problems_.size() == before) return;
    problems_.resize(before);
    if (left_alone_ != nullptr) left_alone_->push_back(frame.value.span());
    return;
  }
  typed(frame);
}

void Walk::typed(const Frame& frame) {
  const Type type = frame.type;
  switch (type.kind()) {
    case TypeKind::kAny:
      if (!type.fields().empty() && frame.value.is_map()) {
        object(frame);
      } else {
        facets(frame);
      }
      break;
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
  switch (frame.type.kind()) {
    case TypeKind::kString:
      if (found == ScalarType::kString) {
        facets(frame);
      } else if (!frame.value.is_scalar()) {
        wrong_type(frame);
      } else {
        const Format format = format_of(frame.type);
        if (format == Format::kQuantity && is_number(found)) return;
        if (format == Format::kDuration) {
          wrong_type(frame);
        } else {
          ambiguous(frame);
        }
      }
      return;
    case TypeKind::kBool:
      if (found != ScalarType::kBool) wrong_type(frame);
      return;
    case TypeKind::kInteger:
      if (!is_integer(frame.value)) {
        wrong_type(frame);
      } else {
        integer_value(frame);
      }
      return;
    case TypeKind::kNumber:
      if (!is_number(found)) {
        wrong_type(frame);
      } else {
        facets(frame);
      }
      return;
    case TypeKind::kIntOrString:
      if (found != ScalarType::kString && !is_integer(frame.value)) {
        wrong_type(frame);
      } else {
        facets(frame);
      }
      return;
    default:
      return;
  }
}

void Walk::integer_value(const Frame& frame) {
  const double number = frame.value.as_double().value_or(0);
  const bool is_narrow = format_of(frame.type) == Format::kInt32;
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
    add(kOutOfRange, frame.value.span(),
        fmt::format("{} is {}, {} {}, the {} for {} bits", name_of(frame),
                    shown(frame.value.text()), is_high ? "above" : "below", edge,
                    is_high ? "highest" : "lowest", is_narrow ? 32 : 64),
        {std::string(frame.value.text()), std::to_string(edge)});
    return;
  }
  facets(frame);
}

void Walk::list(const Frame& frame) {
  if (!frame.value.is_list()) {
    wrong_type(frame);
    return;
  }
  if (const Type element = frame.type.element()) {
    for (const Node item : frame.value) value({&frame, element, item, Node(), frame.depth + 1});
  }
  if (part_ == Part::kWhole) facets(frame);
}

void Walk::map(const Frame& frame) {
  if (!frame.value.is_map()) {
    wrong_type(frame);
    return;
  }
  const Type element = frame.type.element();
  if (element && (element.kind() != TypeKind::kAny || !element.facets().empty())) {
    for (const EntryView entry : frame.value.entries()) {
      value({&frame, element, entry.value, entry.key, frame.depth + 1});
    }
  }
  if (has(FacetKind::kEmbedded, frame.type)) embedded(frame);
  if (part_ == Part::kWhole) facets(frame);
}

void Walk::object(const Frame& frame) {
  if (!frame.value.is_map()) {
    wrong_type(frame);
    return;
  }
  const Type type = frame.type;
  const bool is_open = this->is_open(type);
  const bool is_embedded = has(FacetKind::kEmbedded, type);
  const Version version = judge(type).version;
  std::size_t unknown = 0;
  std::vector<std::string_view>
      guesses;  // misspelled fields, which are not reported as missing too
  for (const EntryView entry : frame.value.entries()) {
    const std::string_view name = entry.key.text();
    const Field field = type.field(name, version);
    if (!field) {
      const bool is_directive = part_ == Part::kPatch && name.starts_with('$');
      const bool is_header =
          is_embedded && (name == "apiVersion" || name == "kind" || name == "metadata");
      if (is_open || is_directive || is_header) continue;
      const std::string_view guess = unknown_field(frame, entry, ++unknown <= kMostGuesses);
      if (!guess.empty()) guesses.push_back(guess);
      continue;
    }
    const Frame below{&frame, field.type(), entry.value, entry.key, frame.depth + 1};
    if (!field.when().is_always()) {
      const Judge judged = judge(type);
      const Standing stands = standing(field.when(), judged);
      if (stands != Standing::kHolds) {
        if (!is_open) other_version(entry.key, name_of(below), stands, field.when(), judged);
        continue;
      }
    }
    value(below);
  }
  if (part_ == Part::kWhole && type.has_required()) missing(frame, guesses);
  if (is_embedded) embedded(frame);
  // Metadata inside of another object, such as a pod template.
  if (part_ == Part::kWhole && type.name() == "PartialObjectMeta") {
    labels_and_annotations(frame.value);
  }
  facets(frame);
}

void Walk::missing(const Frame& frame, const std::vector<std::string_view>& guesses) {
  for (const Field field : frame.type.fields()) {
    if (!field.is_required() || !applies(field.required_when(), frame.type) ||
        !applies(field.when(), frame.type)) {
      continue;
    }
    const EntryView entry = entry_of(frame.type, frame.value, field.name());
    if (is_present(entry.value)) continue;
    if (entry.value && has(FacetKind::kNullable, field.type())) continue;
    if (!field.default_value().empty()) continue;  // the server sets it
    if (std::ranges::find(guesses, field.name()) != guesses.end()) continue;
    const text::Span at = entry.key ? entry.key.span() : span_of_owner(frame);
    add(kMissingField, at,
        entry.key ? fmt::format("`{}` of {} is required, but empty; set a value", field.name(),
                                name_of(frame))
                  : fmt::format("{} has no `{}`, which is required; add it", name_of(frame),
                                field.name()),
        {name_of(frame), std::string(field.name())});
  }
}

void Walk::ambiguous(const Frame& frame) {
  // Protobuf's JSON accepts the numbers of an enumeration too.
  const bool is_enum_number = frame.type.decoding() == Decoding::kProto &&
                              has(FacetKind::kValue, frame.type) &&
                              frame.value.type() == ScalarType::kInt;
  if (is_enum_number) return;
  const std::string_view text = frame.value.text();
  const std::string fix = fmt::format("\"{}\"", text);
  std::string message;
  std::string read;
  if (frame.value.type() == ScalarType::kBool) {
    read = frame.value.as_bool().value_or(false) ? "true" : "false";
    message = text == read
                  ? fmt::format("{} is a boolean, but {} needs a string; quote it: {}", text,
                                name_of(frame), fix)
                  : fmt::format("{} is read as the boolean {}; quote it: {}", text, read, fix);
  } else {
    read = as_read(frame.value);
    message = text == read ? fmt::format("{} is a number, but {} needs a string; quote it: {}",
                                         shown(text), name_of(frame), quoted(text))
                           : fmt::format("{} is read as the number {}; quote it: {}", shown(text),
                                         read, quoted(text));
  }
  Problem& problem = add(kAmbiguousScalar, frame.value.span(), std::move(message),
                         {std::string(text), std::move(read)});
  if (frame.value.style() == yaml::Style::kPlain) {
    replace(problem, frame.value, "quote it", fix, true);
  }
}

void Walk::wrong_type(const Frame& frame) {
  const Node value = frame.value;
  const TypeKind wanted = frame.type.kind();
  std::string hint;
  std::string unquoted;
  if (value.type() == ScalarType::kString && !value.text().empty()) {
    const ScalarType meant = yaml::resolve_plain(value.text());
    const bool fits_number = (wanted == TypeKind::kNumber && is_number(meant)) ||
                             (wanted == TypeKind::kInteger && meant == ScalarType::kInt);
    if (fits_number && frame.type.decoding() == Decoding::kProto) return;
    const bool fits_bool =
        wanted == TypeKind::kBool && (value.text() == "true" || value.text() == "false");
    if (fits_bool || (fits_number && is_plain_number(value.text()))) {
      unquoted = value.text();
      hint = "; remove the quotes";
    }
  }
  const Format format = format_of(frame.type);
  if (format == Format::kDuration && value.is_scalar() && value.type() != ScalarType::kBool) {
    hint = fmt::format("; add a unit: \"{}s\"", shown(value.text()));
  }
  if (wanted == TypeKind::kList && value.is_scalar()) hint = "; write it as an item after `- `";
  Problem& problem =
      add(kWrongType, value.is_map() || value.is_list() ? span_of_owner(frame) : value.span(),
          fmt::format("{} is {}, not {}{}", name_of(frame), described(value),
                      expected(frame.type, format), hint),
          {std::string(value.text()), std::string(expected(frame.type, format))});
  if (!unquoted.empty() && value.is_quoted()) {
    replace(problem, value, "remove the quotes", unquoted, true);
  }
}

}  // namespace meshlint::schema
