#include "argocd/functions.h"

#include <gtest/gtest.h>

#include <string>

#include "unit/template/rendering.h"

namespace meshlint::argocd {
namespace {

using templates::Case;

std::string shown(std::string_view expression) {
  templates::Rendering rendering("{ name: Shop_EU, map: { b: [1], a: x } }", template_libraries());
  return rendering.shown("{{ " + std::string(expression) + " }}");
}

TEST(ArgocdFunctions, normalize) {
  for (const auto& [name, want] : {
           Case{"Shop_EU", "shop-eu"},
           Case{"Größe A", "gr--e-a"},  // one dash for each letter, however many bytes it has
           Case{"a.b-c", "a.b-c"},
           Case{"--a.-", "a"},
           Case{"_", ""},
       }) {
    EXPECT_EQ(normalized_name(name), want) << name;
  }
  EXPECT_EQ(normalized_name(std::string(300, 'a')).size(), 253U);
  EXPECT_EQ(shown(".name | normalize"), "shop-eu");
}

TEST(ArgocdFunctions, slugify) {
  for (const auto& [expression, want] : {
           Case{"slugify \"My long Name & more\"", "my-long-name-and-more"},
           Case{"slugify 10 \"My long Name\"", "my-long-na"},
           Case{"slugify 10 true \"My long Name & more\"", "my-long"},
           Case{"slugify 10 false \"My long Name & more\"", "my-long-na"},
           Case{"slugify \"it's @home\"", "its-athome"},
           Case{"slugify \"_a__b-\"", "a__b"},
           Case{"slugify \"Größe\"", "! `slugify`: only ASCII letters are evaluated"},
       }) {
    EXPECT_EQ(shown(expression), want) << expression;
  }
}

TEST(ArgocdFunctions, yaml) {
  for (const auto& [expression, want] : {
           Case{"(fromYaml \"a: [1, 2]\").a", "[1 2]"},
           Case{"fromYamlArray \"[a, b]\" | last", "b"},
           Case{"toYaml nil", "null"},
           Case{"toYaml .name", "Shop_EU"},
           Case{"(toYaml .map | fromYaml).b", "[1]"},
           Case{"fromYaml \"[a]\"", "! `fromYaml`: the YAML is not a mapping"},
           Case{"fromYamlArray \"a: b\"", "! `fromYamlArray`: the YAML is not a list"},
       }) {
    EXPECT_EQ(shown(expression), want) << expression;
  }
}

TEST(ArgocdFunctions, are_not_in_the_standard_libraries) {
  const std::vector<templates::Library> standard = templates::standard_libraries();
  for (const templates::Function& function : own_functions()) {
    EXPECT_EQ(templates::find_function(standard, function.name), nullptr) << function.name;
    EXPECT_EQ(templates::find_function(template_libraries(), function.name), &function);
  }
}

}  // namespace
}  // namespace meshlint::argocd
