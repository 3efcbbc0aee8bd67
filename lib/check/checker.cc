#include "check/checker.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "cel/crd_rules.h"
#include "cel/frame.h"
#include "cel/regexes.h"
#include "cel/schema_rules.h"
#include "cel/schema_types.h"
#include "check/admission_policies.h"
#include "check/assertion.h"
#include "check/registry.h"
#include "check/supersede.h"
#include "model/mesh_documents.h"
#include "model/parallel.h"
#include "schema/crd.h"
#include "schema/facts.h"
#include "schema/validate.h"
#include "text/placeholder.h"

namespace meshlint::check {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t ns_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
}

// The release that brings a problem, where the configuration asks for another one than is
// installed.
struct UpgradeStep {
  std::string_view product;
  schema::Version version;
  text::Span at;
};

// One resource with the environments that see it so.
struct ResourceJob {
  const model::Resource* resource = nullptr;
  const schema::Targets* targets = nullptr;
  const schema::Targets* installed = nullptr;
  bool is_partial = false;
  bool is_generated = false;  // by an ApplicationSet
  std::vector<std::string> environments;
  std::vector<RawFinding> findings;
  bool has_schema = true;
  std::vector<text::Span> filled_in_later;
  std::vector<UpgradeStep> upgrade_steps;
  std::uint64_t schema_ns = 0;
  std::uint64_t rules_ns = 0;
};

// What is said of one environment as a whole.
struct EnvironmentJob {
  std::vector<RawFinding> findings;
  std::vector<text::Span> filled_in_later;
  std::vector<UnjudgedReference> unjudged;
  std::vector<UpgradeStep> upgrade_steps;
};

void add_problems(std::vector<text::Problem>&& problems, const model::Resource* resource,
                  const Selection& selection, std::vector<RawFinding>& findings) {
  for (text::Problem& problem : problems) {
    const auto rule = rule_of(problem.kind);
    if (!rule || !selection.is_on(*rule)) continue;
    findings.push_back({.rule = *rule, .problem = std::move(problem), .resource = resource});
  }
}

class Runner {
 public:
  Runner(const model::Workspace& workspace, const environment::EnvironmentSet& environments,
         const Selection& selection, const schema::OwnSchemas& given, unsigned jobs)
      : workspace_(workspace),
        environments_(environments),
        selection_(selection),
        given_(given),
        jobs_(jobs) {
    for (std::size_t rule = 0; rule < selection.rules().size(); ++rule) {
      if (!selection.is_on(rule)) continue;
      if (selection.rules()[rule].see_environment != nullptr) environment_rules_.push_back(rule);
      if (selection.rules()[rule].see_install != nullptr) install_rules_.push_back(rule);
      if (selection.rules()[rule].see_document != nullptr) document_rules_.push_back(rule);
    }
    for (const schema::Product& product : schema::products()) {
      defaults_[std::string(product.name)].version = product.newest;
    }
    for (const auto& environment : environments.environments) {
      targets_.push_back(defaults_);
      for (const auto& [product, target] : environment->targets) {
        targets_.back()[product] = target;
      }
    }
    // Only the configuration tells the cluster's version, and so the same for all environments.
    const schema::Targets& any = targets_.empty() ? defaults_ : targets_.front();
    schema_rules_ = std::make_unique<cel::SchemaRules>(
        cel::kubernetes_libraries(any.find("kubernetes")->second.version), cel::kShippedRules);
  }

  CheckResult run() {
    collect_upgrades();
    collect_resources();
    read_own_schemas();
    const auto start = Clock::now();
    model::parallel_for(jobs_, resource_jobs_.size(),
                        [&](std::size_t i) { check_resource(resource_jobs_[i]); });
    tell_not_judged();
    const std::uint64_t resource_ns = ns_since(start);
    const auto rest = Clock::now();
    std::vector<EnvironmentJob> environment_jobs(environments_.environments.size());
    model::parallel_for(jobs_, environment_jobs.size(),
                        [&](std::size_t i) { check_environment(i, environment_jobs[i]); });
    count_unjudged(environment_jobs);
    std::vector<std::vector<RawFinding>> by_file(workspace_.files().size());
    model::parallel_for(jobs_, by_file.size(),
                        [&](std::size_t i) { check_file(*workspace_.files()[i], by_file[i]); });
    result_.rules_ns += ns_since(rest);

    std::uint64_t schema_share = 0;
    std::uint64_t rules_share = 0;
    for (ResourceJob& job : resource_jobs_) {
      schema_share += job.schema_ns;
      rules_share += job.rules_ns;
      if (!job.has_schema) {
        std::string kind(job.resource->kind);
        if (!job.resource->group().empty()) kind += '.' + std::string(job.resource->group());
        ++result_.kinds_without_schema[kind];
      }
      for (const UpgradeStep& step : job.upgrade_steps) count(step, *job.installed);
      std::ranges::copy(job.filled_in_later, std::back_inserter(result_.filled_in_later));
      add(std::move(job.findings), job.environments);
    }
    for (const EnvironmentJob& job : environment_jobs) {
      std::ranges::copy(job.filled_in_later, std::back_inserter(result_.filled_in_later));
    }
    std::ranges::sort(result_.filled_in_later);
    const auto same = std::ranges::unique(result_.filled_in_later);
    result_.filled_in_later.erase(same.begin(), same.end());
    const double all_ns =
        static_cast<double>(std::max<std::uint64_t>(schema_share + rules_share, 1));
    result_.schema_ns += static_cast<std::uint64_t>(static_cast<double>(resource_ns) *
                                                    static_cast<double>(schema_share) / all_ns);
    result_.rules_ns += static_cast<std::uint64_t>(static_cast<double>(resource_ns) *
                                                   static_cast<double>(rules_share) / all_ns);
    count_upgrade_steps(environment_jobs);
    for (std::size_t i = 0; i < environment_jobs.size(); ++i) {
      add(std::move(environment_jobs[i].findings), {environments_.environments[i]->name});
    }
    for (auto& findings : by_file) add(std::move(findings), {});
    for (const environment::EnvironmentSet::BuildProblem& problem : environments_.problems) {
      std::vector<RawFinding> findings;
      add_problems({problem.problem}, nullptr, selection_, findings);
      add(std::move(findings), problem.environments);
    }
    drop_superseded(selection_.rules(), result_.findings);
    return std::move(result_);
  }

 private:
  void add(std::vector<RawFinding>&& findings, const std::vector<std::string>& environments) {
    for (RawFinding& finding : findings) {
      result_.findings.push_back({std::move(finding), environments});
    }
  }

  // Every way that some environment goes, with all of its steps, also those that bring nothing.
  void collect_upgrades() {
    for (std::size_t i = 0; i < environments_.environments.size(); ++i) {
      for (const auto& [product, installed] : environments_.environments[i]->installed) {
        const schema::Version to = targets_[i][product].version;
        const std::vector<schema::Version> steps = steps_between(installed.version, to);
        const bool is_known = std::ranges::any_of(result_.upgrades, [&](const Upgrade& upgrade) {
          return upgrade.product == product && upgrade.installed.version == installed.version;
        });
        if (steps.empty() || is_known) continue;
        Upgrade& upgrade = result_.upgrades.emplace_back();
        upgrade = {.product = product, .installed = installed, .to = to, .steps = {}};
        for (const schema::Version step : steps) upgrade.steps[step] = 0;
      }
    }
  }

  void count(const UpgradeStep& step, const schema::Targets& installed) {
    const schema::Version version = installed.find(step.product)->second.version;
    const auto upgrade = std::ranges::find_if(result_.upgrades, [&](const Upgrade& each) {
      return each.product == step.product && each.installed.version == version;
    });
    ++upgrade->steps[step.version];
  }

  // The same values may be a part of several environments.
  void count_upgrade_steps(const std::vector<EnvironmentJob>& jobs) {
    std::set<std::tuple<std::string_view, schema::Version, text::Span>> seen;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      for (const UpgradeStep& step : jobs[i].upgrade_steps) {
        const bool is_new = seen.emplace(step.product, step.version, step.at).second;
        if (is_new) count(step, environments_.environments[i]->installed);
      }
    }
  }

  // A resource that nothing touched keeps the record of its file, so equal ones are told by that.
  void collect_resources() {
    using Key = std::tuple<const yaml::Record*, schema::Version, schema::Version, std::string_view>;
    std::map<Key, std::size_t> seen;
    std::set<const yaml::Record*> listed;
    for (std::size_t i = 0; i < environments_.environments.size(); ++i) {
      const model::Environment& environment = *environments_.environments[i];
      const schema::Version istio = targets_[i]["istio"].version;
      const auto installed = environment.installed.find("istio");
      const schema::Version before =
          installed == environment.installed.end() ? istio : installed->second.version;
      std::set<const yaml::Record*> generated;
      for (const model::ApplicationOrigin& origin : environment.applications) {
        if (!origin.made_by.empty()) generated.insert(origin.application->root.record());
      }
      for (const model::Resource& resource : environment.resources) {
        const auto [at, is_new] = seen.try_emplace(
            Key(resource.root.record(), istio, before, resource.ns), resource_jobs_.size());
        if (is_new) {
          resource_jobs_.push_back({.resource = &resource,
                                    .targets = &targets_[i],
                                    .installed = &environment.installed,
                                    .is_partial = is_partial(environment, resource),
                                    .is_generated = generated.contains(resource.root.record())});
        }
        auto& names = resource_jobs_[at->second].environments;
        if (names.empty() || names.back() != environment.name) names.push_back(environment.name);
        if (listed.insert(resource.root.record()).second) result_.resources.push_back(resource);
      }
    }
  }

  void read_own_schemas() {
    std::vector<yaml::Node> roots;
    for (const ResourceJob& job : resource_jobs_) {
      if (!job.is_partial) roots.push_back(job.resource->root);  // a patch of a CRD is none
    }
    std::vector<text::Problem> problems;
    own_ = schema::OwnSchemas::read(roots, problems);
    std::vector<RawFinding> findings;
    add_problems(std::move(problems), nullptr, selection_, findings);
    add(std::move(findings), {});
  }

  // The rules of CRDs, once for each CRD, whether its schema is in use here or not.
  void check_crd(const ResourceJob& job, std::vector<text::Problem>& problems) const {
    const yaml::Node crd = job.resource->root;
    if (job.is_partial || !schema::is_crd(crd)) return;
    const schema::Version kubernetes = job.targets->find("kubernetes")->second.version;
    cel::check_crd_rules(
        crd, cel::kubernetes_libraries(kubernetes), workspace_.sources(),
        [&] { return count_objects_of(crd); }, problems);
  }

  std::size_t count_objects_of(yaml::Node crd) const {
    const yaml::Node spec = crd["spec"];
    std::set<text::Span> objects;
    for (const ResourceJob& job : resource_jobs_) {
      const bool is_of_kind = job.resource->kind == spec["names"]["kind"].text() &&
                              job.resource->group() == spec["group"].text();
      if (is_of_kind && !job.is_partial) objects.insert(job.resource->root.span());
    }
    return objects.size();
  }

  // A rule that does not compile is told once: in the CRD, if that is checked too, or else at the
  // first object that it leaves unjudged.
  void tell_not_judged() {
    const auto told = rule_of(text::ProblemKind::kBadRule);
    const bool is_told_in_crd = told && selection_.is_on(*told);
    for (cel::NotJudged& rule : schema_rules_->not_judged()) {
      if (is_told_in_crd && own_.owns(*rule.tables)) continue;
      const auto job = std::ranges::find_if(resource_jobs_, [&](const ResourceJob& each) {
        return each.resource->root.span() == rule.first;
      });
      std::vector<text::Problem> problems = {std::move(rule.problem)};
      add_problems(std::move(problems), job->resource, selection_, job->findings);
    }
  }

  schema::Kind kind_of(const model::Resource& resource, const schema::Targets& targets) const {
    if (const schema::Kind kind = given_.find(resource.group(), resource.kind)) return kind;
    if (const schema::Kind kind = schema::find_kind(resource.group(), resource.kind, targets)) {
      return kind;
    }
    return own_.find(resource.group(), resource.kind);
  }

  // A loose file beside or below a kustomization may well be one that is not in use, or only with
  // a patch.
  bool is_partial(const model::Environment& environment, const model::Resource& resource) const {
    if (environment.is_rendered) return false;
    const model::ManifestFile& file = workspace_.file_of(resource.root.span().source);
    std::string_view directory = model::directory_of(file.path);
    while (workspace_.kustomization(directory) == nullptr) {
      if (directory.empty()) return false;
      directory = model::directory_of(directory);
    }
    return true;
  }

  std::vector<text::Problem> judge_schema(schema::Kind kind, const ResourceJob& job,
                                          const schema::Targets& targets,
                                          std::vector<text::Span>* left_alone = nullptr) const {
    const model::Resource& resource = *job.resource;
    std::vector<text::Problem> problems;
    schema::validate(kind, resource.root, targets,
                     job.is_partial ? schema::Part::kPatch : schema::Part::kWhole, problems,
                     left_alone);
    const schema::ApiVersion version = kind.version(resource.version());
    if (version && !job.is_partial) {
      schema_rules_->check(version.root(), resource.root, targets, problems);
    }
    return problems;
  }

  // Where the configuration asks for another version than the manifests install: which step brings
  // each problem.
  void date(const schema::Product* product, const schema::Targets& installed,
            const schema::Targets& targets, const Judgement& judge,
            std::vector<text::Problem>& problems, std::vector<UpgradeStep>& steps) const {
    if (product == nullptr || problems.empty()) return;
    const auto before = installed.find(product->name);
    if (before == installed.end()) return;
    for (const auto& [i, step] :
         date_problems(product->name, before->second, targets, problems, judge)) {
      const auto rule = rule_of(problems[i].kind);
      if (rule && selection_.is_on(*rule)) {
        steps.push_back({.product = product->name, .version = step, .at = problems[i].at});
      }
    }
  }

  void check_resource(ResourceJob& job) const {
    const auto start = Clock::now();
    const model::Resource& resource = *job.resource;
    const schema::Kind kind = kind_of(resource, *job.targets);
    job.has_schema = static_cast<bool>(kind);
    bool is_well_formed = true;
    if (kind) {
      std::vector<text::Problem> problems =
          judge_schema(kind, job, *job.targets, &job.filled_in_later);
      // The template has the same shape, and is told of it itself.
      if (job.is_generated) {
        std::erase_if(problems, [](const text::Problem& problem) {
          return problem.kind == text::ProblemKind::kMissingField ||
                 problem.kind == text::ProblemKind::kUnknownField ||
                 problem.kind == text::ProblemKind::kWrongType;
        });
      }
      date(
          kind.product(), *job.installed, *job.targets,
          [&](const schema::Targets& targets) { return judge_schema(kind, job, targets); },
          problems, job.upgrade_steps);
      // A placeholder has no value yet that an expression could read.
      is_well_formed = problems.empty() && job.filled_in_later.empty();
      check_crd(job, problems);
      add_problems(std::move(problems), &resource, selection_, job.findings);
      check_mesh_texts(job);
    }
    const auto middle = Clock::now();
    job.schema_ns = static_cast<std::uint64_t>((middle - start).count());
    const schema::Type root = kind ? kind.root() : schema::Type();
    std::optional<cel::SchemaTypes> types;
    if (root) types.emplace(root.tables(), cel::Reader::kPage);
    cel::Frame frame(regexes_, types ? &*types : nullptr);
    selection_.rules().for_each_of(resource.group(), resource.kind, [&](std::size_t number) {
      if (!selection_.is_on(number)) return;
      const Rule& rule = selection_.rules()[number];
      const RuleSettings settings = selection_.settings(number, *job.targets);
      Report report(number, &resource, settings, job.findings);
      if (rule.see_resource != nullptr) return rule.see_resource(resource, report);
      judge(rule.assertions, resource,
            {.frame = frame, .root = root, .page = rule.page, .is_well_formed = is_well_formed},
            report);
    });
    job.rules_ns = static_cast<std::uint64_t>((Clock::now() - middle).count());
  }

  // What of a mesh's configuration lies as text in the resource.
  void check_mesh_texts(ResourceJob& job) const {
    for (const model::MeshText& text : model::mesh_texts_of(*job.resource, workspace_.sources())) {
      const auto judge = [&](const schema::Targets& targets,
                             std::vector<text::Span>* left_alone = nullptr) {
        std::vector<text::Problem> problems = text.file.problems;
        if (!text.file.documents.empty() && !text.file.documents.front().is_template) {
          judge_mesh(text.type, text.file.documents.front().root, targets, problems, left_alone);
        }
        return problems;
      };
      std::vector<text::Problem> problems = judge(*job.targets, &job.filled_in_later);
      date(text.type.product(), *job.installed, *job.targets, judge, problems, job.upgrade_steps);
      add_problems(std::move(problems), job.resource, selection_, job.findings);
    }
  }

  // The same for what the charts are given as values.
  void check_mesh_values(std::size_t i, EnvironmentJob& job) const {
    const model::Environment& environment = *environments_.environments[i];
    for (const model::Component& component : environment.install.components) {
      for (const model::MeshValue& mesh : model::mesh_values_of(component)) {
        const auto judge = [&](const schema::Targets& targets,
                               std::vector<text::Span>* left_alone = nullptr) {
          std::vector<text::Problem> problems;
          judge_mesh(mesh.type, mesh.value, targets, problems, left_alone);
          return problems;
        };
        std::vector<text::Problem> problems = judge(targets_[i], &job.filled_in_later);
        date(mesh.type.product(), environment.installed, targets_[i], judge, problems,
             job.upgrade_steps);
        add_problems(std::move(problems), component.resource, selection_, job.findings);
      }
    }
  }

  // Says nothing of a value that some other tool fills in first, and changes no text but that which
  // the problem is about: a value that was put together has a cause, but no place of its own.
  void judge_mesh(schema::Type type, yaml::Node value, const schema::Targets& targets,
                  std::vector<text::Problem>& problems, std::vector<text::Span>* left_alone) const {
    std::vector<text::Problem> found;
    schema::validate(type, value, targets, schema::Part::kWhole, found, left_alone);
    const auto text_at = [&](text::Span at) {
      return workspace_.sources()[at.source].bytes().substr(at.begin, at.end - at.begin);
    };
    for (text::Problem& problem : found) {
      if (text::has_placeholder(text_at(problem.at))) {
        if (left_alone != nullptr) left_alone->push_back(problem.at);
        continue;
      }
      std::erase_if(problem.fixes, [&](const text::SpanFix& fix) {
        std::string_view old = text_at(fix.edits.front().at);
        if (old.starts_with('"') || old.starts_with('\'')) old = old.substr(1, old.size() - 2);
        return old != problem.arguments.front();
      });
      problems.push_back(std::move(problem));
    }
  }

  // The same reference may be left alone in several environments.
  void count_unjudged(const std::vector<EnvironmentJob>& jobs) {
    std::set<std::pair<std::size_t, text::Span>> seen;
    for (const EnvironmentJob& job : jobs) {
      for (const UnjudgedReference& reference : job.unjudged) {
        const bool is_new = seen.emplace(reference.rule, reference.node.span()).second;
        if (is_new) ++result_.references_not_judged[reference.rule];
      }
    }
  }

  void check_environment(std::size_t i, EnvironmentJob& job) const {
    const model::Environment& environment = *environments_.environments[i];
    const auto run = [&](std::size_t rule, auto see, const auto& subject) {
      const RuleSettings settings = selection_.settings(rule, targets_[i]);
      Report report(rule, nullptr, settings, job.findings, &job.unjudged);
      see(subject, report);
    };
    for (const std::size_t rule : environment_rules_) {
      run(rule, selection_.rules()[rule].see_environment, environment);
    }
    check_policies(i, job.findings);
    check_mesh_values(i, job);
    if (environment.install.empty() && environment.install.mesh_configs.empty()) return;
    for (const std::size_t rule : install_rules_) {
      run(rule, selection_.rules()[rule].see_install, environment.install);
    }
  }

  void check_policies(std::size_t i, std::vector<RawFinding>& findings) const {
    const model::Environment& environment = *environments_.environments[i];
    const schema::Version kubernetes = targets_[i].at("kubernetes").version;
    AdmissionPolicies policies(environment, cel::kubernetes_libraries(kubernetes));
    if (policies.empty()) return;
    for (const model::Resource& resource : environment.resources) {
      std::vector<text::Problem> problems;
      policies.check(resource, kind_of(resource, targets_[i]), problems);
      add_problems(std::move(problems), &resource, selection_, findings);
    }
    std::vector<text::Problem> problems;
    policies.report(problems);
    add_problems(std::move(problems), nullptr, selection_, findings);
  }

  void check_file(const model::ManifestFile& file, std::vector<RawFinding>& findings) const {
    add_problems(std::vector<text::Problem>(file.yaml.problems), nullptr, selection_, findings);
    const bool is_kustomization = model::is_kustomization_file(file.path);
    for (const yaml::Document& document : file.yaml.documents) {
      if (document.is_template) continue;
      if (is_kustomization) check_kustomization(document, findings);
      for (const std::size_t rule : document_rules_) {
        const RuleSettings settings = selection_.settings(rule, defaults_);
        Report report(rule, nullptr, settings, findings);
        selection_.rules()[rule].see_document({.root = document.root,
                                               .file = &file,
                                               .workspace = &workspace_,
                                               .is_kustomization = is_kustomization},
                                              report);
      }
    }
  }

  // kustomize takes a file of that name as one of its own even without apiVersion and kind.
  void check_kustomization(const yaml::Document& document,
                           std::vector<RawFinding>& findings) const {
    const bool is_component = document.root["kind"].text() == "Component";
    const schema::Kind kind =
        schema::find_kind("kustomize.config.k8s.io", is_component ? "Component" : "Kustomization");
    if (!kind) return;
    std::vector<text::Problem> problems;
    schema::validate(kind, document.root, defaults_, schema::Part::kWhole, problems);
    add_problems(std::move(problems), nullptr, selection_, findings);
  }

  const model::Workspace& workspace_;
  const environment::EnvironmentSet& environments_;
  const Selection& selection_;
  const schema::OwnSchemas& given_;
  schema::OwnSchemas own_;                          // CRDs of the workspace
  std::unique_ptr<cel::SchemaRules> schema_rules_;  // of the CRDs in own_ and given_
  mutable cel::Regexes regexes_;                    // of assertions
  unsigned jobs_;
  std::vector<std::size_t> environment_rules_;
  std::vector<std::size_t> install_rules_;
  std::vector<std::size_t> document_rules_;
  schema::Targets defaults_;              // the newest known version of each product
  std::vector<schema::Targets> targets_;  // by environment
  std::vector<ResourceJob> resource_jobs_;
  CheckResult result_;
};

}  // namespace

CheckResult run_checks(const model::Workspace& workspace,
                       const environment::EnvironmentSet& environments, const Selection& selection,
                       const schema::OwnSchemas& given, unsigned jobs) {
  return Runner(workspace, environments, selection, given, jobs).run();
}

}  // namespace meshlint::check
