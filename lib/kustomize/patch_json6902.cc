#include "kustomize/patch_json6902.h"
#include "kustomize/field_path.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "kustomize/problems.h"
#include "text/problem.h"
#include "text/shown.h"
#include "yaml/build.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

// The longest path of an operation, so the most levels that a `copy` or `add` adds to a tree.
constexpr std::size_t kMaxPathSteps = 200;
constexpr std::size_t kMaxCopiedDepth = 400;
constexpr std::size_t kSmallMap = 16;
constexpr std::size_t kListedKeys = 6;

std::optional<std::vector<std::string>> steps_of(std::string_view pointer) {
  if (pointer.empty() || pointer.front() != '/') return std::nullopt;
  std::vector<std::string> steps(1);
  for (std::size_t i = 1; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      if (steps.size() == kMaxPathSteps) return std::nullopt;
      steps.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      steps.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      steps.back() += pointer[i];
    }
  }
  return steps;
}

std::optional<std::int64_t> index_of(std::string_view step) {
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return index;
}

// "a, b, c and 4 more"
template <typename Names>
std::string listed(const Names& names) {
  std::string result;
  std::size_t count = 0;
  for (const auto& name : names) {
    if (count++ >= kListedKeys) continue;
    if (!result.empty()) result += ", ";
    result += text::shown(name);
  }
  if (count > kListedKeys) result += fmt::format(" and {} more", count - kListedKeys);
  return result;
}

}  // namespace

// A node that can be changed. It copies its children only when an operation needs them.
class JsonPatch::Draft {
 public:
  explicit Draft(const yaml::Record& record) : record_(record) {}

  bool is_map() const { return record_.kind == yaml::Kind::kMap; }
  bool is_list() const { return record_.kind == yaml::Kind::kList; }

  // The child of that key or index, or null.
  Draft* child(std::string_view step) {
    const std::optional<std::size_t> at = position(step);
    return at ? children_[*at].get() : nullptr;
  }

  // Sets a key, or inserts before an index or, for "-", at the end.
  bool add(std::string_view step, const yaml::Record& key, const yaml::Record& value) {
    if (is_map()) {
      if (Draft* const old = child(step)) {
        *old = Draft(value);
        return true;
      }
      open();
      keys_.push_back(key);
      children_.push_back(std::make_unique<Draft>(value));
      if (is_indexed_) index_.emplace(std::string(step), children_.size() - 1);
      return is_changed_ = true;
    }
    if (!is_list()) return false;
    open();
    std::size_t at = children_.size();
    if (step != "-") {
      const std::optional<std::int64_t> index = index_of(step);
      const auto size = static_cast<std::int64_t>(children_.size());
      if (!index || *index > size || *index < -size) return false;
      at = static_cast<std::size_t>(*index < 0 ? *index + size : *index);
    }
    children_.insert(std::next(children_.begin(), static_cast<std::ptrdiff_t>(at)),
                     std::make_unique<Draft>(value));
    return is_changed_ = true;
  }

  bool remove(std::string_view step) {
    const std::optional<std::size_t> at = position(step);
    if (!at) return false;
    is_changed_ = true;
    if (is_map()) {
      children_[*at].reset();  // the positions of the others stay, and so does the index
      if (is_indexed_) index_.erase(std::string(step));
    } else {
      children_.erase(std::next(children_.begin(), static_cast<std::ptrdiff_t>(*at)));
    }
    return true;
  }

  void assign(const yaml::Record& value) { *this = Draft(value); }

  yaml::Record freeze(yaml::Arena& arena) const {
    if (!is_open_) return record_;
    bool is_changed = is_changed_;
    std::vector<yaml::Record> values;
    values.reserve(children_.size());
    for (const std::unique_ptr<Draft>& child : children_) {
      if (!child) continue;
      values.push_back(child->freeze(arena));
      is_changed |= child->is_other_;
    }
    if (!is_changed) return record_;
    is_other_ = true;
    yaml::Record result{};
    if (is_map()) {
      std::vector<yaml::Entry> entries;
      entries.reserve(values.size());
      std::size_t i = 0;
      for (std::size_t at = 0; at < children_.size(); ++at) {
        if (children_[at]) entries.push_back({keys_[at], values[i++]});
      }
      result = yaml::map_record(arena, entries, record_.span);
    } else {
      result = yaml::list_record(arena, values, record_.span);
    }
    result.style = record_.style;
    return result;
  }

  // Marks a value that replaced another one.
  void mark_other() { is_other_ = true; }

  std::string contents() const {
    if (is_map()) {
      std::vector<std::string_view> names;
      if (is_open_) {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
          if (children_[i]) names.emplace_back(keys_[i].text, keys_[i].size);
        }
      } else {
        for (const auto [key, value] : yaml::Node(&record_).entries()) names.push_back(key.text());
      }
      return names.empty() ? "is an empty mapping" : "has " + listed(names);
    }
    const std::size_t size = is_open_ ? children_.size() : record_.size;
    if (is_list()) return size == 1 ? "has 1 item" : fmt::format("has {} items", size);
    if (record_.type == yaml::ScalarType::kNull) return "is null";
    return fmt::format("is \"{}\"", text::shown(yaml::Node(&record_).text()));
  }

 private:
  void open() {
    if (is_open_) return;
    is_open_ = true;
    const yaml::Node node(&record_);
    children_.reserve(node.size() + 1);
    for (const auto [key, value] : node.entries()) {
      keys_.push_back(*key.record());
      children_.push_back(std::make_unique<Draft>(*value.record()));
    }
    for (const yaml::Node item : node) children_.push_back(std::make_unique<Draft>(*item.record()));
    is_indexed_ = is_map() && children_.size() > kSmallMap;
    for (std::size_t i = 0; is_indexed_ && i < children_.size(); ++i) {
      index_.emplace(std::string(keys_[i].text, keys_[i].size), i);
    }
  }

  std::optional<std::size_t> position(std::string_view step) {
    open();
    if (is_list()) {
      const std::optional<std::int64_t> index = index_of(step);
      const auto size = static_cast<std::int64_t>(children_.size());
      if (!index || *index >= size || *index < -size) return std::nullopt;
      return static_cast<std::size_t>(*index < 0 ? *index + size : *index);
    }
    if (is_indexed_) {
      const auto found = index_.find(std::string(step));
      return found == index_.end() ? std::nullopt : std::optional(found->second);
    }
    if (keys_.size() > 2 * kSmallMap) build_index();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (children_[i] && std::string_view(keys_[i].text, keys_[i].size) == step) return i;
    }
    return std::nullopt;
  }

  void build_index() {
    is_indexed_ = true;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (children_[i]) index_.emplace(std::string(keys_[i].text, keys_[i].size), i);
    }
  }

  yaml::Record record_;
  bool is_open_ = false;
  bool is_changed_ = false;
  mutable bool is_other_ = false;
  bool is_indexed_ = false;
  std::vector<yaml::Record> keys_;  // of a map
  std::vector<std::unique_ptr<Draft>> children_;
  std::unordered_map<std::string, std::size_t> index_;
};

// Applies one patch to one object.
class JsonPatch::Application {
 public:
  Application(yaml::Arena& arena, yaml::Node root, std::string_view title, std::size_t& node_budget)
      : arena_(arena), title_(title), root_(*root.record()), node_budget_(node_budget) {}

  yaml::Record freeze() const { return root_.freeze(arena_); }

  // The problem that stops the patch, or nothing.
  std::optional<text::Problem> run(const Operation& operation) {
    switch (operation.verb) {
      case Verb::kAdd:
        return add(operation.path, operation.path_node, with_text_keys(operation.value));
      case Verb::kRemove:
        return remove(operation.path, operation.path_node);
      case Verb::kReplace:
        return replace(operation);
      case Verb::kMove:
      case Verb::kCopy:
        return transfer(operation);
      case Verb::kTest:
        return test(operation);
    }
    return std::nullopt;
  }

 private:
  using Steps = std::vector<std::string>;

  // The node that holds the last step of a path, or null.
  Draft* parent_of(const Steps& path) {
    Draft* at = &root_;
    for (std::size_t i = 0; i + 1 < path.size() && at; ++i) at = at->child(path[i]);
    return at && (at->is_map() || at->is_list()) ? at : nullptr;
  }

  std::optional<text::Problem> add(const Steps& path, yaml::Node at, const yaml::Record& value) {
    Draft* const parent = parent_of(path);
    if (!parent) return missing(path, at);
    const yaml::Record key = yaml::string_record(arena_, path.back(), at.span());
    if (!parent->add(path.back(), key, value)) return missing(path, at);
    if (Draft* const placed = parent->is_map() ? parent->child(path.back()) : nullptr) {
      placed->mark_other();
    }
    return std::nullopt;
  }

  std::optional<text::Problem> remove(const Steps& path, yaml::Node at) {
    Draft* const parent = parent_of(path);
    if (!parent || !parent->remove(path.back())) return missing(path, at);
    return std::nullopt;
  }

  // In a mapping, `replace` can add a key; in a list, the item has to exist.
  std::optional<text::Problem> replace(const Operation& operation) {
    Draft* const parent = parent_of(operation.path);
    if (!parent) return missing(operation.path, operation.path_node);
    if (parent->is_map()) {
      return add(operation.path, operation.path_node, with_text_keys(operation.value));
    }
    Draft* const old = parent->child(operation.path.back());
    if (!old) return missing(operation.path, operation.path_node);
    old->assign(with_text_keys(operation.value));
    old->mark_other();
    return std::nullopt;
  }

  std::optional<text::Problem> transfer(const Operation& operation) {
    Draft* const parent = parent_of(operation.from);
    Draft* const from = parent ? parent->child(operation.from.back()) : nullptr;
    if (!from) return missing(operation.from, operation.from_node);
    const yaml::Record value = from->freeze(arena_);
    if (operation.verb == Verb::kMove) {
      parent->remove(operation.from.back());
    } else if (!fits(yaml::Node(&value), operation.path.size())) {
      return text::make_problem(
          yaml::kSizeProblem, operation.at,
          "the copies in this patch make the resource too large; it is not checked");
    }
    return add(operation.path, operation.path_node, value);
  }

  std::optional<text::Problem> test(const Operation& operation) {
    Draft* const parent = parent_of(operation.path);
    Draft* const old = parent ? parent->child(operation.path.back()) : nullptr;
    if (!old && operation.value.is_null() && parent) return std::nullopt;
    if (!old) return missing(operation.path, operation.path_node);
    const yaml::Record value = old->freeze(arena_);
    if (yaml::deep_equal(yaml::Node(&value), operation.value)) return std::nullopt;
    text::Problem failed = text::make_problem(
        kInvalidPatch, operation.value.span(),
        fmt::format("test fails: \"{}\" of {} {}", text::shown(operation.path_node.text()), title_,
                    old->contents()),
        {std::string(operation.path_node.text()), std::string(title_)});
    failed.related.push_back({value.span, "tested value"});
    return failed;
  }

  // Reports how far the path leads and what is there.
  text::Problem missing(const Steps& path, yaml::Node at) {
    Draft* deepest = &root_;
    std::string reached;
    for (const std::string& step : path) {
      Draft* const next = deepest->child(step);
      if (!next) break;
      deepest = next;
      reached += '/' + step;
    }
    std::string what = reached.empty()
                           ? fmt::format("the resource {}", deepest->contents())
                           : fmt::format("\"{}\" {}", text::shown(reached), deepest->contents());
    return text::make_problem(
        kPatchPathMissing, at.span(),
        fmt::format("{} has no \"{}\"; {}", title_, text::shown(at.text()), what),
        {std::string(title_), std::string(at.text()), what});
  }

  // kustomize converts the value to JSON, where every key is a string.
  yaml::Record with_text_keys(yaml::Node value) {
    const auto changed = rewrite_items(
        arena_, value, [&](yaml::Node item) { return std::optional(with_text_keys(item)); });
    if (changed) return *changed;
    if (!value.is_map() || value.empty()) return *value.record();
    std::vector<yaml::Entry> entries;
    entries.reserve(value.size());
    for (const auto [key, inner] : value.entries()) {
      entries.push_back({*key.record(), with_text_keys(inner)});
      entries.back().key.type = yaml::ScalarType::kString;
    }
    yaml::Record result = yaml::map_record(arena_, entries, value.span());
    result.style = value.style();
    return result;
  }

  bool fits(yaml::Node value, std::size_t depth) {
    if (depth > kMaxCopiedDepth || node_budget_ == 0) return false;
    --node_budget_;
    for (const yaml::Node item : value) {
      if (!fits(item, depth + 1)) return false;
    }
    for (const auto [key, child] : value.entries()) {
      if (!fits(child, depth + 1)) return false;
    }
    return true;
  }

  yaml::Arena& arena_;
  std::string_view title_;
  Draft root_;
  std::size_t& node_budget_;
};

JsonPatch JsonPatch::compile(yaml::Node operations, std::vector<text::Problem>& problems) {
  constexpr std::pair<std::string_view, Verb> kVerbs[] = {
      {"add", Verb::kAdd},       {"copy", Verb::kCopy},       {"move", Verb::kMove},
      {"remove", Verb::kRemove}, {"replace", Verb::kReplace}, {"test", Verb::kTest},
  };
  const auto report = [&](yaml::Node at, std::string message) {
    problems.push_back(text::make_problem(kInvalidPatch, at.span(), std::move(message)));
  };
  JsonPatch patch;
  for (const yaml::Node item : operations) {
    if (!item.is_map()) {
      report(item, "an operation of a JSON patch must be a mapping with `op` and `path`");
      continue;
    }
    Operation operation;
    operation.at = item.span();
    const yaml::Node op = item["op"];
    const auto verb =
        std::ranges::find(kVerbs, op.text(), &std::pair<std::string_view, Verb>::first);
    if (!op) {
      report(item, "the operation has no `op`; write add, remove, replace, move, copy or test");
      continue;
    }
    if (verb == std::end(kVerbs)) {
      report(op, fmt::format("unknown `op: {}`; write add, remove, replace, move, copy or test",
                             text::shown(op.text())));
      continue;
    }
    operation.verb = verb->second;
    const auto read_path = [&](std::string_view field, yaml::Node& node, auto& steps) {
      node = item[field];
      if (!node.is_scalar()) {
        report(node ? node : item,
               fmt::format("the operation `{}` has no `{}`; add one", op.text(), field));
        return false;
      }
      auto read = steps_of(node.text());
      if (!read) {
        report(node, node.text().starts_with('/')
                         ? fmt::format("`{}` has more than {} steps", field, kMaxPathSteps)
                         : fmt::format("`{}: {}` does not start with `/`", field,
                                       text::shown(node.text())));
        return false;
      }
      steps = *std::move(read);
      return true;
    };
    if (!read_path("path", operation.path_node, operation.path)) continue;
    const bool has_from = operation.verb == Verb::kMove || operation.verb == Verb::kCopy;
    if (has_from && !read_path("from", operation.from_node, operation.from)) continue;
    operation.value = item["value"];
    const bool has_value = operation.verb == Verb::kAdd || operation.verb == Verb::kReplace ||
                           operation.verb == Verb::kTest;
    if (has_value && !operation.value) {
      report(op, fmt::format("the operation `{}` has no `value`; add one", op.text()));
      continue;
    }
    patch.operations_.push_back(std::move(operation));
  }
  return patch;
}

JsonPatch::Result JsonPatch::apply(yaml::Arena& arena, yaml::Node root, std::string_view title,
                                   std::size_t& node_budget) const {
  Application application(arena, root, title, node_budget);
  Result result;
  for (const Operation& operation : operations_) {
    if (std::optional<text::Problem> stop = application.run(operation)) {
      result.problems.push_back(*std::move(stop));
      break;
    }
  }
  result.root = application.freeze();
  return result;
}

}  // namespace meshlint::kustomize
