#include "kustomize/field_path.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/build.h"

namespace meshlint::kustomize {
namespace {

// Paths have a handful of steps. This bounds the recursion for a path from a user's file.
constexpr std::size_t kMaxDepth = 128;

// The first step of a path, and what follows it.
struct Step {
  std::string_view name;
  bool is_list = false;
  std::string_view rest;
  bool is_last = false;
};

Step first_step(yaml::Arena& arena, std::string_view path) {
  std::size_t end = 0;
  bool is_escaped = false;
  while (end < path.size() && path[end] != '/') {
    const bool is_escape = path[end] == '\\' && end + 1 < path.size() && path[end + 1] == '/';
    is_escaped |= is_escape;
    end += is_escape ? 2 : 1;
  }
  Step step{.name = path.substr(0, end), .rest = {}, .is_last = end == path.size()};
  if (!step.is_last) step.rest = path.substr(end + 1);
  if (step.name.ends_with("[]")) {
    step.name.remove_suffix(2);
    step.is_list = true;
  }
  if (is_escaped) {
    std::string name;
    for (std::size_t i = 0; i < step.name.size(); ++i) {
      if (step.name.substr(i, 2) == "\\/") continue;
      name += step.name[i];
    }
    step.name = arena.copy(name);
  }
  return step;
}

class Walk {
 public:
  Walk(yaml::Arena& arena, bool is_created, text::Span cause, const Rewrite& rewrite,
       yaml::Node* obstacle)
      : arena_(arena),
        is_created_(is_created),
        cause_(cause),
        rewrite_(rewrite),
        obstacle_(obstacle) {}

  std::optional<yaml::Record> at(yaml::Node node, std::string_view path, std::size_t depth) const {
    if (depth == kMaxDepth) return std::nullopt;
    if (node.is_list()) {
      return rewrite_items(arena_, node,
                           [&](yaml::Node item) { return at(item, path, depth + 1); });
    }
    if (node.is_map()) return in_map(node, path, depth);
    if (obstacle_ && !*obstacle_ && !node.is_null()) *obstacle_ = node;
    return std::nullopt;
  }

 private:
  std::optional<yaml::Record> in_map(yaml::Node map, std::string_view path,
                                     std::size_t depth) const {
    const Step step = first_step(arena_, path);
    const yaml::Node field = map[step.name];
    const bool may_create = is_created_ && !step.is_list;
    std::optional<yaml::Record> value;
    if (field && !(field.is_null() && may_create)) {
      if (step.is_last) {
        value = rewrite_(field);
      } else if (!field.is_null()) {
        value = at(field, step.rest, depth + 1);
      } else if (step.is_list) {
        value = yaml::list_record(arena_, {}, field.span());
      }
    } else if (may_create) {
      if (step.is_last) {
        value = rewrite_(field);
      } else {
        // Created even if a later step is a list, which isn't.
        const yaml::Record empty = yaml::map_record(arena_, {}, cause_);
        value = at(yaml::Node(&empty), step.rest, depth + 1).value_or(empty);
      }
    }
    if (!value) return std::nullopt;
    const yaml::Record key = yaml::string_record(arena_, step.name, cause_);
    return yaml::with_entry(arena_, map, key, *value);
  }

  yaml::Arena& arena_;
  bool is_created_;
  text::Span cause_;
  const Rewrite& rewrite_;
  yaml::Node* obstacle_;
};

}  // namespace

std::optional<yaml::Record> rewrite_items(yaml::Arena& arena, yaml::Node list,
                                          const Rewrite& rewrite) {
  if (!list.is_list()) return std::nullopt;
  std::vector<yaml::Record> items;
  std::size_t index = 0;
  for (const yaml::Node item : list) {
    const std::optional<yaml::Record> changed = rewrite(item);
    if (changed) {
      if (items.empty()) {
        for (std::size_t i = 0; i < list.size(); ++i) items.push_back(*list.item(i).record());
      }
      items[index] = *changed;
    }
    ++index;
  }
  if (items.empty()) return std::nullopt;
  yaml::Record result = yaml::list_record(arena, items, list.span());
  result.style = list.style();
  return result;
}

std::optional<yaml::Record> rewrite_at(yaml::Arena& arena, yaml::Node root, FieldPath path,
                                       text::Span cause, const Rewrite& rewrite,
                                       yaml::Node* obstacle) {
  std::string_view steps = path.path;
  if (steps.starts_with('/')) steps.remove_prefix(1);
  return Walk(arena, path.is_created, cause, rewrite, obstacle).at(root, steps, 0);
}

}  // namespace meshlint::kustomize
