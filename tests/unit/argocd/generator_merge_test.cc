#include <gtest/gtest.h>

#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

std::string merge(const std::string& children, const std::string& keys = "[app]") {
  return "    - merge:\n        mergeKeys: " + keys + "\n        generators:\n" + children;
}

constexpr std::string_view kBase =
    "          - list: { elements: [{ app: cart, size: s }, { app: orders, size: s }] }\n";

TEST(MergeGenerator, later_children_override_the_sets_of_the_first) {
  const std::string generators =
      merge(std::string(kBase) +
            "          - list: { elements: [{ app: orders, size: l }, { app: none, size: l }] }\n");
  EXPECT_EQ(Expanded({.generators = generators, .name = "{{ .app }}-{{ .size }}"}).names(),
            (Strings{"cart-s", "orders-l"}));
  EXPECT_EQ(
      Expanded(
          {.generators = generators, .name = "{{app}}-{{size}}", .options = "goTemplate: false"})
          .names(),
      (Strings{"cart-s", "orders-l"}));
}

TEST(MergeGenerator, empty_values_override_only_without_go_templates) {
  const std::string generators =
      merge(std::string(kBase) + "          - list: { elements: [{ app: orders, size: '' }] }\n");
  EXPECT_EQ(Expanded({.generators = generators, .name = "{{ .app }}-{{ .size }}"}).names(),
            (Strings{"cart-s", "orders-s"}));
  EXPECT_EQ(
      Expanded(
          {.generators = generators, .name = "{{app}}-{{size}}", .options = "goTemplate: false"})
          .names(),
      (Strings{"cart-s", "orders-"}));
}

TEST(MergeGenerator, duplicate_keys_are_reported) {
  const Expanded made(
      {.generators = merge(std::string(kBase) +
                           "          - list: { elements: [{ app: x }, { app: x }] }\n")});
  EXPECT_EQ(made.names(), Strings());
  EXPECT_EQ(made.messages(), (Strings{"set.yaml:11:13: two parameter sets of the `list` generator "
                                      "have the same `mergeKeys`: app `x`"}));
  // A missing key is a value too.
  EXPECT_EQ(Expanded({.generators = merge("          - list: { elements: [{ a: x }, { b: x }] }\n" +
                                          std::string(kBase))})
                .messages(),
            (Strings{"set.yaml:10:13: two parameter sets of the `list` generator have the same "
                     "`mergeKeys`: app missing"}));
}

TEST(MergeGenerator, needs_two_children_and_keys) {
  EXPECT_EQ(Expanded({.generators = merge(std::string(kBase))}).messages(),
            (Strings{"set.yaml:7:7: `merge` needs at least 2 generators, but has 1"}));
  EXPECT_EQ(
      Expanded({.generators = merge(std::string(kBase) + std::string(kBase), "[]")}).messages(),
      (Strings{
          "set.yaml:7:7: `merge` has no `mergeKeys`; list the parameters that identify a set"}));
}

}  // namespace
}  // namespace meshlint::argocd
