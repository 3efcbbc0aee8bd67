#include "check/checker.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "cel/library.h"
#include "check/admission_policies.h"
#include "check/found.h"
#include "check/plan.h"
#include "check/rule_pass.h"
#include "check/schema_pass.h"
#include "check/supersede.h"
#include "model/parallel.h"

namespace meshlint::check {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t ns_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
}

// What the summary wants to know of the check of one resource.
struct Checked {
  bool has_schema = true;
  std::uint64_t schema_ns = 0;
  std::uint64_t rules_ns = 0;
};

// ValidatingAdmissionPolicies of the environment, on its resources.
void check_policies(const model::Environment& environment, const schema::Targets& targets,
                    const SchemaPass& schemas, const Selection& selection, Found& found) {
  const schema::Version kubernetes = targets.find("kubernetes")->second.version;
  AdmissionPolicies policies(environment, cel::kubernetes_libraries(kubernetes));
  if (policies.empty()) return;
  for (const model::Resource& resource : environment.resources) {
    std::vector<text::Problem> problems;
    policies.check(resource, schemas.kind_of(resource, targets), problems);
    found.add(std::move(problems), &resource, selection);
  }
  std::vector<text::Problem> problems;
  policies.report(problems);
  found.add(std::move(problems), nullptr, selection);
}

void check_file(const model::ManifestFile& file, const model::Workspace& workspace,
                const Plan& plan, const SchemaPass& schemas, const RulePass& rules,
                const Selection& selection, Found& found) {
  found.add(std::vector<text::Problem>(file.yaml.problems), nullptr, selection);
  const bool is_kustomization = model::is_kustomization_file(file.path);
  for (const yaml::Document& document : file.yaml.documents) {
    if (document.is_template) continue;
    if (is_kustomization) schemas.check_kustomization(document, found);
    rules.check({.root = document.root,
                 .file = &file,
                 .workspace = &workspace,
                 .is_kustomization = is_kustomization},
                plan.defaults, found);
  }
}

// Puts what was found in parallel into one result, in an order that doesn't depend on the threads.
class Collector {
 public:
  Collector(const environment::EnvironmentSet& environments, const Plan& plan)
      : environments_(environments.environments) {
    for (std::size_t i = 0; i < environments_.size(); ++i) {
      upgrades_.add(environments_[i]->installed, plan.targets[i]);
    }
  }

  void add(std::vector<RawFinding> findings, const std::vector<std::string>& environments) {
    for (RawFinding& finding : findings) {
      result_.findings.push_back({std::move(finding), environments});
    }
  }

  void add_resource(const ResourceTask& task, Found found, bool has_schema) {
    if (!has_schema) {
      std::string kind(task.resource->kind);
      if (!task.resource->group().empty()) kind += '.' + std::string(task.resource->group());
      ++result_.kinds_without_schema[kind];
    }
    for (const UpgradeStep& step : found.upgrade_steps) upgrades_.count(step, *task.installed);
    std::ranges::copy(found.filled_in_later, std::back_inserter(result_.filled_in_later));
    add(std::move(found.findings), task.environments);
  }

  // What several environments share counts once.
  void add_environment(std::size_t i, Found found) {
    for (const UpgradeStep& step : found.upgrade_steps) {
      const bool is_new = seen_steps_.emplace(step.product, step.version, step.at).second;
      if (is_new) upgrades_.count(step, environments_[i]->installed);
    }
    for (const UncheckedReference& reference : found.unchecked) {
      const bool is_new = seen_references_.emplace(reference.rule, reference.node.span()).second;
      if (is_new) ++result_.references_not_checked[reference.rule];
    }
    std::ranges::copy(found.filled_in_later, std::back_inserter(result_.filled_in_later));
    add(std::move(found.findings), {environments_[i]->name});
  }

  CheckResult take() {
    std::ranges::sort(result_.filled_in_later);
    const auto same = std::ranges::unique(result_.filled_in_later);
    result_.filled_in_later.erase(same.begin(), same.end());
    result_.upgrades = upgrades_.take();
    return std::move(result_);
  }

 private:
  const std::vector<std::unique_ptr<model::Environment>>& environments_;
  std::set<std::tuple<std::string_view, schema::Version, text::Span>> seen_steps_;
  std::set<std::pair<std::size_t, text::Span>> seen_references_;
  Upgrades upgrades_;
  CheckResult result_;
};

// Divides the time that the parallel part took by the shares of its two parts.
void divide_time(std::uint64_t ns, const std::vector<Checked>& checked, CheckResult& result) {
  std::uint64_t schemas = 0;
  std::uint64_t rules = 0;
  for (const Checked& each : checked) {
    schemas += each.schema_ns;
    rules += each.rules_ns;
  }
  const double all = static_cast<double>(std::max<std::uint64_t>(schemas + rules, 1));
  const double factor = static_cast<double>(ns) / all;
  result.schema_ns += static_cast<std::uint64_t>(factor * static_cast<double>(schemas));
  result.rules_ns += static_cast<std::uint64_t>(factor * static_cast<double>(rules));
}

}  // namespace

CheckResult run_checks(const model::Workspace& workspace,
                       const environment::EnvironmentSet& environments, const Selection& selection,
                       const schema::OwnSchemas& given, unsigned jobs) {
  Plan plan = make_plan(workspace, environments);
  Collector collector(environments, plan);
  Found of_crds;
  SchemaPass schemas(workspace, plan, selection, given, of_crds);
  collector.add(std::move(of_crds.findings), {});
  const RulePass rules(selection);

  const auto start = Clock::now();
  std::vector<Found> by_resource(plan.resources.size());
  std::vector<Checked> checked(plan.resources.size());
  model::parallel_for(jobs, plan.resources.size(), [&](std::size_t i) {
    const ResourceTask& task = plan.resources[i];
    const auto begin = Clock::now();
    const schema::Kind kind = schemas.kind_of(*task.resource, *task.targets);
    checked[i].has_schema = static_cast<bool>(kind);
    const bool is_well_formed = schemas.check(task, kind, by_resource[i]);
    checked[i].schema_ns = ns_since(begin);
    const auto middle = Clock::now();
    rules.check(task, kind, is_well_formed, by_resource[i]);
    checked[i].rules_ns = ns_since(middle);
  });
  schemas.report_broken_rules(by_resource);
  const std::uint64_t resource_ns = ns_since(start);

  const auto rest = Clock::now();
  std::vector<Found> by_environment(environments.environments.size());
  model::parallel_for(jobs, by_environment.size(), [&](std::size_t i) {
    const model::Environment& environment = *environments.environments[i];
    rules.check(environment, plan.targets[i], by_environment[i]);
    check_policies(environment, plan.targets[i], schemas, selection, by_environment[i]);
    schemas.check_mesh_values(environment, plan.targets[i], by_environment[i]);
  });
  std::vector<Found> by_file(workspace.files().size());
  model::parallel_for(jobs, by_file.size(), [&](std::size_t i) {
    check_file(*workspace.files()[i], workspace, plan, schemas, rules, selection, by_file[i]);
  });
  const std::uint64_t rest_ns = ns_since(rest);

  for (std::size_t i = 0; i < by_resource.size(); ++i) {
    collector.add_resource(plan.resources[i], std::move(by_resource[i]), checked[i].has_schema);
  }
  for (std::size_t i = 0; i < by_environment.size(); ++i) {
    collector.add_environment(i, std::move(by_environment[i]));
  }
  for (Found& found : by_file) collector.add(std::move(found.findings), {});
  for (const environment::EnvironmentSet::BuildProblem& problem : environments.problems) {
    Found found;
    found.add({problem.problem}, nullptr, selection);
    collector.add(std::move(found.findings), problem.environments);
  }
  CheckResult result = collector.take();
  drop_superseded(selection.rules(), result.findings);
  result.resources = std::move(plan.listed);
  result.rules_ns = rest_ns;
  divide_time(resource_ns, checked, result);
  return result;
}

}  // namespace meshlint::check
