#include "check/rule_pass.h"

#include <optional>

#include "cel/frame.h"
#include "cel/schema_types.h"
#include "check/assertion.h"
#include "check/registry.h"
#include "check/report.h"

namespace meshlint::check {

RulePass::RulePass(const Selection& selection) : selection_(selection) {
  for (std::size_t rule = 0; rule < selection.rules().size(); ++rule) {
    if (!selection.is_on(rule)) continue;
    if (selection.rules()[rule].see_environment != nullptr) environment_rules_.push_back(rule);
    if (selection.rules()[rule].see_install != nullptr) install_rules_.push_back(rule);
    if (selection.rules()[rule].see_document != nullptr) document_rules_.push_back(rule);
  }
}

void RulePass::check(const ResourceTask& task, schema::Kind kind, bool is_well_formed,
                     Found& found) const {
  const model::Resource& resource = *task.resource;
  const schema::Type root = kind ? kind.root() : schema::Type();
  std::optional<cel::SchemaTypes> types;
  if (root) types.emplace(root.tables(), cel::Reader::kPage);
  cel::Frame frame(regexes_, types ? &*types : nullptr);
  selection_.rules().for_each_of(resource.group(), resource.kind, [&](std::size_t number) {
    if (!selection_.is_on(number)) return;
    const Rule& rule = selection_.rules()[number];
    const RuleSettings settings = selection_.settings(number, *task.targets);
    Report report(number, &resource, settings, found.findings);
    if (rule.see_resource != nullptr) return rule.see_resource(resource, report);
    judge(rule.assertions, resource,
          {.frame = frame, .root = root, .page = rule.page, .is_well_formed = is_well_formed},
          report);
  });
}

void RulePass::check(const model::Environment& environment, const schema::Targets& targets,
                     Found& found) const {
  const auto run = [&](std::size_t rule, auto see, const auto& subject) {
    const RuleSettings settings = selection_.settings(rule, targets);
    Report report(rule, nullptr, settings, found.findings, &found.unchecked);
    see(subject, report);
  };
  for (const std::size_t rule : environment_rules_) {
    run(rule, selection_.rules()[rule].see_environment, environment);
  }
  if (environment.install.empty() && environment.install.mesh_configs.empty()) return;
  for (const std::size_t rule : install_rules_) {
    run(rule, selection_.rules()[rule].see_install, environment.install);
  }
}

void RulePass::check(const Document& document, const schema::Targets& targets, Found& found) const {
  for (const std::size_t rule : document_rules_) {
    const RuleSettings settings = selection_.settings(rule, targets);
    Report report(rule, nullptr, settings, found.findings);
    selection_.rules()[rule].see_document(document, report);
  }
}

}  // namespace meshlint::check
