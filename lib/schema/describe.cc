#include "schema/describe.h"

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <vector>

#include "text/edit_distance.h"

namespace meshlint::schema {
namespace {

// A path, and the handle at its end.
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

// One line for a facet; empty for those in the line of the type.
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
      return "accepts other fields too";
    case FacetKind::kEmbedded:
      return "a complete object, with apiVersion and kind";
    case FacetKind::kDeprecated:
      return "deprecated";
    case FacetKind::kSet:
      return "no duplicate items";
    case FacetKind::kKeys:
      return fmt::format("items are identified by {}", list_text(facet));
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

// Skips lists and maps, down to their elements.
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

// The start of a path: a kind, or a named type.
struct Root {
  std::string_view group;
  Type type;
  Kind kind;  // false for a named type
};

std::vector<Root> roots_called(std::string_view name) {
  std::vector<Root> roots;
  for (const Kind kind : kinds()) {
    if (kind.name() == name) roots.push_back({kind.group(), kind.root(), kind});
  }
  const std::size_t kind_count = roots.size();
  const Tables& tables = shipped_facts();
  for (const tables::NamedTypeRecord& named : tables.named_types) {
    const std::string_view group = tables.text(named.group);
    const bool is_kind = std::ranges::any_of(std::span(roots).first(kind_count),
                                             [&](const Root& root) { return root.group == group; });
    if (is_kind || tables.text(named.name) != name) continue;
    roots.push_back({group, Type(tables, tables.types[named.type]), Kind()});
  }
  return roots;
}

std::string_view nearest_root(std::string_view name) {
  text::NearestName nearest(name);
  for (const Kind kind : kinds()) nearest.consider(kind.name());
  const Tables& tables = shipped_facts();
  for (const tables::NamedTypeRecord& named : tables.named_types) {
    nearest.consider(tables.text(named.name));
  }
  return nearest.best();
}

// The kinds with that name, or else the types. Removes a group from the rest of the path, as in
// `Gateway.networking.istio.io.spec`, and uses it to choose.
std::vector<Root> roots_at(std::string_view name, std::string_view& rest) {
  std::vector<Root> roots = roots_called(name);
  const auto named = std::ranges::find_if(roots, [&](const Root& root) {
    return !root.group.empty() && rest.starts_with(root.group) &&
           (rest.size() == root.group.size() || rest[root.group.size()] == '.');
  });
  if (named != roots.end()) {
    rest.remove_prefix(std::min(named->group.size() + 1, rest.size()));
    return {*named};
  }
  const auto is_type = [](const Root& root) { return !root.kind; };
  if (!std::ranges::all_of(roots, is_type)) std::erase_if(roots, is_type);
  return roots;
}

}  // namespace

std::optional<std::string> describe(std::string_view path, const Targets& targets,
                                    std::string& error) {
  const std::string_view name = path.substr(0, path.find('.'));
  std::string_view rest = path.substr(std::min(name.size() + 1, path.size()));
  const std::vector<Root> roots = roots_at(name, rest);
  if (roots.empty()) {
    error = fmt::format("unknown kind or type \"{}\"{}", name,
                        text::did_you_mean(nearest_root(name), '"'));
    return std::nullopt;
  }
  std::string out;
  for (const Root& root : roots) {
    const Product* const product = root.type.product();
    const auto target = product ? targets.find(product->name) : targets.end();
    const Version version = target != targets.end() ? target->second.version
                            : product               ? product->newest
                                                    : Version{};
    Place place{std::string(name), root.type, Field()};
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
        error = fmt::format("{} has no field \"{}\"{}", place.path, step,
                            text::did_you_mean(fields.best(), '"'));
        is_there = false;
        break;
      }
      place.path += fmt::format(".{}", step);
      place.type = place.field.type();
    }
    if (!is_there) continue;
    if (roots.size() > 1) out += fmt::format("# {}\n", root.group);
    out += Describer(targets).text(place);
    if (!rest.empty() || !root.kind) continue;
    out += "  served as:\n";
    for (const ApiVersion api : root.kind.versions()) {
      const std::string when = when_text(api.when(), product);
      out += fmt::format("    {}{}{}\n", root.group.empty() ? "" : fmt::format("{}/", root.group),
                         api.name(), when.empty() ? "" : ", " + when);
    }
  }
  if (out.empty()) return std::nullopt;
  error.clear();
  return out;
}

}  // namespace meshlint::schema
