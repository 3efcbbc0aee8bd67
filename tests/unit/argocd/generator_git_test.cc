#include <gtest/gtest.h>

#include "argocd/problems.h"
#include "meshlint/linter.h"
#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

// A git generator with these fields, each indented by eight spaces.
std::string git(const std::string& fields, std::string_view url = kUrl) {
  return "    - git:\n        repoURL: " + std::string(url) + "\n        revision: HEAD\n" + fields;
}

Input config_map(const std::string& path) {
  return {.path = path, .text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n"};
}

TEST(GitGenerator, folders_give_their_paths) {
  const std::vector<Input> files = {config_map("apps/Cart_1/x.yaml"), config_map("apps/old/y.yaml"),
                                    config_map("apps/orders/deep/z.yaml"),
                                    config_map("apps/.hidden/h.yaml")};
  const std::string generator =
      git("        directories:\n          - path: apps/*\n"
          "          - { path: apps/old, exclude: true }\n");
  EXPECT_EQ(Expanded({.generators = generator,
                      .name = "{{ index .path.segments 0 }}-{{ .path.basenameNormalized }}"},
                     files)
                .names(),
            (Strings{"apps-cart-1", "apps-orders"}));
  const Expanded flat({.generators = generator,
                       .name = "{{path[0]}}-{{path.basenameNormalized}}",
                       .path = "{{path}}",
                       .options = "goTemplate: false"},
                      files);
  EXPECT_EQ(flat.names(), (Strings{"apps-cart-1", "apps-orders"}));
  EXPECT_EQ(flat.applications()[0].at("spec.source.path").text(), "apps/Cart_1");
  EXPECT_EQ(flat.place(flat.applications()[0].at("spec.source.path").span()), "set.yaml:11:19");
}

TEST(GitGenerator, a_prefix_separates_the_paths_of_two_generators) {
  const std::string generator =
      git("        directories: [{ path: apps/* }]\n        pathParamPrefix: app\n");
  const std::vector<Input> files = {config_map("apps/cart/x.yaml")};
  EXPECT_EQ(Expanded({.generators = generator, .name = "{{ .app.path.basename }}"}, files).names(),
            (Strings{"cart"}));
  EXPECT_EQ(Expanded({.generators = generator,
                      .name = "{{app.path.basename}}",
                      .options = "goTemplate: false"},
                     files)
                .names(),
            (Strings{"cart"}));
}

TEST(GitGenerator, files_give_their_content) {
  const std::vector<Input> files = {
      {.path = "clusters/eu/config.json", .text = R"({"cluster": {"name": "eu", "port": 8080}})"},
      {.path = "clusters/us/config.yaml",
       .text = "- cluster: { name: us-1 }\n- cluster: { name: us-2, port: 1 }\n"}};
  EXPECT_EQ(Expanded({.generators = git("        files: [{ path: 'clusters/**/config.*' }]\n"
                                        "        values: { zone: 'z-{{ .cluster.name }}' }\n"),
                      .name = "{{ .cluster.name }}-{{ .path.basename }}-{{ .values.zone }}"},
                     files)
                .names(),
            (Strings{"eu-eu-z-eu", "us-1-us-z-us-1", "us-2-us-z-us-2"}));
  EXPECT_EQ(Expanded({.generators = git("        files: [{ path: 'clusters/eu/*.json' }]\n"
                                        "        values: { zone: 'z-{{cluster.name}}' }\n"),
                      .name = "{{cluster.name}}-{{cluster.port}}-{{path[1]}}-{{path.filename}}-"
                              "{{values.zone}}",
                      .options = "goTemplate: false"},
                     files)
                .names(),
            (Strings{"eu-8080-eu-config.json-z-eu"}));
}

TEST(GitGenerator, files_without_objects_are_reported) {
  const Expanded made({.generators = git("        files: [{ path: 'c/*.yaml' }]\n"),
                       .name = "{{ .path.filenameNormalized }}"},
                      {{.path = "c/list.yaml", .text = "[a]\n"},
                       {.path = "c/empty.yaml", .text = "{}\n"},
                       {.path = "c/broken.yaml", .text = "a: [\n"}});
  EXPECT_EQ(made.names(), (Strings{"empty.yaml"}));
  EXPECT_EQ(made.messages(), (Strings{"c/list.yaml:1:2: file of a `git` generator has neither a "
                                      "mapping nor a list of mappings"}));
  EXPECT_EQ(made.unresolved(), (Strings{"set.yaml:10:25: c/broken.yaml: the file can't be read, so "
                                        "its parameters are unknown"}));
}

TEST(GitGenerator, patterns_without_a_match_are_reported) {
  const Expanded made(
      {.generators =
           git("        directories: [{ path: gone/*, exclude: true }, { path: lost/* }]\n")},
      {config_map("apps/cart/x.yaml")});
  EXPECT_EQ(made.names(), Strings());
  ASSERT_EQ(made.problems().size(), 1U);
  EXPECT_EQ(made.problems()[0].kind, argocd::kGeneratorMatchesNothing);
  EXPECT_EQ(made.problems()[0].arguments, (Strings{"lost/*"}));
  EXPECT_EQ(made.messages(), (Strings{"set.yaml:10:64: `lost/*` matches nothing in this "
                                      "repository, so no Application is created"}));
}

TEST(GitGenerator, needs_directories_or_files) {
  EXPECT_EQ(Expanded({.generators = git("")}).messages(),
            (Strings{"set.yaml:7:7: `git` generator has neither `directories` nor `files`; add one "
                     "of them"}));
}

TEST(GitGenerator, other_repositories_and_placeholders_are_not_determined) {
  const std::string folders = "        directories: [{ path: 'apps/*' }]\n";
  EXPECT_EQ(Expanded({.generators = git(folders, "https://git.example.com/other")}).unresolved(),
            (Strings{"set.yaml:8:18: git generator of ApplicationSet argocd/set: "
                     "`https://git.example.com/other` is another repository, which is not "
                     "fetched"}));
  // The same repository in another spelling.
  EXPECT_EQ(Expanded({.generators = git(folders, "git@git.example.com:shop/manifests.git"),
                      .name = "{{ .path.basename }}"},
                     {config_map("apps/cart/x.yaml")})
                .names(),
            (Strings{"cart"}));
  EXPECT_EQ(Expanded({.generators = git("        directories: [{ path: '{{ .dir }}/*' }]\n")})
                .unresolved(),
            (Strings{"set.yaml:10:31: git generator of ApplicationSet argocd/set: the pattern has "
                     "a placeholder that no outer generator fills"}));
}

}  // namespace
}  // namespace meshlint::argocd
