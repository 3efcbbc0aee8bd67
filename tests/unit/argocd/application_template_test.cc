#include "argocd/application_template.h"

#include <gtest/gtest.h>

#include "argocd/problems.h"
#include "unit/argocd/expanding.h"
#include "yaml/document.h"

namespace meshlint::argocd {
namespace {

std::string list(const std::string& elements) {
  return "    - list: { elements: [" + elements + "] }\n";
}

TEST(ApplicationTemplate, the_template_of_a_generator_is_merged_over_that_of_the_set) {
  const Expanded made({.generators = R"(    - list:
        elements: [{ app: cart }]
        template:
          metadata: {}
          spec: { project: own, source: { path: special, repoURL: '' }, destination: {} }
)"});
  ASSERT_EQ(made.names(), (Strings{"cart"}));
  const model::Resource& application = made.applications()[0];
  EXPECT_EQ(application.at("spec.project").text(), "own");
  EXPECT_EQ(application.at("spec.source.path").text(), "special");
  EXPECT_EQ(application.at("spec.source.repoURL").text(), kUrl);  // an empty value doesn't count
}

TEST(ApplicationTemplate, a_patch_changes_everything_but_the_project) {
  const Expanded made({.generators = list("{ app: cart, prune: true }, { app: orders }"),
                       .rest = R"(  templatePatch: |
    metadata:
      labels: { app: "{{ .app }}" }
    spec:
      project: other
      source: { path: null }
      {{- if .prune }}
      syncPolicy:
        automated: { prune: {{ .prune }} }
      {{- end }}
)"});
  ASSERT_EQ(made.names(), (Strings{"cart", "orders"}));
  const model::Resource& cart = made.applications()[0];
  EXPECT_EQ(cart.at("metadata.labels.app").text(), "cart");
  EXPECT_EQ(cart.at("spec.project").text(), "default");
  EXPECT_FALSE(cart.at("spec.source.path"));
  EXPECT_EQ(cart.at("spec.syncPolicy.automated.prune").as_bool(), true);
  EXPECT_EQ(made.place(cart.at("spec.syncPolicy.automated.prune").span()), "set.yaml:21:29");
  EXPECT_FALSE(made.applications()[1].at("spec.syncPolicy"));
}

TEST(ApplicationTemplate, patches_that_are_no_mapping_are_reported) {
  const auto messages = [](const std::string& patch) {
    return Expanded({.generators = list("{ app: cart }"), .rest = "  templatePatch: " + patch})
        .messages();
  };
  EXPECT_EQ(messages("'[{{ .app }}]'\n"),
            (Strings{"set.yaml:13:19: `templatePatch` is not a mapping; write the fields of the "
                     "Application to change"}));
  const Strings broken = messages("'a: [{{ .app }}'\n");
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_NE(broken[0].find("`templatePatch` is not valid YAML: "), std::string::npos) << broken[0];
  EXPECT_EQ(messages("'# {{ .app }}'\n"), Strings());
}

TEST(ApplicationTemplate, argo_cd_sets_kind_and_namespace) {
  const Expanded made({.generators = list("{ app: cart }")});
  ASSERT_EQ(made.names(), (Strings{"cart"}));
  EXPECT_EQ(made.applications()[0].api_version, "argoproj.io/v1alpha1");
  EXPECT_EQ(made.applications()[0].kind, "Application");
  EXPECT_EQ(made.applications()[0].ns, "argocd");
}

TEST(ApplicationTemplate, patched_merges_mappings_and_replaces_the_rest) {
  const text::Source source("a.yaml",
                            "a: { x: 1, y: 2 }\nb: [1]\nc: 1\n---\na: { y: null, z: 3 }\nb: [2]\n");
  const yaml::File file = yaml::parse(source, 0);
  yaml::Arena arena;
  const yaml::Node result = patched(arena, file.documents[0].root, file.documents[1].root);
  EXPECT_EQ(result.at("a.x").text(), "1");
  EXPECT_FALSE(result.at("a.y"));
  EXPECT_EQ(result.at("a.z").text(), "3");
  EXPECT_EQ(result["b"].size(), 1U);
  EXPECT_EQ(result.at("b[0]").text(), "2");
  EXPECT_EQ(result["c"].text(), "1");
}

TEST(TemplateRenderer, placeholders_without_a_value_are_counted) {
  const Expanded tree({.generators = list("{ app: a }, { app: b, zone: z }"),
                       .name = "{{ .app }}",
                       .path = "{{ .zone }}"});
  EXPECT_EQ(tree.names(), (Strings{"a", "b"}));
  EXPECT_EQ(tree.applications()[0].at("spec.source.path").text(), "<no value>");
  EXPECT_EQ(tree.messages(), (Strings{"set.yaml:12:76: unknown parameter `.zone` renders as `<no "
                                      "value>`; add it to a generator (in 1 of 2 Applications)"}));
  const Expanded flat({.generators = list("{ app: a }"),
                       .name = "{{app}}",
                       .path = "{{zone}}-{{ .app }}",
                       .options = "goTemplate: false"});
  EXPECT_EQ(flat.applications()[0].at("spec.source.path").text(), "{{zone}}-{{ .app }}");
  EXPECT_EQ(
      flat.messages(),
      (Strings{"set.yaml:12:73: unknown parameter `zone`, so `{{zone}}` is not replaced; add it "
               "to a generator",
               "set.yaml:12:82: `{{.app}}` is Go template syntax and is not replaced; set "
               "`goTemplate: true`"}));
}

TEST(TemplateRenderer, missing_keys_are_errors_on_request) {
  const Expanded made({.generators = list("{ app: a }, { app: b, zone: z }"),
                       .path = "{{ .zone }}",
                       .options = "goTemplate: true\n  goTemplateOptions: [missingkey=error]"});
  EXPECT_EQ(made.names(), (Strings{"b"}));
  ASSERT_EQ(made.problems().size(), 1U);
  EXPECT_EQ(made.problems()[0].message,
            "unknown parameter `.zone`, so no Application is created; add it to a generator");
  EXPECT_EQ(made.problems()[0].arguments, (Strings{".zone"}));
}

TEST(TemplateRenderer, templates_of_other_tools_are_ordinary_text) {
  const Expanded made({.generators = list("{ app: a }"),
                       .name = "{{app}}",
                       .options = "goTemplate: false",
                       .rest = "  templatePatch: |\n    metadata: { annotations: "
                               "{ message: '{{ .alert }} {{range .x}}' } }\n"});
  EXPECT_EQ(made.names(), (Strings{"a"}));
  EXPECT_EQ(made.messages(), Strings());
}

TEST(TemplateRenderer, failing_templates_create_nothing) {
  const Expanded made({.generators = list("{ app: a }"), .name = "{{ .app | nosuch }}"});
  EXPECT_EQ(made.names(), Strings());
  ASSERT_EQ(made.problems().size(), 1U);
  EXPECT_EQ(made.problems()[0].kind, argocd::kInvalidTemplate);
  const Expanded random({.generators = list("{ app: a }"), .name = "{{ randAlpha 3 }}"});
  EXPECT_EQ(random.names(), Strings());
  EXPECT_EQ(random.messages(), Strings());
  ASSERT_EQ(random.unresolved().size(), 1U);
  EXPECT_NE(random.unresolved()[0].find("template of ApplicationSet argocd/set: "),
            std::string::npos)
      << random.unresolved()[0];
}

}  // namespace
}  // namespace meshlint::argocd
