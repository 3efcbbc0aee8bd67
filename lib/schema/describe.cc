#include "schema/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "text/edit_distance.h"

namespace meshlint::schema {
namespace {

// A path and the handle that it has led to so far.
struct Place {
  std::string path;
  Type type;
  Field field;
};

std::string when_text(const Window& when, const Product* product) {
  if (when.is_always() || !product) return "";
  std::string text;
  if (when.since != Version{}) text += fmt::format("since {}", to_string(when.since));
  if (when.until != Version{}) {
    text += fmt::format("{}until {}", text.empty() ? "" : ", ", to_string(when.until));
  }
  return text;
}

std::string type_text(Type type) {
  if (!type.name().empty()) return std::string(type.name());
  std::string_view format;
  for (const Facet facet : type.facets()) {
    if (facet.kind() == FacetKind::kFormat) format = facet.text();
  }
  switch (type.kind()) {
    case TypeKind::kAny:
      return "any";
    case TypeKind::kString:
      return format.empty() ? "string" : fmt::format("string ({})", format);
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInteger:
      return format.empty() ? "integer" : std::string(format);
    case TypeKind::kNumber:
      return "number";
    case TypeKind::kIntOrString:
      return "int-or-string";
    case TypeKind::kList:
      return fmt::format("list<{}>", type_text(type.element()));
    case TypeKind::kMap:
      return fmt::format("map<{}>", type_text(type.element()));
    case TypeKind::kObject:
      return "object";
  }
  return "";
}

// "1 item or more".
std::string count_text(const Facet& facet, std::string_view noun, std::string_view nouns,
                       std::string_view bound) {
  return fmt::format("{} {} or {}", facet.number(), facet.number() == 1 ? noun : nouns, bound);
}

std::string list_text(const Facet& facet) {
  std::string text;
  for (std::size_t i = 0; i < facet.size(); ++i) {
    if (i > 0) text += ", ";
    text += facet.name(i);
  }
  return text;
}

// One line for a facet; empty for those that the type's own line tells.
std::string facet_text(const Facet& facet) {
  switch (facet.kind()) {
    case FacetKind::kMinimum:
      return fmt::format("at least {}", facet.number());
    case FacetKind::kMaximum:
      return fmt::format("at most {}", facet.number());
    case FacetKind::kExclusiveMinimum:
      return fmt::format("above {}", facet.number());
    case FacetKind::kExclusiveMaximum:
      return fmt::format("below {}", facet.number());
    case FacetKind::kMultipleOf:
      return fmt::format("a multiple of {}", facet.number());
    case FacetKind::kMinLength:
      return count_text(facet, "character", "characters", "more");
    case FacetKind::kMaxLength:
      return count_text(facet, "character", "characters", "fewer");
    case FacetKind::kMinItems:
      return count_text(facet, "item", "items", "more");
    case FacetKind::kMaxItems:
      return count_text(facet, "item", "items", "fewer");
    case FacetKind::kMinProperties:
      return count_text(facet, "entry", "entries", "more");
    case FacetKind::kMaxProperties:
      return count_text(facet, "entry", "entries", "fewer");
    case FacetKind::kPattern:
      return fmt::format("pattern {}", facet.text());
    case FacetKind::kValue:
      return fmt::format("value {}", facet.text());
    case FacetKind::kNullable:
      return "null is a value";
    case FacetKind::kOpen:
      return "takes other fields too";
    case FacetKind::kEmbedded:
      return "an object of its own, with apiVersion and kind";
    case FacetKind::kDeprecated:
      return "deprecated";
    case FacetKind::kSet:
      return "no two items are equal";
    case FacetKind::kKeys:
      return fmt::format("items are told apart by {}", list_text(facet));
    case FacetKind::kAtMostOne:
      return fmt::format("at most one of {}", list_text(facet));
    case FacetKind::kExactlyOne:
      return fmt::format("exactly one of {}", list_text(facet));
    case FacetKind::kAtLeastOne:
      return fmt::format("at least one of {}", list_text(facet));
    case FacetKind::kAll:
    case FacetKind::kAny:
    case FacetKind::kOne:
    case FacetKind::kNot:
      return fmt::format("{} of {} forms",
                         facet.kind() == FacetKind::kAll   ? "all"
                         : facet.kind() == FacetKind::kAny ? "any"
                         : facet.kind() == FacetKind::kOne ? "exactly one"
                                                           : "none",
                         facet.size());
    case FacetKind::kRule:
      return std::string(facet.rule().message);
    default:
      return "";
  }
}

// Through lists and maps to what they hold.
Type inner(Type type, std::string& path) {
  while (type && type.element()) {
    path += type.kind() == TypeKind::kList ? "[]" : "{}";
    type = type.element();
  }
  return type;
}

class Describer {
 public:
  explicit Describer(const Targets& targets) : targets_(targets) {}

  std::string text(const Place& place) {
    std::string out = fmt::format("{}: {}\n", place.path, type_text(place.type));
    const Product* const product = place.type.product();
    if (place.field) {
      line(out, when_text(place.field.when(), product));
      if (place.field.is_required()) {
        const std::string since = when_text(place.field.required_when(), product);
        line(out, since.empty() ? "required" : "required " + since);
      }
      if (!place.field.default_value().empty()) {
        line(out, fmt::format("default {}", place.field.default_value()));
      }
    }
    std::string path = place.path;
    Type type = place.type;
    facets(out, type);
    if (type.element()) {
      type = inner(type, path);
      facets(out, type);
    }
    fields(out, type);
    return out;
  }

 private:
  static void line(std::string& out, const std::string& text) {
    if (!text.empty()) out += "  " + text + '\n';
  }
  bool stands(const Window& when, const Product* product) const {
    if (!product) return true;
    const auto target = targets_.find(product->name);
    return target == targets_.end() || target->second.is_assumed ||
           when.contains(target->second.version);
  }
  void facets(std::string& out, Type type) const {
    for (const Facet facet : type.facets()) {
      if (!stands(facet.when(), type.product())) continue;
      std::string text = facet_text(facet);
      const std::string when = when_text(facet.when(), type.product());
      if (!text.empty() && !when.empty()) text += ", " + when;
      line(out, text);
    }
  }
  void fields(std::string& out, Type type) const {
    if (type.fields().empty()) return;
    std::size_t width = 0;
    for (const Field field : type.fields()) width = std::max(width, field.name().size());
    out += "  fields:\n";
    for (const Field field : type.fields()) {
      if (!stands(field.when(), type.product())) continue;
      std::string text =
          fmt::format("    {:<{}}  {}", field.name(), width, type_text(field.type()));
      if (field.is_required()) text += ", required";
      const std::string when = when_text(field.when(), type.product());
      if (!when.empty()) text += ", " + when;
      out += text + '\n';
    }
  }

  const Targets& targets_;
};

std::string did_you_mean(std::string_view best) {
  return best.empty() ? std::string() : fmt::format("; did you mean \"{}\"?", best);
}

}  // namespace

std::optional<std::string> describe(std::string_view path, const Targets& targets,
                                    std::string& error) {
  const std::string_view name = path.substr(0, path.find('.'));
  std::vector<Kind> found;
  text::NearestName nearest(name);
  for (const Kind kind : kinds()) {
    if (kind.name() == name) found.push_back(kind);
    nearest.consider(kind.name());
  }
  if (found.empty()) {
    error = fmt::format("no kind is called \"{}\"{}", name, did_you_mean(nearest.best()));
    return std::nullopt;
  }
  // `Gateway.networking.istio.io.spec` names the group, which matters where two have the kind.
  std::string_view rest = path.substr(std::min(name.size() + 1, path.size()));
  const auto names_group = [&](Kind kind) {
    return !kind.group().empty() && rest.starts_with(kind.group()) &&
           (rest.size() == kind.group().size() || rest[kind.group().size()] == '.');
  };
  const auto named = std::ranges::find_if(found, names_group);
  if (named != found.end()) {
    rest.remove_prefix(std::min(named->group().size() + 1, rest.size()));
    found = {*named};
  }
  std::string out;
  for (const Kind kind : found) {
    const auto target = kind.product() ? targets.find(kind.product()->name) : targets.end();
    const Version version = target != targets.end() ? target->second.version
                            : kind.product()        ? kind.product()->newest
                                                    : Version{};
    Place place{std::string(kind.name()), kind.root(), Field()};
    bool is_there = true;
    for (std::string_view left = rest; !left.empty() && is_there;) {
      const std::size_t end = std::min(left.find_first_of(".["), left.size());
      const std::string_view step = left.substr(0, end);
      left.remove_prefix(std::min(left.find('.', end), left.size()));
      if (left.starts_with('.')) left.remove_prefix(1);
      const Type object = inner(place.type, place.path);
      place.field = object.field(step, version);
      if (!place.field) {
        text::NearestName fields(step);
        for (const Field field : object.fields()) fields.consider(field.name());
        error =
            fmt::format("{} has no field \"{}\"{}", place.path, step, did_you_mean(fields.best()));
        is_there = false;
        break;
      }
      place.path += fmt::format(".{}", step);
      place.type = place.field.type();
    }
    if (!is_there) continue;
    if (found.size() > 1) out += fmt::format("# {}\n", kind.group());
    out += Describer(targets).text(place);
    if (!rest.empty()) continue;
    out += "  served as:\n";
    for (const ApiVersion api : kind.versions()) {
      const std::string when = when_text(api.when(), kind.product());
      out +=
          fmt::format("    {}{}{}\n", kind.group().empty() ? "" : fmt::format("{}/", kind.group()),
                      api.name(), when.empty() ? "" : ", " + when);
    }
  }
  if (out.empty()) return std::nullopt;
  error.clear();
  return out;
}

}  // namespace meshlint::schema
