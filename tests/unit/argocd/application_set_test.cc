#include "argocd/application_set.h"

#include <gtest/gtest.h>

#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

TEST(ApplicationSet, one_undetermined_generator_leaves_the_others) {
  const Expanded made({.generators = "    - plugin: { configMapRef: { name: p } }\n"
                                     "    - scmProvider: {}\n"
                                     "    - clusterDecisionResource: {}\n"
                                     "    - list: { elements: [{ app: cart }] }\n"});
  EXPECT_EQ(made.names(), (Strings{"cart"}));
  EXPECT_EQ(
      made.unresolved(),
      (Strings{"set.yaml:7:7: plugin generator of ApplicationSet argocd/set: plugins are not "
               "called",
               "set.yaml:8:7: scmProvider generator of ApplicationSet argocd/set: other "
               "repositories are not listed",
               "set.yaml:9:7: clusterDecisionResource generator of ApplicationSet argocd/set: "
               "its decisions are in the cluster, not in files"}));
}

TEST(ApplicationSet, entries_without_a_generator_are_reported) {
  const Expanded made(
      {.generators = "    - { lists: {} }\n    - list: { elements: [{ app: a }] }\n"});
  EXPECT_EQ(made.names(), (Strings{"a"}));
  EXPECT_EQ(made.messages(), (Strings{"set.yaml:7:7: this entry names no generator, so it creates "
                                      "nothing; add one, such as `list`"}));
}

TEST(ApplicationSet, selectors_choose_among_parameter_sets) {
  const auto names = [](const std::string& selector) {
    return Expanded({.generators = "    - list: { elements: [{ app: a, at: { env: x } }, "
                                   "{ app: b, at: { env: y } }, { app: c }] }\n"
                                   "      selector: " +
                                   selector + "\n"})
        .names();
  };
  EXPECT_EQ(names("{ matchLabels: { at.env: x } }"), (Strings{"a"}));
  EXPECT_EQ(names("{ matchExpressions: [{ key: app, operator: In, values: [b, c] }] }"),
            (Strings{"b", "c"}));
  EXPECT_EQ(names("{ matchExpressions: [{ key: app, operator: NotIn, values: [b] }] }"),
            (Strings{"a", "c"}));
  EXPECT_EQ(names("{ matchExpressions: [{ key: at.env, operator: Exists }] }"),
            (Strings{"a", "b"}));
  EXPECT_EQ(names("{ matchExpressions: [{ key: at.env, operator: DoesNotExist }] }"),
            (Strings{"c"}));
}

TEST(ApplicationSet, generators_nest_and_selectors_apply_to_the_outer_one) {
  const Expanded made({.generators = R"(    - matrix:
        generators:
          - list: { elements: [{ env: dev, n: 1 }, { env: prod, n: 2 }] }
          - merge:
              mergeKeys: [app]
              generators:
                - list: { elements: [{ app: cart, size: s }, { app: orders, size: s }] }
                - list: { elements: [{ app: orders, size: l }, { app: none, size: l }] }
      selector:
        matchExpressions: [{ key: n, operator: NotIn, values: ["2"] }]
)",
                       .name = "{{ .env }}-{{ .app }}-{{ .size }}"});
  EXPECT_EQ(made.names(), (Strings{"dev-cart-s", "dev-orders-l"}));
  EXPECT_EQ(made.messages(), Strings());
}

TEST(ApplicationSet, only_the_first_application_of_a_name_is_created) {
  const Expanded made(
      {.generators = "    - list: { elements: [{ app: a, dir: x }, { app: a, dir: y }] }\n",
       .path = "{{ .dir }}"});
  ASSERT_EQ(made.names(), (Strings{"a"}));
  EXPECT_EQ(made.applications()[0].at("spec.source.path").text(), "x");
  ASSERT_EQ(made.problems().size(), 1U);
  EXPECT_EQ(made.problems()[0].message,
            "two parameter sets create the Application `a`; only the first takes effect");
  EXPECT_EQ(made.problems()[0].arguments, (Strings{"a"}));
}

}  // namespace
}  // namespace meshlint::argocd
