// Unknown fields, and which field was meant.
#include <fmt/core.h>

#include "schema/problems.h"
#include "schema/walk.h"
#include "text/ascii.h"
#include "text/edit_distance.h"

namespace meshlint::schema {
namespace {

using text::Problem;
using yaml::EntryView;

// How many levels up to search for a field that is indented too deeply.
constexpr std::size_t kMostLevelsUp = 3;
constexpr std::string_view kKnownFields = "; known fields: ";

// The object type of a field's value, or of its items.
Type object_in(Type type) {
  if (type.kind() == TypeKind::kList) type = type.element();
  return type && type.kind() == TypeKind::kObject ? type : Type();
}

// The one field of `type` whose object has a field `name`; empty if there are more, or none.
std::string_view only_owner(Type type, std::string_view name, Version version) {
  std::string_view owner;
  for (const Field field : type.fields()) {
    const Type below = object_in(field.type());
    if (!below || !below.field(name, version) || field.name() == owner) continue;
    if (!owner.empty()) return {};
    owner = field.name();
  }
  return owner;
}

// The path to a value, "spec.http"; empty for the document itself.
std::string path_to(const Frame& frame) {
  std::string path;
  for (const Frame* at = &frame; at; at = at->up) {
    if (!at->key) continue;
    if (!path.empty()) path.insert(0, 1, '.');
    path.insert(0, shown(at->key.text()));
  }
  return path;
}

// The first key of the path to a value: "spec".
std::string top_of(const Frame& frame) {
  const std::string path = path_to(frame);
  return path.substr(0, path.find('.'));
}

}  // namespace

// Where the type has a field that is unknown here: wrong indentation is common.
std::string Walk::place_hint(const Frame& frame, std::string_view name) {
  const Version version = judge(frame.type).version;
  std::size_t levels = 0;
  for (const Frame* up = frame.up; up && levels < kMostLevelsUp; up = up->up) {
    if (up->type.kind() != TypeKind::kObject) continue;
    ++levels;
    if (!up->type.field(name, version)) continue;
    const std::string place = path_to(*up);
    return place.empty() ? fmt::format("; it belongs next to `{}`", top_of(frame))
                         : fmt::format("; it belongs in `{}`", place);
  }
  if (const std::string_view owner = only_owner(frame.type, name, version); !owner.empty()) {
    return fmt::format("; it belongs in `{}`", owner);
  }
  const Frame* up = frame.up;
  while (up && up->type.kind() != TypeKind::kObject) up = up->up;
  if (!up) return {};
  const std::string_view sibling = only_owner(up->type, name, version);
  return sibling.empty() ? std::string() : fmt::format("; it belongs in `{}`", sibling);
}

std::string_view Walk::unknown_field(const Frame& frame, EntryView entry, bool may_guess) {
  const Type type = frame.type;
  const std::string_view name = entry.key.text();
  const Judge judged = judge(type);
  text::NearestName nearest(name);
  for (const Field field : type.fields()) {
    if (!may_guess || standing(field.when(), judged) != Standing::kHolds) continue;
    if (!frame.value.key(field.name())) nearest.consider(field.name());
  }
  const std::string_view best = nearest.best();
  std::string message =
      fmt::format("unknown field {} in {}", quoted(name),
                  type.name().empty() ? name_of(frame) : std::string(type.name()));
  if (!best.empty()) {
    message += text::did_you_mean(best, '"');
  } else if (!may_guess) {
    // No hint.
  } else if (std::string hint = place_hint(frame, name); !hint.empty()) {
    message += hint;
  } else {
    std::string known;
    std::string_view before;
    for (const Field field : type.fields()) {
      if (standing(field.when(), judged) != Standing::kHolds || field.name() == before) continue;
      before = field.name();
      if (!known.empty()) known += ", ";
      known += field.name();
      if (message.size() + known.size() + kKnownFields.size() > kLongestMessage) break;
    }
    if (!known.empty() && message.size() + known.size() + kKnownFields.size() <= kLongestMessage) {
      (message += kKnownFields) += known;
    }
  }
  Problem& problem = add(kUnknownField, entry.key.span(), std::move(message),
                         {std::string(name), std::string(type.name())});
  if (best.empty()) return best;
  problem.arguments.emplace_back(best);
  replace(problem, entry.key, fmt::format("rename it to {}", best), std::string(best),
          text::equals_ignoring_case(name, best));
  return best;
}

}  // namespace meshlint::schema
