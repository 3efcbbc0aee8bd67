#include <gtest/gtest.h>

#include <algorithm>

#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

std::string matrix(const std::string& children) {
  return "    - matrix:\n        generators:\n" + children;
}

TEST(MatrixGenerator, combines_every_set_with_every_other) {
  const Expanded made(
      {.generators = matrix("          - list: { elements: [{ a: x }, { a: z }] }\n"
                            "          - list: { elements: [{ b: 1 }, { b: 2 }] }\n"),
       .name = "{{ .a }}{{ .b }}"});
  EXPECT_EQ(made.names(), (Strings{"x1", "x2", "z1", "z2"}));
}

TEST(MatrixGenerator, the_second_child_sees_the_parameters_of_the_first) {
  const Expanded made(
      {.generators = matrix("          - list: { elements: [{ dir: a }, { dir: b }] }\n"
                            "          - git:\n              repoURL: " +
                            std::string(kUrl) +
                            "\n              revision: HEAD\n"
                            "              directories: [{ path: '{{ .dir }}/*' }]\n"),
       .name = "{{ .path.basename }}"},
      {{.path = "a/one/x.yaml", .text = "a: 1\n"}, {.path = "b/two/x.yaml", .text = "a: 1\n"}});
  EXPECT_EQ(made.names(), (Strings{"one", "two"}));
}

TEST(MatrixGenerator, values_of_both_children_may_differ_with_go_templates_only) {
  const std::string children = matrix(
      "          - list: { elements: [{ a: x }] }\n"
      "          - list: { elements: [{ a: z }] }\n");
  const Expanded tree({.generators = children, .name = "{{ .a }}"});
  EXPECT_EQ(tree.names(), (Strings{"x"}));
  EXPECT_EQ(tree.messages(), Strings());
  const Expanded flat({.generators = children, .name = "{{a}}", .options = "goTemplate: false"});
  EXPECT_EQ(flat.names(), (Strings{"x"}));
  ASSERT_EQ(flat.problems().size(), 1U);
  EXPECT_EQ(flat.problems()[0].arguments, (Strings{"a", "x", "z"}));
  EXPECT_EQ(flat.messages(),
            (Strings{"set.yaml:10:37: both generators of this `matrix` set `a`: to "
                     "`x` and to `z`"}));
}

TEST(MatrixGenerator, needs_two_children_with_one_generator_each) {
  EXPECT_EQ(
      Expanded({.generators = matrix("          - list: { elements: [{ a: x }] }\n")}).messages(),
      (Strings{"set.yaml:7:7: `matrix` needs exactly 2 generators, but has 1"}));
  const Expanded mixed({.generators = matrix("          - { list: { elements: [] }, git: {} }\n"
                                             "          - { other: {} }\n")});
  EXPECT_EQ(mixed.messages(),
            (Strings{"set.yaml:9:15: `git` and `list` are in one entry; give each its own entry",
                     "set.yaml:10:13: this entry names no generator; add one, such as `list` or "
                     "`git`"}));
}

TEST(MatrixGenerator, may_be_nested_once) {
  const auto nested = [](int levels) {
    std::string text = "{ list: { elements: [{ app: cart }] } }";
    for (int i = 0; i < levels; ++i) {
      text = "{ matrix: { generators: [" + text + ", { list: { elements: [{ x: y }] } }] } }";
    }
    return SetFile{.generators = "    - " + text + "\n"};
  };
  EXPECT_EQ(Expanded(nested(2)).names(), (Strings{"cart"}));
  const Expanded deeper(nested(3));
  EXPECT_EQ(deeper.names(), Strings());
  ASSERT_EQ(deeper.problems().size(), 1U);
  EXPECT_EQ(deeper.problems()[0].message,
            "`matrix` is nested too deeply; Argo CD accepts one level of `matrix` and `merge` in "
            "another");
}

TEST(MatrixGenerator, a_child_that_files_do_not_determine_leaves_nothing) {
  const Expanded made(
      {.generators = matrix("          - pullRequest: { github: { owner: o, repo: r } }\n"
                            "          - plugin: { configMapRef: { name: p } }\n")});
  EXPECT_EQ(made.names(), Strings());
  EXPECT_EQ(made.unresolved(),
            (Strings{"set.yaml:9:13: pullRequest generator of ApplicationSet argocd/set: pull "
                     "requests are not fetched",
                     "set.yaml:10:13: plugin generator of ApplicationSet argocd/set: plugins are "
                     "not called"}));
}

TEST(MatrixGenerator, an_explosion_is_bounded_and_reported_once) {
  std::string elements;
  for (int i = 0; i < 200; ++i) {
    elements += (i > 0 ? ", { a: '" : "{ a: '") + std::to_string(i) + "' }";
  }
  std::string others = elements;
  std::ranges::replace(others, 'a', 'b');
  const Expanded made({.generators = matrix("          - list: { elements: [" + elements + "] }\n" +
                                            "          - list: { elements: [" + others + "] }\n"),
                       .name = "n-{{ .a }}-{{ .b }}"});
  EXPECT_EQ(made.applications().size(), kMostApplications);
  EXPECT_EQ(made.messages(), (Strings{"set.yaml:7:7: the generators create more than 10000 "
                                      "Applications; the rest is not checked"}));
}

}  // namespace
}  // namespace meshlint::argocd
