#include "kustomize/history_of.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <ranges>
#include <utility>

#include "text/edit_distance.h"

namespace meshlint::kustomize {
namespace {

// Fields that identify an item of a list, the most reliable first.
constexpr std::string_view kNamingFields[] = {"name",       "containerPort", "port", "mountPath",
                                              "devicePath", "topologyKey",   "ip",   "key",
                                              "host",       "type"};

// The name of an item, and the field that holds it; a scalar is its own name.
struct ItemName {
  std::string_view field;
  std::string_view text;

  friend bool operator==(const ItemName&, const ItemName&) = default;
};

std::optional<ItemName> name_of(yaml::Node item) {
  if (item.is_scalar()) return ItemName{{}, item.text()};
  for (const std::string_view field : kNamingFields) {
    if (const yaml::Node name = item[field]; name.is_scalar()) return ItemName{field, name.text()};
  }
  return std::nullopt;
}

std::optional<std::size_t> index_of(std::string_view text) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return index;
}

yaml::Node item_called(yaml::Node list, std::string_view text) {
  for (const yaml::Node item : list) {
    if (const auto name = name_of(item); name && name->text == text) return item;
  }
  if (const auto index = index_of(text)) return list.item(*index);
  return {};
}

// The item of an earlier list that became `item` in a later one.
yaml::Node same_item(yaml::Node earlier, yaml::Node later, yaml::Node item) {
  for (const yaml::Node candidate : earlier) {
    if (candidate.span() == item.span() && yaml::deep_equal(candidate, item)) return candidate;
  }
  const auto name = name_of(item);
  if (name && !item.is_scalar()) {
    for (const yaml::Node candidate : earlier) {
      if (name_of(candidate) == name) return candidate;
    }
  }
  // The item may have been renamed; then only its index identifies it.
  if (earlier.size() != later.size()) return {};
  for (std::size_t i = 0; i < later.size(); ++i) {
    if (later.item(i) == item) return earlier.item(i);
  }
  return {};
}

// The nodes from the root to the value, both included.
using Way = std::vector<yaml::Node>;

std::optional<Way> earlier_way(yaml::Node root, const ValuePath& path, const Way& later) {
  Way way = {root};
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    const yaml::Node at = way.back();
    const yaml::Node next =
        at.is_list() ? same_item(at, later[i], later[i + 1]) : at[path.parts[i]];
    if (!next) return std::nullopt;
    way.push_back(next);
  }
  return way;
}

bool is_same(yaml::Node a, yaml::Node b) {
  return yaml::deep_equal(a, b) && (!a.is_scalar() || a.span() == b.span());
}

}  // namespace

Result<ValuePath> ValuePath::parse(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return Error{fmt::format("path `{}`: {}", text, why)};
  };
  ValuePath path;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (rest.starts_with('[')) {
      const bool is_quoted = rest.starts_with("[\"");
      const std::string_view close = is_quoted ? "\"]" : "]";
      const std::size_t begin = is_quoted ? 2 : 1;
      const std::size_t end = rest.find(close, begin);
      if (end == rest.npos) return wrong("a `[` is not closed");
      path.parts.emplace_back(rest.substr(begin, end - begin));
      rest.remove_prefix(end + close.size());
    } else {
      const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
      path.parts.emplace_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (path.parts.back().empty()) return wrong("a part is empty");
    if (rest == ".") return wrong("it ends with a dot");
    if (rest.starts_with('.')) rest.remove_prefix(1);
  }
  return path;
}

Result<std::vector<State>> history_of(yaml::Node root, std::span<const Step> steps,
                                      const ValuePath& path) {
  Way way = {root};
  for (const std::string& part : path.parts) {
    const yaml::Node at = way.back();
    const yaml::Node next = at.is_list() ? item_called(at, part) : at[part];
    if (!next) {
      text::NearestName nearest(part);
      for (const auto [key, value] : at.entries()) nearest.consider(key.text());
      for (const yaml::Node item : at) {
        if (const auto name = name_of(item)) nearest.consider(name->text);
      }
      const std::string_view best = nearest.best();
      const std::string where =
          way.size() == 1 ? "the resource" : fmt::format("`{}`", path.parts[way.size() - 2]);
      return Error{fmt::format("`{}` not found in {}{}", part, where, text::did_you_mean(best))};
    }
    way.push_back(next);
  }

  std::vector<State> states;
  for (const Step& step : std::views::reverse(steps)) {
    std::optional<Way> earlier = earlier_way(step.before, path, way);
    if (earlier && is_same(earlier->back(), way.back())) {
      way = *std::move(earlier);
      continue;
    }
    states.push_back({way.back(), &step});
    if (!earlier) {
      states.push_back({});
      return states;
    }
    way = *std::move(earlier);
  }
  states.push_back({way.back(), nullptr});
  return states;
}

}  // namespace meshlint::kustomize
