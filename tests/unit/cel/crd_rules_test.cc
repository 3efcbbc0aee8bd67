#include "cel/crd_rules.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "cel/problems.h"
#include "cel/schema_rules.h"
#include "schema/own_schemas.h"
#include "text/source.h"
#include "unit/cel/crd.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

struct Said {
  std::vector<text::Problem> problems;
  std::vector<std::uint64_t> costs;
};

Said check(std::string_view spec, std::size_t objects = 0) {
  text::Sources sources;
  const text::SourceId id = sources.add("crd.yaml", crd(spec));
  const yaml::File file = yaml::parse(sources[id], id);
  Said said;
  for (const RuleCost& each : check_crd_rules(
           file.documents.front().root, kubernetes_libraries({1, 34, 0}), sources,
           [&] { return objects; }, said.problems)) {
    said.costs.push_back(each.cost);
  }
  return said;
}

TEST(CheckCrdRules, objects_that_a_broken_rule_leaves_are_counted) {
  constexpr std::string_view kSchema = R"(
  type: object
  x-kubernetes-validations: [ { rule: self.limits < 100 } ]
  properties: { limit: { type: integer } }
)";
  const Said said = check(kSchema, 3);
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(said.problems.front().kind, cel::kInvalidCrdRule);
  EXPECT_EQ(said.problems.front().notes,
            std::vector<std::string>{"3 objects of the kind are not checked"});
  EXPECT_TRUE(check(kSchema).problems.front().notes.empty());
}

TEST(CheckCrdRules, an_embedded_resource_has_kind_and_names) {
  const Said said = check(R"(
  type: object
  x-kubernetes-validations:
    - rule: self.open.kind == 'Pod' && self.open.metadata.name.startsWith('a')
    - rule: self.closed.metadata.name == self.closed.metadata.generateName
    - rule: self.closed.metadata.labels.size() == 0
  properties:
    open:
      { type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true }
    closed:
      type: object
      x-kubernetes-embedded-resource: true
      properties: { spec: { type: object } }
)");
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(said.problems.front().message,
            "the rule doesn't compile: `object` has no field `labels`");
  EXPECT_EQ(said.costs, (std::vector<std::uint64_t>{9, 314581}));
}

TEST(SchemaRules, embedded_resources_keep_their_names) {
  text::Sources sources;
  const text::SourceId id = sources.add("files.yaml", crd(R"(
  type: object
  x-kubernetes-validations: [ { rule: self.it.metadata.name == 'a' && self.it.kind == 'Pod' } ]
  properties:
    it:
      type: object
      x-kubernetes-embedded-resource: true
      properties: { spec: { type: object }, metadata: { type: object } }
)") + R"(
---
kind: Budget
spec: { it: { apiVersion: v1, kind: Pod, metadata: { name: a } } }
---
kind: Budget
spec: { it: { apiVersion: v1, kind: Pod, metadata: { name: b } } }
)");
  const yaml::File file = yaml::parse(sources[id], id);
  std::vector<text::Problem> problems;
  const yaml::Node root = file.documents.front().root;
  const schema::OwnSchemas own = schema::OwnSchemas::read({&root, 1}, problems);
  SchemaRules rules(kubernetes_libraries({1, 34, 0}));
  const schema::Type type = own.find("acme.example", "Budget").root();
  rules.check(type, file.documents[1].root, {}, problems);
  EXPECT_TRUE(problems.empty());
  rules.check(type, file.documents[2].root, {}, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_TRUE(problems.front().message.starts_with("failed rule: ")) << problems.front().message;
}

TEST(SchemaRules, objects_that_a_broken_rule_leaves_are_counted) {
  text::Sources sources;
  const text::SourceId id = sources.add("files.yaml", crd(R"(
  type: object
  x-kubernetes-validations: [ { rule: self.limits < 100 } ]
  properties: { limit: { type: integer } }
)") + R"(
---
{ apiVersion: acme.example/v1, kind: Budget, spec: { limit: 1 } }
---
{ apiVersion: acme.example/v1, kind: Budget }
---
{ apiVersion: acme.example/v1, kind: Budget, spec: { limit: 2 } }
)");
  const yaml::File file = yaml::parse(sources[id], id);
  std::vector<text::Problem> problems;
  const yaml::Node root = file.documents.front().root;
  const schema::OwnSchemas own = schema::OwnSchemas::read({&root, 1}, problems);
  const schema::Type type = own.find("acme.example", "Budget").root();
  SchemaRules rules(kubernetes_libraries({1, 34, 0}));
  for (std::size_t i = file.documents.size() - 1; i > 0; --i) {
    rules.check(type, file.documents[i].root, {}, problems);
    rules.check(type, file.documents[i].root, {}, problems);  // counts once
  }
  EXPECT_TRUE(problems.empty());
  const std::vector<NotChecked> left = rules.not_checked();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left.front().objects, 2U);
  EXPECT_EQ(left.front().first, file.documents[1].root.span());
  EXPECT_TRUE(own.owns(*left.front().tables));
  EXPECT_EQ(left.front().problem.message,
            "rule `self.limits < 100` of the CRD can't be checked, for 2 objects: `object` has no "
            "field `limits`; did you mean `limit`?");
}

TEST(CheckCrdRules, a_costly_rule_is_told_with_the_bound_that_it_lacks) {
  const Said said = check(R"(
  type: object
  x-kubernetes-validations:
    - rule: self.owners.all(a, self.owners.exists_one(b, a.name == b.name))
  properties:
    owners:
      type: array
      items: { type: object, properties: { name: { type: string, maxLength: 63 } } }
)");
  ASSERT_EQ(said.problems.size(), 1U);
  const text::Problem& problem = said.problems.front();
  EXPECT_EQ(problem.kind, cel::kCrdRuleTooCostly);
  EXPECT_EQ(problem.message,
            "the rule can cost more than 100 times the limit of the API server; "
            "set maxItems at `spec.owners`");
  ASSERT_EQ(problem.related.size(), 1U);
  EXPECT_EQ(problem.related.front().message, "maxItems applies here");
}

TEST(CheckCrdRules, a_bound_that_is_too_high_is_named_too) {
  const Said said = check(R"(
  type: object
  x-kubernetes-validations:
    - rule: self.owners.all(a, self.owners.exists_one(b, a == b))
  properties:
    owners: { type: array, maxItems: 2000, items: { type: string } }
)");
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(said.problems.front().message,
            "the rule can cost more than 100 times the limit of the API server; "
            "set maxLength at `spec.owners[*]` and lower maxItems at `spec.owners`");
}

TEST(CheckCrdRules, a_rule_counts_as_often_as_its_values_can_occur) {
  const auto schema = [](std::string_view bound) {
    return fmt::format(R"(
  type: object
  properties:
    owners:
      type: array
      {}
      items:
        type: object
        x-kubernetes-validations: [ {{ rule: self.name.startsWith('{}') }} ]
        properties: {{ name: {{ type: string }} }}
)",
                       bound, std::string(400, 'a'));
  };
  const Said open = check(schema("title: owners"));
  ASSERT_EQ(open.problems.size(), 1U);
  EXPECT_EQ(
      open.problems.front().message,
      "the rule can cost 4.4 times the limit of the API server; set maxItems at `spec.owners`");
  EXPECT_EQ(open.costs, std::vector<std::uint64_t>{3 * 1024 * 1024 / 3 * 42});
  const Said bounded = check(schema("maxItems: 100"));
  EXPECT_TRUE(bounded.problems.empty());
  EXPECT_EQ(bounded.costs, std::vector<std::uint64_t>{4200});
}

TEST(CheckCrdRules, rules_may_cost_too_much_together) {
  std::string rules;
  for (int i = 0; i < 13; ++i) {
    rules += fmt::format(
        "    - rule: self.a == '{}' || self.names.all(n, n.size() > 2 && n != 'a')\n", i);
  }
  const Said said = check(fmt::format(R"(
  type: object
  properties:
    a: {{ type: string }}
    names: {{ type: array, items: {{ type: string }} }}
  x-kubernetes-validations:
{})",
                                      rules));
  ASSERT_EQ(said.costs.size(), 13U);
  EXPECT_LT(said.costs.front(), 10'000'000U);
  EXPECT_GT(said.costs.front() * 13, 100'000'000U);
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(
      said.problems.front().message,
      "all rules together can cost 1.091 times the limit of the API server, this one the most; "
      "set maxItems at `spec.names`");
}

TEST(CheckCrdRules, a_message_may_cost_too_much) {
  const Said said = check(R"(
  type: object
  x-kubernetes-validations:
    - rule: self.names.size() < 3
      messageExpression: self.names.map(n, n + self.names[0]).join(',')
  properties:
    names: { type: array, items: { type: string } }
)");
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(said.problems.front().message,
            "the message can cost more than 100 times the limit of the API server; simplify it");
}

}  // namespace
}  // namespace meshlint::cel
