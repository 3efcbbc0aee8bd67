#include "cel/crd_rules.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::cel {
namespace {

// A CRD whose objects have a spec of this schema, indented by 16.
std::string crd(std::string_view spec) {
  return fmt::format(R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{ name: budgets.acme.example }}
spec:
  group: acme.example
  names: {{ kind: Budget, plural: budgets }}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
{})",
                     spec);
}

struct Said {
  std::vector<text::Problem> problems;
  std::vector<std::uint64_t> costs;
};

Said check(std::string_view spec) {
  text::Sources sources;
  const text::SourceId id = sources.add("crd.yaml", crd(spec));
  const yaml::File file = yaml::parse(sources[id], id);
  Said said;
  for (const RuleCost& each : check_crd_rules(
           file.documents.front().root, kubernetes_libraries({1, 34, 0}), sources, said.problems)) {
    said.costs.push_back(each.cost);
  }
  return said;
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
  EXPECT_EQ(problem.kind, text::ProblemKind::kCostlyRule);
  EXPECT_EQ(problem.message,
            "the rule can cost more than 100 times what an API server allows; "
            "set maxItems at `spec.owners`");
  ASSERT_EQ(problem.related.size(), 1U);
  EXPECT_EQ(problem.related.front().message, "maxItems counts here");
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
            "the rule can cost more than 100 times what an API server allows; "
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
  EXPECT_EQ(open.problems.front().message,
            "the rule can cost 4.4 times what an API server allows; set maxItems at `spec.owners`");
  EXPECT_EQ(open.costs, std::vector<std::uint64_t>{3 * 1024 * 1024 / 3 * 42});
  const Said bounded = check(schema("maxItems: 100"));
  EXPECT_TRUE(bounded.problems.empty());
  EXPECT_EQ(bounded.costs, std::vector<std::uint64_t>{4200});
}

TEST(CheckCrdRules, rules_may_cost_too_much_together) {
  std::string rules;
  for (int i = 0; i < 13; ++i) rules += fmt::format("                  - rule: self.a == '{}' || self.names.all(n, n.size() > 2 && n != 'a')\n", i);
  const Said said = check(fmt::format(R"(
                type: object
                x-kubernetes-validations:
{}                properties:
                  a: {{ type: string }}
                  names: {{ type: array, items: {{ type: string }} }}
)",
                                      rules));
  ASSERT_EQ(said.costs.size(), 13U);
  EXPECT_LT(said.costs.front(), 10'000'000U);
  EXPECT_GT(said.costs.front() * 13, 100'000'000U);
  ASSERT_EQ(said.problems.size(), 1U);
  EXPECT_EQ(said.problems.front().message,
            "the rules of this schema can cost 1.091 times what an API server allows, this one the "
            "most; set maxItems at `spec.names`");
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
            "the message can cost more than 100 times what an API server allows; write it simpler");
}

}  // namespace
}  // namespace meshlint::cel
