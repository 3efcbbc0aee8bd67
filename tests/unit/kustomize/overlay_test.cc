#include "kustomize/overlay.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/yaml/parsed.h"
#include "yaml/emit.h"

namespace meshlint::kustomize {
namespace {

std::string overlaid(const std::string& root, const std::string& over) {
  const yaml::Parsed a(root);
  const yaml::Parsed b(over);
  yaml::Arena arena;
  const yaml::Record result = with_overlay(arena, a.root(), b.root());
  return yaml::emit(yaml::Node(&result));
}

TEST(Overlay, fields_are_replaced_or_added) {
  EXPECT_EQ(overlaid("namePrefix: a-", "{namePrefix: b-, namespace: shop}"),
            "namePrefix: b-\nnamespace: shop\n");
}

TEST(Overlay, items_replace_those_of_the_same_name) {
  EXPECT_EQ(overlaid("images: [{name: a, newTag: v1}, {name: b}]", "images: [{name: a}]"),
            "images:\n- name: b\n- name: a\n");
  EXPECT_EQ(overlaid("components: [a]", "components: [a, b]"), "components:\n- a\n- a\n- b\n");
}

TEST(Overlay, mappings_are_merged) {
  EXPECT_EQ(overlaid("commonLabels: {a: x, b: x}", "commonLabels: {b: y, c: y}"),
            "commonLabels:\n  a: x\n  b: \"y\"\n  c: \"y\"\n");
}

TEST(Overlay, a_field_is_found_in_any_case) {
  EXPECT_EQ(overlaid("Components: [a]", "components: [b]"),
            "Components:\n- a\ncomponents:\n- a\n- b\n");
}

}  // namespace
}  // namespace meshlint::kustomize
