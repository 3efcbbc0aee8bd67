#include "model/helm_values.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"
#include "text/places.h"
#include "yaml/emit.h"

namespace meshlint::model {
namespace {

// A workspace in memory whose first file holds the `helm` block.
struct Fixture {
  explicit Fixture(std::vector<Input> inputs)
      : workspace(Workspace::load(inputs, {})), helm(root("app.yaml")) {
    values = helm_values(helm,
                         {.workspace = &workspace,
                          .directory = "chart",
                          .own_refs = {"own"},
                          .application_name = "cart"},
                         arena, embedded);
  }

  yaml::Node root(std::string_view path) const {
    return workspace.file(path)->yaml.documents.front().root;
  }
  std::string merged() const { return yaml::emit(values.values); }
  std::string place(std::string_view path) const {
    text::Places places(workspace.sources());
    const Place at = places.of(values.values.at(path).span());
    return at.path + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
  }

  Workspace workspace;
  yaml::Node helm;
  yaml::Arena arena;
  std::vector<yaml::File> embedded;
  HelmValues values;
};

Fixture with_parameters(const std::string& parameters) {
  return Fixture(std::vector<Input>{{.path = "app.yaml", .text = "parameters:\n" + parameters}});
}

TEST(HelmValues, layers_win_in_argo_cds_order) {
  const Fixture fixture(
      {{.path = "app.yaml", .text = R"(valueFiles: [a.yaml, /shared/b.yaml, $own/c.yaml]
valuesObject: { object: object, parameter: object }
values: "ignored: true"
parameters:
  - { name: parameter, value: first }
  - { name: string, value: forced, forceString: true }
  - { name: string, value: plain }
  - { name: parameter, value: last }
)"},
       {.path = "chart/a.yaml", .text = "a: a\nb: a\nlist: [1, 2]\n"},
       {.path = "shared/b.yaml", .text = "b: b\nc: b\nlist: [3]\n"},
       {.path = "c.yaml", .text = "c: c\nobject: c\n"}});
  EXPECT_EQ(fixture.merged(),
            "a: a\nb: b\nc: c\nlist:\n- 3\nobject: object\nparameter: last\nstring: forced\n");
  EXPECT_TRUE(fixture.values.is_complete);
  EXPECT_EQ(fixture.place("b"), "shared/b.yaml:1:4");
  EXPECT_EQ(fixture.place("parameter"), "app.yaml:8:31");
}

TEST(HelmValues, a_value_points_into_the_block_that_it_stands_in) {
  const Fixture fixture(
      std::vector<Input>{{.path = "app.yaml", .text = "values: |\n  global:\n    tag: 1.22.1\n"}});
  EXPECT_EQ(fixture.place("global.tag"), "app.yaml:3:10");
}

TEST(HelmValues, files_may_be_globs_and_may_be_missing) {
  const std::vector<Input> files = {{.path = "chart/values/b.yaml", .text = "x: b\n"},
                                    {.path = "chart/values/a.yaml", .text = "x: a\ny: a\n"},
                                    {.path = "chart/cart.yaml", .text = "z: cart\n"}};
  const auto lint = [&](const std::string& helm) {
    std::vector<Input> inputs = files;
    inputs.push_back({.path = "app.yaml", .text = helm});
    return Fixture(inputs);
  };
  EXPECT_EQ(lint("valueFiles: ['values/*.yaml', $ARGOCD_APP_NAME.yaml]\n").merged(),
            "x: b\n\"y\": a\nz: cart\n");
  const Fixture missing = lint("valueFiles: [none.yaml]\n");
  EXPECT_FALSE(missing.values.is_complete);
  ASSERT_EQ(missing.values.mistakes.size(), 1U);
  EXPECT_EQ(missing.values.mistakes[0].message,
            "file `chart/none.yaml` not found in this repository");
  const Fixture accepted = lint("valueFiles: [none.yaml]\nignoreMissingValueFiles: true\n");
  EXPECT_TRUE(accepted.values.is_complete);
  EXPECT_TRUE(accepted.values.mistakes.empty());
  EXPECT_FALSE(lint("valueFiles: [https://example.com/x.yaml]\n").values.is_complete);
  EXPECT_FALSE(lint("valueFiles: [$other/x.yaml]\n").values.is_complete);
}

struct Case {
  std::string_view name;
  std::string_view value;
  std::string_view want;  // as YAML
};

// As `helm template --set NAME=VALUE` gives them, with Argo CD's escaping of commas.
TEST(HelmValues, parameters_are_typed_as_set_types_them) {
  for (const auto& [name, value, want] : {
           Case{"a", "text", "a: text\n"},
           Case{"a", "12", "a: 12\n"},
           Case{"a", "007", "a: \"007\"\n"},
           Case{"a", "1.5", "a: \"1.5\"\n"},
           Case{"a", "1e3", "a: \"1e3\"\n"},
           Case{"a", "True", "a: true\n"},
           Case{"a", "yes", "a: \"yes\"\n"},
           Case{"a", "null", "a: null\n"},
           Case{"a", "", "a: \"\"\n"},
           Case{"a.b.c", "x", "a:\n  b:\n    c: x\n"},
           Case{"a\\.b/c.d", "x", "a.b/c:\n  d: x\n"},
           Case{"a[1].b", "x", "a:\n- null\n- b: x\n"},
           Case{"a[0][1]", "x", "a:\n- - null\n  - x\n"},
           Case{"a", "{x,2,true}", "a:\n- x\n- 2\n- true\n"},
           Case{"a", "{}", "a:\n- \"\"\n"},
           Case{"a", "{x,}", "a:\n- x\n- \"\"\n"},
           Case{"a", "+5", "a: 5\n"},
           Case{"", "1", ""},
           Case{"a", "x,y", "a: x,y\n"},
           Case{"a", "x\\,y", "a: x,y\n"},
           Case{"a", "key=value", "a: key=value\n"},
       }) {
    const Fixture fixture = with_parameters("  - name: '" + std::string(name) + "'\n    value: '" +
                                            std::string(value) + "'\n");
    EXPECT_EQ(fixture.merged(), want) << name << '=' << value;
    EXPECT_TRUE(fixture.values.mistakes.empty()) << name << '=' << value;
  }
  EXPECT_EQ(with_parameters("  - { name: a, value: '12', forceString: true }\n").merged(),
            "a: \"12\"\n");
}

TEST(HelmValues, parameters_reach_into_lists_of_other_layers) {
  const Fixture fixture(std::vector<Input>{
      {.path = "app.yaml", .text = R"(valuesObject: { ports: [{ port: 80 }, { port: 443 }] }
parameters: [{ name: "ports[1].name", value: https }]
)"}});
  EXPECT_EQ(fixture.merged(), "ports:\n- port: 80\n- name: https\n  port: 443\n");
}

TEST(HelmValues, items_of_a_list_in_braces_have_places_of_their_own) {
  const Fixture fixture = with_parameters("  - name: hosts\n    value: '{a.example,b.example}'\n");
  EXPECT_EQ(fixture.place("hosts[0]"), "app.yaml:3:14");
  EXPECT_EQ(fixture.place("hosts[1]"), "app.yaml:3:24");
}

TEST(HelmValues, what_helm_rejects_is_reported_and_left_out) {
  for (const auto& [name, value, want] : {
           Case{"a[x]", "1", "`x` is not a list index; write an integer"},
           Case{"a[-1]", "1", "`-1` is not a list index; write an integer"},
           Case{"a[9999999]", "1", "index 9999999 fills the list up with nulls; it is not checked"},
           Case{"a..b", "1", "a key is missing between two dots"},
           Case{"a.b.", "1", "a key is missing after the last dot"},
           Case{"a,b", "1", "`a` has no value before the comma; write `\\,`"},
           Case{"a", "{x", "the list has no closing `}`"},
       }) {
    const Fixture fixture = with_parameters("  - name: '" + std::string(name) + "'\n    value: '" +
                                            std::string(value) + "'\n");
    ASSERT_EQ(fixture.values.mistakes.size(), 1U) << name;
    EXPECT_EQ(fixture.values.mistakes[0].message, want);
    EXPECT_FALSE(fixture.values.is_complete);
  }
  const Fixture text = with_parameters("  - { name: a, value: x }\n  - { name: a.b, value: y }\n");
  ASSERT_EQ(text.values.mistakes.size(), 1U);
  EXPECT_EQ(text.merged(), "a: x\n");
}

TEST(HelmValues, a_file_parameter_is_the_text_of_the_file) {
  const Fixture fixture(
      {{.path = "app.yaml", .text = "fileParameters: [{ name: a.b, path: f.yaml }]\n"},
       {.path = "chart/f.yaml", .text = "x: 1, 2\n"}});
  EXPECT_EQ(fixture.values.values.at("a.b").text(), "x: 1, 2\n");
  EXPECT_TRUE(fixture.values.is_complete);
}

TEST(HelmValues, helm_charts_of_a_kustomization_merge_as_they_say) {
  for (const auto& [order, unused, want] : {
           Case{"override", "", "a: inline\nb: file\nc: more\n"},
           Case{"merge", "", "a: file\nb: file\nc: more\n"},
           Case{"replace", "", "a: inline\nc: more\n"},
       }) {
    const std::vector<Input> inputs = {
        {.path = "k/chart.yaml",
         .text =
             "valuesFile: v.yaml\nvaluesInline: { a: inline }\nadditionalValuesFiles: [m.yaml]\n"
             "valuesMerge: " +
             std::string(order) + "\n"},
        {.path = "k/v.yaml", .text = "a: file\nb: file\nc: file\n"},
        {.path = "k/m.yaml", .text = "c: more\n"}};
    const Workspace workspace = Workspace::load(inputs, {});
    yaml::Arena arena;
    const HelmValues values = helm_chart_values(
        workspace.file("k/chart.yaml")->yaml.documents.front().root, workspace, "k", arena);
    EXPECT_EQ(yaml::emit(values.values), want) << order;
  }
}

}  // namespace
}  // namespace meshlint::model
