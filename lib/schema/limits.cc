// The facets of types: limits, formats, values of enumerations, lists without duplicates.
#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "schema/problems.h"
#include "schema/walk.h"
#include "text/ascii.h"
#include "text/edit_distance.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using yaml::Node;
using yaml::ScalarType;

// In lists up to this size all pairs of items are compared, which needs no memory.
constexpr std::size_t kSmallList = 24;
constexpr std::string_view kKnownValues = "; known values: ";
constexpr std::size_t kLongestRegexMemory = std::size_t{1} << 20;

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What a limit counts, and its unit.
struct Measure {
  bool is_there = false;
  double size = 0;
  std::string_view unit;
  std::string_view units;
};

Measure measure_of(FacetKind limit, Node value) {
  const ScalarType type = value.type();
  switch (limit) {
    case FacetKind::kMinLength:
    case FacetKind::kMaxLength:
      return {type == ScalarType::kString, static_cast<double>(code_points(value.text())),
              "character", "characters"};
    case FacetKind::kMinItems:
    case FacetKind::kMaxItems:
      return {value.is_list(), static_cast<double>(value.size()), "item", "items"};
    case FacetKind::kMinProperties:
    case FacetKind::kMaxProperties:
      return {value.is_map(), static_cast<double>(value.size()), "entry", "entries"};
    default:
      return {type == ScalarType::kInt || type == ScalarType::kFloat, value.as_double().value_or(0),
              "", ""};
  }
}

// An integer, except for the rounding error of a division. Source: github.com/go-openapi/swag,
// IsFloat64AJSONInteger, which the API server uses.
bool is_whole(double number) {
  const double whole = std::trunc(number);
  return std::abs(number - whole) <= 1e-9 * (std::abs(number) + std::abs(whole));
}

bool is_kept(FacetKind limit, double found, double edge) {
  switch (limit) {
    case FacetKind::kMinimum:
    case FacetKind::kMinLength:
    case FacetKind::kMinItems:
    case FacetKind::kMinProperties:
      return found >= edge;
    case FacetKind::kExclusiveMinimum:
      return found > edge;
    case FacetKind::kExclusiveMaximum:
      return found < edge;
    case FacetKind::kMultipleOf:
      return edge == 0 || is_whole(found / edge);
    default:
      return found <= edge;
  }
}

// Appends a text that is the same for equal values only. Recurses as deeply as the document.
void append_canonical(Node node, std::string& text) {
  if (node.is_list()) {
    text += '[';
    for (const Node item : node) append_canonical(item, text);
    text += ']';
  } else if (node.is_map()) {
    std::vector<std::pair<std::string_view, Node>> entries;
    for (const auto [key, value] : node.entries()) entries.emplace_back(key.text(), value);
    std::ranges::sort(entries, {}, &std::pair<std::string_view, Node>::first);
    text += '{';
    for (const auto& [key, value] : entries) {
      text += fmt::format("{}:{}", key.size(), key);
      append_canonical(value, text);
    }
    text += '}';
  } else if (node.type() == ScalarType::kInt || node.type() == ScalarType::kFloat) {
    text += fmt::format("#{};", node.as_double().value_or(0));
  } else {
    text += fmt::format("{}{}:{}", static_cast<int>(node.type()), node.text().size(), node.text());
  }
}

}  // namespace

void Walk::facets(const Frame& frame) {
  bool is_enumeration = false;
  for (const Facet facet : frame.type.facets()) {
    if (facet.kind() == FacetKind::kValue) {
      is_enumeration = is_enumeration || applies(facet.when(), frame.type);
      continue;
    }
    if (!applies(facet.when(), frame.type)) continue;
    switch (facet.kind()) {
      case FacetKind::kPattern:
        pattern(frame, facet.text());
        break;
      case FacetKind::kFormat:
        format(frame, facet.format());
        break;
      case FacetKind::kNullable:
      case FacetKind::kOpen:
      case FacetKind::kEmbedded:
      case FacetKind::kDeprecated:
      case FacetKind::kRule:
      case FacetKind::kValue:
        break;
      case FacetKind::kSet:
        duplicates(frame, nullptr);
        break;
      case FacetKind::kKeys:
        duplicates(frame, &facet);
        break;
      case FacetKind::kAtMostOne:
      case FacetKind::kExactlyOne:
      case FacetKind::kAtLeastOne:
        group(frame, facet);
        break;
      case FacetKind::kAll:
      case FacetKind::kAny:
      case FacetKind::kOne:
      case FacetKind::kNot:
        if (part_ == Part::kWhole) condition(frame, facet);
        break;
      default:
        limit(frame, facet);
    }
  }
  if (is_enumeration) enumeration(frame);
}

void Walk::limit(const Frame& frame, const Facet& facet) {
  const Node value = frame.value;
  const bool is_of_map =
      facet.kind() == FacetKind::kMinProperties || facet.kind() == FacetKind::kMaxProperties;
  if (is_of_map && part_ == Part::kPatch) return;
  const Measure measure = measure_of(facet.kind(), value);
  if (!measure.is_there || is_kept(facet.kind(), measure.size, facet.number())) return;
  const bool is_minimum =
      facet.kind() == FacetKind::kMinimum || facet.kind() == FacetKind::kExclusiveMinimum ||
      facet.kind() == FacetKind::kMinLength || facet.kind() == FacetKind::kMinItems ||
      facet.kind() == FacetKind::kMinProperties;
  const std::string edge = fmt::format("{}", facet.number());
  // For a list or mapping, the key is a better place than the value.
  const text::Span at = value.is_scalar() ? value.span() : span_of_owner(frame);
  std::string message;
  if (facet.kind() == FacetKind::kMultipleOf) {
    message =
        fmt::format("{} is {}, not a multiple of {}", name_of(frame), shown(value.text()), edge);
  } else if (facet.kind() == FacetKind::kExclusiveMinimum ||
             facet.kind() == FacetKind::kExclusiveMaximum) {
    message = fmt::format("{} is {}, not {} {}", name_of(frame), shown(value.text()),
                          is_minimum ? "above" : "below", edge);
  } else if (measure.unit.empty()) {
    message = fmt::format("{} is {}, {} {}", name_of(frame), shown(value.text()),
                          is_minimum ? "below" : "above", edge);
  } else if (is_minimum && measure.size == 0) {
    message = fmt::format("{} is empty; it needs at least {} {}", name_of(frame), edge,
                          facet.number() == 1 ? measure.unit : measure.units);
  } else {
    message = fmt::format("{} has {} {}, {} than {}", name_of(frame), measure.size,
                          measure.size == 1 ? measure.unit : measure.units,
                          is_minimum ? "fewer" : "more", edge);
  }
  Problem& problem = add(
      kOutOfRange, at, std::move(message),
      {measure.unit.empty() ? std::string(value.text()) : fmt::format("{}", measure.size), edge});
  problem.turns_rules_off = !is_minimum && !measure.unit.empty();
}

void Walk::pattern(const Frame& frame, std::string_view pattern) {
  const Node value = frame.value;
  if (value.type() != ScalarType::kString || matches(pattern, value.text())) return;
  Problem& problem = add(kInvalidFormat, value.span(),
                         fmt::format("{} is {}, which doesn't match its pattern", name_of(frame),
                                     quoted(value.text())),
                         {std::string(value.text()), std::string(pattern)});
  problem.notes.push_back(fmt::format("pattern: {}", pattern));
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
  // A pattern that RE2 doesn't support is not checked; the build checks those of schemas/.
  return !compiled->ok() ||
         re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled);
}

void Walk::format(const Frame& frame, Format format) {
  const std::string_view text = frame.value.text();
  if (frame.value.type() != ScalarType::kString || has_format(text, format)) return;
  const bool lacks_unit = format == Format::kDuration && !text.empty() &&
                          yaml::resolve_plain(text) != ScalarType::kString;
  const std::string hint = lacks_unit ? fmt::format("add a unit: \"{}s\"", shown(text))
                                      : std::string(example_of(format));
  add(kInvalidFormat, frame.value.span(),
      fmt::format("{} is {}, not {}; {}", name_of(frame), quoted(text), noun_of(format), hint),
      {std::string(text)});
}

void Walk::enumeration(const Frame& frame) {
  if (!frame.value.is_scalar()) return;
  const std::string_view text = frame.value.text();
  const Type type = frame.type;
  const Judge judged = judge(type);
  text::NearestName nearest(text);
  std::string known;
  std::string_view before;
  std::optional<Facet> elsewhere;  // the value itself, in versions other than the target
  for (const Facet value : type.facets()) {
    if (value.kind() != FacetKind::kValue) continue;
    const bool holds = standing(value.when(), judged) == Standing::kHolds;
    if (value.text() == text) {
      if (holds) return;
      elsewhere = value;
    }
    if (!holds || value.text() == before) continue;  // removed and added again
    before = value.text();
    nearest.consider(value.text());
    if (!known.empty()) known += ", ";
    known += value.text();
  }
  if (elsewhere) {
    other_version(frame.value, fmt::format("{} of {}", quoted(text), name_of(frame)),
                  standing(elsewhere->when(), judged), elsewhere->when(), judged);
    return;
  }
  const std::string_view best = nearest.best();
  std::string message = fmt::format("{} is not a value of {}", quoted(text), name_of(frame));
  if (!best.empty()) {
    message += text::did_you_mean(best, '"');
  } else if (message.size() + known.size() + kKnownValues.size() <= kLongestMessage) {
    (message += kKnownValues) += known;
  }
  Problem& problem =
      add(kUnknownValue, frame.value.span(), std::move(message), {std::string(text)});
  if (best.empty()) {
    problem.notes.push_back("known values: " + known);
    return;
  }
  problem.arguments.emplace_back(best);
  const std::string fixed =
      frame.value.is_quoted() ? fmt::format("\"{}\"", best) : std::string(best);
  replace(problem, frame.value, fmt::format("write {}", best), fixed,
          text::equals_ignoring_case(text, best));
}

void Walk::duplicates(const Frame& frame, const Facet* keys) {
  if (!frame.value.is_list()) return;
  const std::size_t count = frame.value.size();
  const std::size_t key_count = keys ? keys->size() : 0;
  // A key of an item, written or set by the server; nothing if neither.
  const Type element = frame.type.element();
  const Version version = judge(frame.type).version;
  const auto key_text = [&](Node item, std::size_t i) -> std::optional<std::string_view> {
    if (const Node key = item[keys->name(i)]; is_present(key)) return key.text();
    const Field field = element ? element.field(keys->name(i), version) : Field();
    std::string_view standard = field ? field.default_value() : std::string_view();
    if (standard.empty()) return std::nullopt;
    if (standard.size() >= 2 && standard.front() == '"') {
      standard = standard.substr(1, standard.size() - 2);
    }
    return standard;
  };
  const auto is_whole = [&](Node item) {
    for (std::size_t i = 0; i < key_count; ++i) {
      if (!key_text(item, i)) return false;
    }
    return true;
  };
  const auto report = [&](Node first, Node second) {
    std::string what;
    for (std::size_t i = 0; i < key_count; ++i) {
      if (!what.empty()) what += ", ";
      what += fmt::format("`{}` {}", keys->name(i), shown(key_text(second, i).value_or("")));
    }
    if (key_count == 0) what = quoted(second.text());
    const auto span_of = [&](Node item) {
      for (std::size_t i = 0; i < key_count; ++i) {
        if (const Node key = item[keys->name(i)]) return key.span();
      }
      return item.span();
    };
    const text::Span at = span_of(second);
    const text::Span before = span_of(first);
    add(kDuplicateItem, at,
        fmt::format("{} has duplicate items with {}; keep one of them", name_of(frame), what),
        {name_of(frame), what})
        .related.push_back({before, "first one here"});
  };
  const auto is_equal = [&](Node a, Node b) {
    if (key_count == 0) return yaml::deep_equal(a, b);
    if (!is_whole(a) || !is_whole(b)) return false;
    for (std::size_t i = 0; i < key_count; ++i) {
      if (key_text(a, i) != key_text(b, i)) return false;
    }
    return true;
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
  std::vector<std::pair<std::string, std::size_t>> sorted;
  for (std::size_t i = 0; i < count; ++i) {
    const Node item = frame.value.item(i);
    if (!is_whole(item)) continue;
    std::string key;
    if (key_count == 0) append_canonical(item, key);
    for (std::size_t k = 0; k < key_count; ++k) (key += key_text(item, k).value_or("")) += '\0';
    sorted.emplace_back(std::move(key), i);
  }
  std::ranges::sort(sorted);
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].first != sorted[i - 1].first) continue;
    report(frame.value.item(sorted[i - 1].second), frame.value.item(sorted[i].second));
  }
}

}  // namespace meshlint::schema
