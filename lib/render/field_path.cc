#include "render/field_path.h"

#include <cstddef>
#include <string>
#include <vector>

#include "yaml/build.h"

namespace meshlint::render {
namespace {

// A path has a handful of steps; a user's own may not drive the recursion deeper than a tree.
constexpr std::size_t kMaxSteps = 64;
constexpr std::size_t kMaxListDepth = 64;

struct Step {
  std::string name;
  bool is_list = false;
};

std::vector<Step> steps_of(std::string_view path) {
  std::vector<Step> steps;
  if (path.starts_with('/')) path.remove_prefix(1);
  Step step;
  for (std::size_t i = 0; i <= path.size(); ++i) {
    if (i < path.size() && path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '/') {
      step.name += '/';
      ++i;
      continue;
    }
    if (i < path.size() && path[i] != '/') {
      step.name += path[i];
      continue;
    }
    if (step.name.ends_with("[]")) {
      step.name.resize(step.name.size() - 2);
      step.is_list = true;
    }
    steps.push_back(std::move(step));
    step = Step();
  }
  return steps;
}

class Walk {
 public:
  Walk(yaml::Arena& arena, const std::vector<Step>& steps, bool is_created, text::Span cause,
       const Rewrite& rewrite)
      : arena_(arena), steps_(steps), is_created_(is_created), cause_(cause), rewrite_(rewrite) {}

  std::optional<yaml::Record> at(yaml::Node node, std::size_t step, std::size_t list_depth) const {
    if (step == steps_.size()) return rewrite_(node);
    if (node.is_list()) {
      if (list_depth == kMaxListDepth) return std::nullopt;
      return rewrite_items(arena_, node,
                           [&](yaml::Node item) { return at(item, step, list_depth + 1); });
    }
    if (!node.is_map()) return std::nullopt;
    return in_map(node, step);
  }

 private:
  std::optional<yaml::Record> in_map(yaml::Node map, std::size_t step) const {
    const Step& next = steps_[step];
    const yaml::Node field = map[next.name];
    const bool may_create = is_created_ && !next.is_list;
    std::optional<yaml::Record> value;
    if (field && !(field.is_null() && may_create)) {
      if (field.is_null()) return std::nullopt;
      value = at(field, step + 1, 0);
    } else if (may_create) {
      if (step + 1 == steps_.size()) {
        value = rewrite_(field);
      } else {
        const yaml::Record empty = yaml::map_record(arena_, {}, cause_);
        value = at(yaml::Node(&empty), step + 1, 0);
      }
    }
    if (!value) return std::nullopt;
    const yaml::Record key = yaml::string_record(arena_, next.name, cause_);
    return yaml::with_entry(arena_, map, key, *value);
  }

  yaml::Arena& arena_;
  const std::vector<Step>& steps_;
  bool is_created_;
  text::Span cause_;
  const Rewrite& rewrite_;
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
                                       text::Span cause, const Rewrite& rewrite) {
  const std::vector<Step> steps = steps_of(path.path);
  if (steps.size() > kMaxSteps) return std::nullopt;
  return Walk(arena, steps, path.is_created, cause, rewrite).at(root, 0, 0);
}

}  // namespace meshlint::render
