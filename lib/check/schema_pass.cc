#include "check/schema_pass.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "cel/crd_rules.h"
#include "cel/problems.h"
#include "check/registry.h"
#include "kustomize/kustomization.h"
#include "model/mesh_documents.h"
#include "schema/crd.h"
#include "schema/problems.h"
#include "schema/validate.h"
#include "text/placeholder.h"

namespace meshlint::check {

SchemaPass::SchemaPass(const model::Workspace& workspace, const Plan& plan,
                       const Selection& selection, const schema::OwnSchemas& given, Found& found)
    : workspace_(workspace), plan_(plan), selection_(selection), given_(given) {
  std::vector<yaml::Node> roots;
  for (const ResourceTask& task : plan.resources) {
    if (!task.is_partial) roots.push_back(task.resource->root);  // a patch of a CRD isn't one
  }
  std::vector<text::Problem> problems;
  own_ = schema::OwnSchemas::read(roots, problems);
  found.add(std::move(problems), nullptr, selection);
  // Only the configuration sets the cluster's version, so all environments have the same.
  const schema::Targets& any = plan.targets.empty() ? plan.defaults : plan.targets.front();
  schema_rules_ = std::make_unique<cel::SchemaRules>(
      cel::kubernetes_libraries(any.find("kubernetes")->second.version), cel::kShippedRules);
}

schema::Kind SchemaPass::kind_of(const model::Resource& resource,
                                 const schema::Targets& targets) const {
  if (const schema::Kind kind = given_.find(resource.group(), resource.kind)) return kind;
  if (const schema::Kind kind = schema::find_kind(resource.group(), resource.kind, targets)) {
    return kind;
  }
  return own_.find(resource.group(), resource.kind);
}

bool SchemaPass::check(const ResourceTask& task, schema::Kind kind, Found& found) const {
  if (!kind) return true;
  std::vector<text::Problem> problems =
      problems_of(kind, task, *task.targets, &found.filled_in_later);
  // The template has the same shape, and is checked itself.
  if (task.is_generated) {
    std::erase_if(problems, [](const text::Problem& problem) {
      return problem.kind == schema::kMissingField || problem.kind == schema::kUnknownField ||
             problem.kind == schema::kWrongType;
    });
  }
  // A placeholder has no value yet that an expression could read.
  const bool is_well_formed = problems.empty() && found.filled_in_later.empty();
  add_dated(
      kind.product(), *task.installed, *task.targets, task.resource, std::move(problems),
      [&](const schema::Targets& targets) { return problems_of(kind, task, targets); }, found);
  std::vector<text::Problem> of_crd;
  check_crd(task, of_crd);
  found.add(std::move(of_crd), task.resource, selection_);
  check_mesh_texts(task, found);
  return is_well_formed;
}

std::vector<text::Problem> SchemaPass::problems_of(schema::Kind kind, const ResourceTask& task,
                                                   const schema::Targets& targets,
                                                   std::vector<text::Span>* filled_in_later) const {
  const model::Resource& resource = *task.resource;
  std::vector<text::Problem> problems;
  schema::validate(kind, resource.root, targets,
                   task.is_partial ? schema::Part::kPatch : schema::Part::kWhole, problems,
                   filled_in_later);
  const schema::ApiVersion version = kind.version(resource.version());
  if (version && !task.is_partial) {
    schema_rules_->check(version.root(), resource.root, targets, problems);
  }
  return problems;
}

void SchemaPass::add_dated(const schema::Product* product, const schema::Targets& installed,
                           const schema::Targets& targets, const model::Resource* resource,
                           std::vector<text::Problem> problems, const Judgement& check,
                           Found& found) const {
  const auto before = product == nullptr ? installed.end() : installed.find(product->name);
  if (!problems.empty() && before != installed.end()) {
    for (const auto& [i, step] :
         date_problems(product->name, before->second, targets, problems, check)) {
      const std::optional<std::size_t> rule = rule_of(problems[i].kind);
      if (rule && selection_.is_on(*rule)) {
        found.upgrade_steps.push_back(
            {.product = product->name, .version = step, .at = problems[i].at});
      }
    }
  }
  found.add(std::move(problems), resource, selection_);
}

// The rules of CRDs, once for each CRD, whether its schema is in use here or not.
void SchemaPass::check_crd(const ResourceTask& task, std::vector<text::Problem>& problems) const {
  const yaml::Node crd = task.resource->root;
  if (task.is_partial || !schema::is_crd(crd)) return;
  const schema::Version kubernetes = task.targets->find("kubernetes")->second.version;
  cel::check_crd_rules(
      crd, cel::kubernetes_libraries(kubernetes), workspace_.sources(),
      [&] { return count_objects_of(crd); }, problems);
}

std::size_t SchemaPass::count_objects_of(yaml::Node crd) const {
  const yaml::Node spec = crd["spec"];
  std::set<text::Span> objects;
  for (const ResourceTask& task : plan_.resources) {
    const bool is_of_kind = task.resource->kind == spec["names"]["kind"].text() &&
                            task.resource->group() == spec["group"].text();
    if (is_of_kind && !task.is_partial) objects.insert(task.resource->root.span());
  }
  return objects.size();
}

void SchemaPass::report_broken_rules(std::span<Found> found) {
  const std::optional<std::size_t> rule_in_crd = rule_of(cel::kInvalidCrdRule);
  const bool is_reported_in_crd = rule_in_crd && selection_.is_on(*rule_in_crd);
  for (cel::NotChecked& rule : schema_rules_->not_checked()) {
    if (is_reported_in_crd && own_.owns(*rule.tables)) continue;
    const auto task = std::ranges::find_if(plan_.resources, [&](const ResourceTask& each) {
      return each.resource->root.span() == rule.first;
    });
    std::vector<text::Problem> problems;
    problems.push_back(std::move(rule.problem));
    found[static_cast<std::size_t>(task - plan_.resources.begin())].add(std::move(problems),
                                                                        task->resource, selection_);
  }
}

// The configuration of a mesh that is a string in the resource: a ConfigMap's `mesh`.
void SchemaPass::check_mesh_texts(const ResourceTask& task, Found& found) const {
  for (const model::MeshText& text : model::mesh_texts_of(*task.resource, workspace_.sources())) {
    const auto check = [&](const schema::Targets& targets,
                           std::vector<text::Span>* filled_in_later) {
      std::vector<text::Problem> problems = text.file.problems;
      if (text.file.documents.empty() || text.file.documents.front().is_template) return problems;
      std::ranges::move(
          problems_of_mesh(text.type, text.file.documents.front().root, targets, filled_in_later),
          std::back_inserter(problems));
      return problems;
    };
    add_dated(
        text.type.product(), *task.installed, *task.targets, task.resource,
        check(*task.targets, &found.filled_in_later),
        [&](const schema::Targets& targets) { return check(targets, nullptr); }, found);
  }
}

void SchemaPass::check_mesh_values(const model::Environment& environment,
                                   const schema::Targets& targets, Found& found) const {
  for (const model::Component& component : environment.install.components) {
    for (const model::MeshValue& mesh : model::mesh_values_of(component)) {
      add_dated(
          mesh.type.product(), environment.installed, targets, component.resource,
          problems_of_mesh(mesh.type, mesh.value, targets, &found.filled_in_later),
          [&](const schema::Targets& at) { return problems_of_mesh(mesh.type, mesh.value, at); },
          found);
    }
  }
}

// Leaves out a value that another tool fills in first, and keeps only fixes of the text that the
// problem is about: a value that was put together has a cause, but no place of its own.
std::vector<text::Problem> SchemaPass::problems_of_mesh(
    schema::Type type, yaml::Node value, const schema::Targets& targets,
    std::vector<text::Span>* filled_in_later) const {
  std::vector<text::Problem> all;
  schema::validate(type, value, targets, schema::Part::kWhole, all, filled_in_later);
  const auto text_at = [&](text::Span at) {
    return workspace_.sources()[at.source].bytes().substr(at.begin, at.end - at.begin);
  };
  std::vector<text::Problem> problems;
  for (text::Problem& problem : all) {
    if (text::has_placeholder(text_at(problem.at))) {
      if (filled_in_later != nullptr) filled_in_later->push_back(problem.at);
      continue;
    }
    std::erase_if(problem.fixes, [&](const text::SpanFix& fix) {
      std::string_view old = text_at(fix.edits.front().at);
      if (old.starts_with('"') || old.starts_with('\'')) old = old.substr(1, old.size() - 2);
      return old != problem.arguments.front();
    });
    problems.push_back(std::move(problem));
  }
  return problems;
}

void SchemaPass::check_kustomization(const yaml::Document& document, Found& found) const {
  const schema::Kind kind = kustomize::schema_of_kustomization(document.root);
  if (!kind) return;
  std::vector<text::Problem> problems;
  schema::validate(kind, document.root, plan_.defaults, schema::Part::kWhole, problems);
  found.add(std::move(problems), nullptr, selection_);
}

}  // namespace meshlint::check
