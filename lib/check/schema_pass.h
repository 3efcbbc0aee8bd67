// The schemas' part of a run: the structure of every resource, what CRDs demand in CEL, and the
// mesh's configuration wherever it is written.
#ifndef MESHLINT_CHECK_SCHEMA_PASS_H_
#define MESHLINT_CHECK_SCHEMA_PASS_H_

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "cel/schema_rules.h"
#include "check/found.h"
#include "check/plan.h"
#include "check/selection.h"
#include "check/upgrade.h"
#include "model/environment.h"
#include "model/workspace.h"
#include "schema/facts.h"
#include "schema/own_schemas.h"
#include "text/problem.h"
#include "yaml/document.h"

namespace meshlint::check {

// Views all that it is made from. The checks are const and may run in parallel.
class SchemaPass {
 public:
  // `given` are the schemas that replace the built-in ones. CRDs in the workspace provide those of
  // kinds that neither has; `found` takes what is wrong with them.
  SchemaPass(const model::Workspace& workspace, const Plan& plan, const Selection& selection,
             const schema::OwnSchemas& given, Found& found);

  // The schema for a resource; none if nothing is known of its kind.
  schema::Kind kind_of(const model::Resource& resource, const schema::Targets& targets) const;

  // Returns whether the resource is as its schema wants it, or has none.
  bool check(const ResourceTask& task, schema::Kind kind, Found& found) const;
  // The mesh configuration in the values of the environment's charts and operators.
  void check_mesh_values(const model::Environment& environment, const schema::Targets& targets,
                         Found& found) const;
  // A kustomization file, which needs neither apiVersion nor kind.
  void check_kustomization(const yaml::Document& document, Found& found) const;

  // Reports each CEL rule that doesn't compile once: in the CRD if that is checked too, else at the
  // first object that it leaves unchecked. Call it when all resources are checked; `found` has an
  // entry for each resource of the plan.
  void report_broken_rules(std::span<Found> found);

 private:
  std::vector<text::Problem> problems_of(schema::Kind kind, const ResourceTask& task,
                                         const schema::Targets& targets,
                                         std::vector<text::Span>* filled_in_later = nullptr) const;
  std::vector<text::Problem> problems_of_mesh(
      schema::Type type, yaml::Node value, const schema::Targets& targets,
      std::vector<text::Span>* filled_in_later = nullptr) const;
  void check_crd(const ResourceTask& task, std::vector<text::Problem>& problems) const;
  std::size_t count_objects_of(yaml::Node crd) const;
  void check_mesh_texts(const ResourceTask& task, Found& found) const;
  // Adds the problems that `check` finds with `targets`, and which version on the way there brings
  // each.
  void add_dated(const schema::Product* product, const schema::Targets& installed,
                 const schema::Targets& targets, const model::Resource* resource,
                 std::vector<text::Problem> problems, const Judgement& check, Found& found) const;

  const model::Workspace& workspace_;
  const Plan& plan_;
  const Selection& selection_;
  const schema::OwnSchemas& given_;
  schema::OwnSchemas own_;                          // CRDs of the workspace
  std::unique_ptr<cel::SchemaRules> schema_rules_;  // of the CRDs in own_ and given_
};

}  // namespace meshlint::check

#endif  // MESHLINT_CHECK_SCHEMA_PASS_H_
