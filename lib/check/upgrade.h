// What an upgrade breaks, and at which version on the way.
//
// The manifests install one version, and the configuration targets a later one: a mistake that the
// resource has there, and not yet where it is now, belongs to the first step that brings it.
#ifndef MESHLINT_CHECK_UPGRADE_H_
#define MESHLINT_CHECK_UPGRADE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/version.h"
#include "text/problem.h"

namespace meshlint::check {

// The minor versions after `from` up to `to`, which is the last one, whatever its patch. Only `to`
// if they differ in more than that. Empty if `to` is not later.
std::vector<schema::Version> steps_between(schema::Version from, schema::Version to);

// One way, with the number of findings that each step brings.
struct Upgrade {
  std::string product;
  schema::Target installed;
  schema::Version to;
  std::map<schema::Version, std::size_t> steps;
};

// The version that brings a problem, where the configuration asks for a later one than is
// installed.
struct UpgradeStep {
  std::string_view product;
  schema::Version version;
  text::Span at;
};

// All upgrades of a run: from each installed version to the target version.
class Upgrades {
 public:
  // Adds the upgrades of an environment, with all their steps, also those that bring nothing.
  void add(const schema::Targets& installed, const schema::Targets& targets);
  void count(const UpgradeStep& step, const schema::Targets& installed);
  // In the order in which they were added.
  std::vector<Upgrade> take() { return std::move(upgrades_); }

 private:
  std::vector<Upgrade> upgrades_;
};

// Checks a subject against other targets.
using Judgement = std::function<std::vector<text::Problem>(const schema::Targets&)>;

// Of problems that a resource has with `targets`: by index, the step that brings each, and a note
// that says so; nothing for those that it has with the installed version already. The judgement is
// asked for every version on the way.
std::map<std::size_t, schema::Version> date_problems(std::string_view product,
                                                     const schema::Target& installed,
                                                     const schema::Targets& targets,
                                                     std::vector<text::Problem>& problems,
                                                     const Judgement& judge);

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_UPGRADE_H_
