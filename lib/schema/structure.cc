#include "schema/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace meshlint::schema {
namespace {

using draft::TypeId;

void add_window(std::string& text, const Window& when) {
  if (when.is_always()) return;
  text += '[' + to_string(when.since) + ' ' + to_string(when.until) + ']';
}

// Lengths keep texts of users from running into each other.
void add_text(std::string& text, std::string_view part) {
  fmt::format_to(std::back_inserter(text), "{}:", part.size());
  text += part;
}

std::string text_of(const draft::Facet& facet) {
  std::string text =
      fmt::format("f{} {} {}", static_cast<int>(facet.kind), facet.number, facet.types.size());
  add_text(text, facet.text);
  for (const std::string& name : facet.names) add_text(text, name);
  add_window(text, facet.when);
  return text;
}

std::string text_of(const draft::Rule& rule) {
  std::string text = rule.is_optional_old_self ? "R" : "r";
  for (const std::string* const part :
       {&rule.expression, &rule.message, &rule.message_expression, &rule.reason, &rule.field_path})
    add_text(text, *part);
  add_window(text, rule.when);
  return text;
}

std::string text_of(const draft::Field& field) {
  std::string text = "d";
  add_text(text, field.name);
  add_text(text, field.default_value);
  add_window(text, field.when);
  if (field.is_required) {
    text += '!';
    add_window(text, field.required_when);
  }
  return text;
}

struct Shape {
  std::string text;           // what the type says without its parts
  std::vector<TypeId> parts;  // in the order of `text`
};

Shape shape_of(const draft::Type& type, TypeNames names) {
  Shape shape;
  shape.text = fmt::format("{} {} {} ", static_cast<int>(type.kind),
                           static_cast<int>(type.decoding), type.product);
  if (names == TypeNames::kCount) add_text(shape.text, type.name);
  if (type.element != draft::kNoType) {
    shape.text += 'e';
    shape.parts.push_back(type.element);
  }
  std::vector<std::pair<std::string, const std::vector<TypeId>*>> facets;
  facets.reserve(type.facets.size());
  for (const draft::Facet& facet : type.facets) facets.emplace_back(text_of(facet), &facet.types);
  std::vector<std::pair<std::string, TypeId>> fields;
  fields.reserve(type.fields.size());
  for (const draft::Field& field : type.fields) fields.emplace_back(text_of(field), field.type);
  std::vector<std::string> rules;
  rules.reserve(type.rules.size());
  for (const draft::Rule& rule : type.rules) rules.push_back(text_of(rule));
  std::ranges::stable_sort(facets, {}, &std::pair<std::string, const std::vector<TypeId>*>::first);
  std::ranges::stable_sort(fields, {}, &std::pair<std::string, TypeId>::first);
  std::ranges::sort(rules);
  for (const auto& [text, part] : fields) {
    shape.text += text;
    shape.parts.push_back(part);
  }
  for (const auto& [text, parts] : facets) {
    shape.text += text;
    shape.parts.insert(shape.parts.end(), parts->begin(), parts->end());
  }
  for (const std::string& rule : rules) shape.text += rule;
  return shape;
}

struct HashOfNumbers {
  std::size_t operator()(const std::vector<std::uint32_t>& numbers) const {
    std::size_t hash = 0xcbf29ce484222325;
    for (const std::uint32_t number : numbers) hash = (hash ^ number) * 0x100000001b3;
    return hash;
  }
};

}  // namespace

std::vector<TypeId> parts_of(const draft::Type& type) {
  std::vector<TypeId> parts;
  if (type.element != draft::kNoType) parts.push_back(type.element);
  for (const draft::Field& field : type.fields) parts.push_back(field.type);
  for (const draft::Facet& facet : type.facets)
    parts.insert(parts.end(), facet.types.begin(), facet.types.end());
  return parts;
}

std::vector<std::uint32_t> structure_classes(const draft::Draft& draft, TypeNames names) {
  const std::size_t count = draft.types.size();
  std::vector<std::uint32_t> classes(count);
  std::vector<std::vector<TypeId>> parts(count);
  std::size_t class_count = 0;
  {
    std::unordered_map<std::string, std::uint32_t> shapes;
    for (std::size_t i = 0; i < count; ++i) {
      Shape shape = shape_of(draft.types[i], names);
      parts[i] = std::move(shape.parts);
      classes[i] =
          shapes.try_emplace(std::move(shape.text), static_cast<std::uint32_t>(shapes.size()))
              .first->second;
    }
    class_count = shapes.size();
  }
  // Types that look alike are told apart by their parts until nothing new comes of it: as many
  // rounds as types are nested deep.
  while (true) {
    std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, HashOfNumbers> finer;
    std::vector<std::uint32_t> next(count);
    for (std::size_t i = 0; i < count; ++i) {
      std::vector<std::uint32_t> key = {classes[i]};
      for (const TypeId part : parts[i]) key.push_back(classes[part]);
      next[i] =
          finer.try_emplace(std::move(key), static_cast<std::uint32_t>(finer.size())).first->second;
    }
    classes = std::move(next);
    if (finer.size() == class_count) return classes;
    class_count = finer.size();
  }
}

}  // namespace meshlint::schema
