#include "check/upgrade.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <utility>

#include "schema/facts.h"

namespace meshlint::check {
namespace {

using Key = std::pair<text::Span, text::ProblemKind>;

std::set<Key> keys_of(const std::vector<text::Problem>& problems) {
  std::set<Key> keys;
  for (const text::Problem& problem : problems) keys.emplace(problem.at, problem.kind);
  return keys;
}

}  // namespace

std::vector<schema::Version> steps_between(schema::Version from, schema::Version to) {
  if (!(from < to)) return {};
  std::vector<schema::Version> steps;
  if (from.major == to.major) {
    for (std::uint16_t minor = from.minor + 1; minor < to.minor; ++minor) {
      steps.push_back({to.major, minor, 0});
    }
  }
  steps.push_back(to);
  return steps;
}

void Upgrades::add(const schema::Targets& installed, const schema::Targets& targets) {
  for (const auto& [product, before] : installed) {
    const schema::Version to = targets.find(product)->second.version;
    const std::vector<schema::Version> steps = steps_between(before.version, to);
    const bool is_known = std::ranges::any_of(upgrades_, [&](const Upgrade& upgrade) {
      return upgrade.product == product && upgrade.installed.version == before.version;
    });
    if (steps.empty() || is_known) continue;
    Upgrade& upgrade = upgrades_.emplace_back();
    upgrade = {.product = product, .installed = before, .to = to, .steps = {}};
    for (const schema::Version step : steps) upgrade.steps[step] = 0;
  }
}

void Upgrades::count(const UpgradeStep& step, const schema::Targets& installed) {
  const schema::Version version = installed.find(step.product)->second.version;
  const auto upgrade = std::ranges::find_if(upgrades_, [&](const Upgrade& each) {
    return each.product == step.product && each.installed.version == version;
  });
  ++upgrade->steps[step.version];
}

std::map<std::size_t, schema::Version> date_problems(std::string_view product,
                                                     const schema::Target& installed,
                                                     const schema::Targets& targets,
                                                     std::vector<text::Problem>& problems,
                                                     const Judgement& judge) {
  std::map<std::size_t, schema::Version> dates;
  if (problems.empty()) return dates;
  schema::Targets at = targets;
  schema::Target& there = at.find(product)->second;
  const schema::Version to = there.version;
  there.version = installed.version;
  const std::set<Key> now = keys_of(judge(at));
  std::set<std::size_t> undated;
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (!now.contains({problems[i].at, problems[i].kind})) undated.insert(i);
  }
  for (const schema::Version step : steps_between(installed.version, to)) {
    if (undated.empty()) break;
    there.version = step;
    const std::set<Key> then = keys_of(judge(at));
    for (auto i = undated.begin(); i != undated.end();) {
      if (then.contains({problems[*i].at, problems[*i].kind})) {
        dates.emplace(*i, step);
        i = undated.erase(i);
      } else {
        ++i;
      }
    }
  }
  const schema::Product* const known = schema::find_product(product);
  for (const auto& [i, step] : dates) {
    problems[i].notes.push_back(fmt::format("starts with {} {}; {} is installed ({})", known->title,
                                            schema::to_string(step), installed.written,
                                            installed.from));
  }
  return dates;
}

}  // namespace meshlint::check
