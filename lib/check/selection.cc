#include "check/selection.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>

#include "text/edit_distance.h"
#include "yaml/node.h"

namespace meshlint::check {
namespace {

std::string_view family_of(std::string_view id) { return id.substr(0, id.find('/')); }

bool covers_any(const std::vector<std::string_view>& names, std::string_view id) {
  return std::ranges::any_of(names, [&](std::string_view name) { return covers(name, id); });
}

std::vector<std::string_view> current_names(const Registry& registry,
                                            const std::vector<std::string>& names) {
  std::vector<std::string_view> current;
  for (const std::string& name : names) current.push_back(registry.current_name(name));
  return current;
}

// A setting by rule id or family. The current name of a rule wins over its former ones.
template <typename Value>
std::map<std::string_view, const Value*> by_current_name(
    const Registry& registry, const std::map<std::string, Value, std::less<>>& settings) {
  std::map<std::string_view, const Value*> result;
  for (const auto& [name, value] : settings) {
    const std::string_view current = registry.current_name(name);
    if (current == name || !settings.contains(current)) result.emplace(current, &value);
  }
  return result;
}

// What a value lacks to be of the kind that an option's default is; empty if nothing.
std::string_view missing_kind(std::string_view default_value, std::string_view value) {
  const yaml::ScalarType type = yaml::resolve_plain(value);
  switch (yaml::resolve_plain(default_value)) {
    case yaml::ScalarType::kInt:
      return type == yaml::ScalarType::kInt ? "" : "an integer";
    case yaml::ScalarType::kFloat:
      return type == yaml::ScalarType::kInt || type == yaml::ScalarType::kFloat ? "" : "a number";
    case yaml::ScalarType::kBool:
      return type == yaml::ScalarType::kBool ? "" : "true or false";
    default:
      return "";
  }
}

}  // namespace

bool covers(std::string_view name, std::string_view id) {
  return name == id || name == "all" || name == family_of(id);
}

std::string unknown_rule(const Registry& registry, std::string_view name) {
  if (registry.current_name(name) != name) return {};
  text::NearestName nearest(name);
  for (std::size_t rule = 0; rule < registry.size(); ++rule) {
    const std::string_view id = registry[rule].page.id;
    if (covers(name, id)) return {};
    nearest.consider(id);
    nearest.consider(family_of(id));
  }
  return fmt::format("unknown rule or family `{}`{}", name, text::did_you_mean(nearest.best()));
}

void Selection::note_former_names(const Config& config) {
  const auto note = [&](std::string_view name) {
    if (registry_.current_name(name) != name) former_names_.push_back(name);
  };
  std::ranges::for_each(config.select, note);
  std::ranges::for_each(config.ignore, note);
  std::ranges::for_each(config.severity | std::views::keys, note);
  std::ranges::for_each(config.options | std::views::keys, note);
  std::ranges::sort(former_names_);
  const auto rest = std::ranges::unique(former_names_);
  former_names_.erase(rest.begin(), rest.end());
}

Result<Selection> Selection::create(const Config& config, const Registry& registry) {
  for (const auto* const names : {&config.select, &config.ignore}) {
    for (const std::string& name : *names) {
      if (std::string reason = unknown_rule(registry, name); !reason.empty()) return Error{reason};
    }
  }
  for (const auto& [name, severity] : config.severity) {
    if (std::string reason = unknown_rule(registry, name); !reason.empty()) return Error{reason};
  }
  for (const auto& [id, options] : config.options) {
    const auto rule = registry.find(id);
    if (!rule) return Error{fmt::format("`options`: unknown rule `{}`", id)};
    const std::span<const PageOption> known = registry[*rule].page.options;
    for (const auto& [name, value] : options) {
      const auto option = std::ranges::find(known, name, &PageOption::name);
      if (option == known.end()) {
        return Error{fmt::format("unknown option `{1}` of rule {0}", id, name)};
      }
      if (const std::string_view kind = missing_kind(option->value, value); !kind.empty()) {
        return Error{
            fmt::format("option `{}` of rule {} is `{}`; write {}", name, id, value, kind)};
      }
    }
  }

  Selection selection(registry);
  selection.note_former_names(config);
  const std::vector<std::string_view> select = current_names(registry, config.select);
  const std::vector<std::string_view> ignore = current_names(registry, config.ignore);
  const auto severities = by_current_name(registry, config.severity);
  const auto written_options = by_current_name(registry, config.options);
  for (std::size_t rule = 0; rule < registry.size(); ++rule) {
    const Page& page = registry[rule].page;
    const bool is_selected = select.empty() ? page.is_default : covers_any(select, page.id);
    selection.is_on_.push_back(is_selected && !covers_any(ignore, page.id));
    Severity severity = page.severity;
    for (const std::string_view name : {std::string_view("all"), family_of(page.id), page.id}) {
      if (const auto at = severities.find(name); at != severities.end()) severity = *at->second;
    }
    selection.severity_.push_back(severity);
    auto& options = selection.options_.emplace_back();
    const auto written = written_options.find(page.id);
    for (const PageOption& option : page.options) {
      std::string_view value = option.value;
      if (written != written_options.end()) {
        if (const auto at = written->second->find(option.name); at != written->second->end()) {
          value = at->second;
        }
      }
      options.emplace_back(option.name, value);
    }
  }
  return selection;
}

}  // namespace meshlint::check
