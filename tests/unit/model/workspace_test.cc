#include "model/workspace.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/unit/model/temporary_tree.h"

namespace meshlint::model {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> paths_of(const Workspace& workspace) {
  std::vector<std::string> paths;
  for (const auto& file : workspace.files()) paths.push_back(file->path);
  return paths;
}

TEST(Workspace, finds_manifests_that_git_does_not_ignore) {
  const TemporaryTree tree;
  tree.write(".gitignore", "generated/\n");
  tree.write("a.yaml", "a: 1\n");
  tree.write("b/c.yml", "b: 1\n");
  tree.write("b/readme.md", "# no\n");
  tree.write("generated/d.yaml", "d: 1\n");
  tree.write("node_modules/x.yaml", "x: 1\n");
  tree.write(".git/config", "[remote \"origin\"]\n\turl = git@example.com:acme/mesh.git\n");
  tree.write("package.json", "{\"name\": \"x\"}");
  tree.write("object.json", "{\"apiVersion\": \"v1\"}");
  const Workspace workspace = tree.load();
  EXPECT_EQ(paths_of(workspace), (std::vector<std::string>{"a.yaml", "b/c.yml", "object.json"}));
  EXPECT_EQ(workspace.git_remotes(), std::vector<std::string>{"git@example.com:acme/mesh.git"});
  EXPECT_TRUE(workspace.has_directory("generated"));
  EXPECT_FALSE(workspace.has_directory("nope"));
}

TEST(Workspace, passes_over_chart_templates_and_says_so) {
  const TemporaryTree tree;
  tree.write("chart/Chart.yaml", "name: x\n");
  tree.write("chart/values.yaml", "a: 1\n");
  tree.write("chart/templates/a.yaml", "{{ .Values.a }}\n");
  const Workspace workspace = tree.load();
  EXPECT_EQ(paths_of(workspace),
            (std::vector<std::string>{"chart/Chart.yaml", "chart/values.yaml"}));
  ASSERT_EQ(workspace.unchecked().size(), 1U);
  EXPECT_EQ(workspace.unchecked()[0].what, "chart/templates");
}

TEST(Workspace, reads_ignored_files_that_a_kustomization_names) {
  const TemporaryTree tree;
  tree.write(".gitignore", "secret/\n");
  tree.write("kustomization.yaml", "resources: [secret/a.txt, secret/base]\n");
  tree.write("secret/a.txt", "a: 1\n");
  tree.write("secret/base/kustomization.yaml", "resources: [b.yaml]\n");
  tree.write("secret/base/b.yaml", "b: 1\n");
  const Workspace workspace = tree.load();
  ASSERT_NE(workspace.file("secret/base/b.yaml"), nullptr);
  EXPECT_FALSE(workspace.file("secret/base/b.yaml")->is_discovered);
  EXPECT_NE(workspace.file("secret/a.txt"), nullptr);
  EXPECT_NE(workspace.kustomization("secret/base"), nullptr);
}

TEST(Workspace, reads_as_a_manifest_what_was_text_before) {
  const TemporaryTree tree;
  tree.write(".gitignore", "later/\n");
  tree.write("kustomization.yaml",
             "resources: [later]\n"
             "configMapGenerator: [{ name: a, files: [later/a.yaml, later/b.yaml] }]\n");
  tree.write("later/kustomization.yaml", "resources: [a.yaml]\n");
  tree.write("later/a.yaml", "a: 1\n");
  tree.write("later/b.yaml", "b: 1\n");
  const Workspace workspace = tree.load();
  ASSERT_NE(workspace.file("later/a.yaml"), nullptr);
  EXPECT_EQ(workspace.file("later/a.yaml")->yaml.documents.size(), 1U);
  ASSERT_NE(workspace.file("later/b.yaml"), nullptr);
  EXPECT_TRUE(workspace.file("later/b.yaml")->is_text);
}

TEST(Workspace, paths_in_a_plugin_count_from_the_kustomization_that_lists_it) {
  const TemporaryTree tree;
  tree.write(".gitignore", "*.patch.yaml\n");
  tree.write("app/kustomization.yaml", "transformers: [../shared/deep/patch.yaml, ../plugins]\n");
  tree.write("app/a.patch.yaml", "a: 1\n");
  tree.write("app/b.patch.yaml", "b: 1\n");
  tree.write("shared/deep/patch.yaml",
             "apiVersion: builtin\nkind: PatchTransformer\npath: a.patch.yaml\n");
  tree.write("plugins/kustomization.yaml", "resources: [patch.yaml]\n");
  tree.write("plugins/patch.yaml",
             "apiVersion: builtin\nkind: PatchTransformer\npath: b.patch.yaml\n");
  const Workspace workspace = tree.load();
  EXPECT_NE(workspace.file("app/a.patch.yaml"), nullptr);
  EXPECT_NE(workspace.file("app/b.patch.yaml"), nullptr);
}

TEST(Workspace, never_follows_a_link_out_of_the_root) {
  const TemporaryTree outside;
  outside.write("secret.yaml", "s: 1\n");
  const TemporaryTree tree;
  tree.write("kustomization.yaml", "resources: [link.yaml, ../up.yaml]\n");
  fs::create_symlink(outside / "secret.yaml", tree / "link.yaml");
  const Workspace workspace = tree.load();
  EXPECT_EQ(workspace.file("link.yaml"), nullptr);
  ASSERT_EQ(workspace.unchecked().size(), 1U);
  EXPECT_EQ(workspace.unchecked()[0].what, "link.yaml");
}

TEST(Workspace, joins_paths) {
  EXPECT_EQ(join("a/b", "../c.yaml"), "a/c.yaml");
  EXPECT_EQ(join("", "./a//b/"), "a/b");
  EXPECT_EQ(join("a", ".."), "");
  EXPECT_EQ(join("a", "../.."), std::nullopt);
  EXPECT_EQ(join("a", "/etc"), std::nullopt);
  EXPECT_EQ(directory_of("a/b/c.yaml"), "a/b");
}

}  // namespace
}  // namespace meshlint::model
