#include "check/selection.h"

#include <fmt/format.h>

#include <algorithm>

#include "check/registry.h"
#include "text/edit_distance.h"

namespace meshlint::check {
namespace {

std::string_view family_of(std::string_view id) { return id.substr(0, id.find('/')); }

bool covers_any(const std::vector<std::string>& names, std::string_view id) {
  return std::ranges::any_of(names, [&](const std::string& name) { return covers(name, id); });
}

}  // namespace

bool covers(std::string_view name, std::string_view id) {
  return name == id || name == "all" || name == family_of(id);
}

std::string unknown_rule(std::string_view name) {
  text::NearestName nearest(name);
  for (const Rule& rule : all()) {
    if (covers(name, rule.page.id)) return {};
    nearest.consider(rule.page.id);
    nearest.consider(family_of(rule.page.id));
  }
  if (nearest.best().empty()) return fmt::format("there is no rule or family `{}`", name);
  return fmt::format("there is no rule or family `{}`; did you mean `{}`?", name, nearest.best());
}

Result<Selection> Selection::create(const Config& config) {
  for (const auto* const names : {&config.select, &config.ignore}) {
    for (const std::string& name : *names) {
      if (std::string reason = unknown_rule(name); !reason.empty()) return Error{reason};
    }
  }
  for (const auto& [name, severity] : config.severity) {
    if (std::string reason = unknown_rule(name); !reason.empty()) return Error{reason};
  }
  for (const auto& [id, options] : config.options) {
    const auto rule = find(id);
    if (!rule) return Error{fmt::format("there is no rule `{}` to set options of", id)};
    for (const auto& [name, value] : options) {
      if (std::ranges::find(all()[*rule].page.options, name, &PageOption::name) ==
          all()[*rule].page.options.end()) {
        return Error{fmt::format("rule {} has no option `{}`", id, name)};
      }
    }
  }

  Selection selection;
  for (const Rule& rule : all()) {
    const Page& page = rule.page;
    const bool is_selected =
        config.select.empty() ? page.is_default : covers_any(config.select, page.id);
    selection.is_on_.push_back(is_selected && !covers_any(config.ignore, page.id));
    Severity severity = page.severity;
    for (const std::string_view name : {std::string_view("all"), family_of(page.id), page.id}) {
      if (const auto at = config.severity.find(name); at != config.severity.end()) {
        severity = at->second;
      }
    }
    selection.severity_.push_back(severity);
    auto& options = selection.options_.emplace_back();
    const auto written = config.options.find(page.id);
    for (const PageOption& option : page.options) {
      std::string_view value = option.value;
      if (written != config.options.end()) {
        if (const auto at = written->second.find(option.name); at != written->second.end()) {
          value = at->second;
        }
      }
      options.emplace_back(option.name, value);
    }
  }
  return selection;
}

}  // namespace meshlint::check
