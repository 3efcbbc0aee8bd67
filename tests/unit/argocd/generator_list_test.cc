#include <gtest/gtest.h>

#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

TEST(ListGenerator, elements_fill_the_template_and_keep_their_places) {
  const Expanded made({.generators = "    - list: { elements: [{ app: cart, dir: a }] }\n",
                       .name = "{{ .app }}-x",
                       .path = "{{ .dir }}"});
  ASSERT_EQ(made.names(), (Strings{"cart-x"}));
  const model::Resource& application = made.applications()[0];
  EXPECT_EQ(application.title(), "Application argocd/cart-x");
  EXPECT_EQ(application.at("spec.source.path").text(), "a");
  // A string that is exactly one placeholder is where its value is, any other where the template
  // is.
  EXPECT_EQ(made.place(application.at("spec.source.path").span()), "set.yaml:7:44");
  EXPECT_EQ(made.place(application.at("metadata.name").span()), "set.yaml:9:23");
}

TEST(ListGenerator, elements_are_trees_with_go_templates_only) {
  EXPECT_EQ(
      Expanded({.generators = "    - list: { elements: [{ a: { b: 2 }, values: { c: x } }] }\n",
                .name = "{{ .a.b }}-{{ .values.c }}"})
          .names(),
      (Strings{"2-x"}));
  const Expanded flat({.generators = "    - list: { elements: [{ n: 2, values: { c: x } }] }\n",
                       .name = "{{n}}-{{values.c}}",
                       .options = "goTemplate: false"});
  EXPECT_EQ(flat.names(), (Strings{"2-x"}));
  EXPECT_EQ(flat.messages(), (Strings{"set.yaml:7:31: `n` is not a string; quote it, or set "
                                      "`goTemplate: true`"}));
}

TEST(ListGenerator, elements_that_are_no_mappings_are_reported_and_left_out) {
  const Expanded made({.generators = "    - list: { elements: [cart, { app: orders }] }\n"});
  EXPECT_EQ(made.names(), (Strings{"orders"}));
  EXPECT_EQ(made.messages(), (Strings{"set.yaml:7:26: element of a `list` generator is not a "
                                      "mapping; write keys and values"}));
}

TEST(ListGenerator, elements_yaml_is_a_document_in_a_string) {
  const auto with = [](const std::string& text) {
    return SetFile{.generators =
                       "    - list:\n        elements: [{ app: first }]\n"
                       "        elementsYaml: " +
                       text + "\n"};
  };
  const Expanded made(with("|\n          - app: cart\n          - app: orders"));
  EXPECT_EQ(made.names(), (Strings{"first", "cart", "orders"}));
  EXPECT_EQ(made.messages(), Strings());

  const Expanded mapping(with("'app: cart'"));
  EXPECT_EQ(mapping.names(), (Strings{"first"}));
  EXPECT_EQ(mapping.messages(),
            (Strings{"set.yaml:9:24: `elementsYaml` is not a list; write a list of mappings"}));
  EXPECT_EQ(Expanded(with("'[cart]'")).messages(),
            (Strings{"set.yaml:9:25: element of `elementsYaml` is not a mapping; write keys and "
                     "values"}));
  EXPECT_EQ(Expanded(with("'{{ .all }}'")).messages(),
            (Strings{"set.yaml:9:23: `elementsYaml` has a placeholder that no outer generator "
                     "fills"}));
}

TEST(ListGenerator, an_outer_generator_fills_elements_yaml) {
  const Expanded made({.generators = R"(    - matrix:
        generators:
          - list: { elements: [{ apps: [{ app: cart }, { app: orders }] }] }
          - list: { elementsYaml: "{{ .apps | toJson }}" }
)"});
  EXPECT_EQ(made.names(), (Strings{"cart", "orders"}));
}

}  // namespace
}  // namespace meshlint::argocd
