// What a build may read of a disk: nothing outside of a kustomization's folder, by whatever way.
#include <gtest/gtest.h>

#include <filesystem>

#include "kustomize/build_kustomization.h"
#include "tests/unit/model/temporary_tree.h"

namespace meshlint::kustomize {
namespace {

constexpr std::string_view kMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
constexpr std::string_view kOther = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n";

std::vector<std::string> messages(const Build& build) {
  std::vector<std::string> result;
  for (const text::Problem& problem : build.problems) result.push_back(problem.message);
  return result;
}

TEST(LoadRestriction, a_link_that_stays_inside_is_as_good_as_a_file) {
  const model::TemporaryTree tree;
  tree.write("app/kustomization.yaml", "resources: [link.yaml]\n");
  tree.write("app/real/map.yaml", kMap);
  std::filesystem::create_symlink("real/map.yaml", tree / "app/link.yaml");
  const model::Workspace workspace = tree.load();
  const Build build = build_kustomization(workspace, "app");
  EXPECT_EQ(messages(build), std::vector<std::string>{});
  EXPECT_EQ(build.resources.size(), 1u);
}

TEST(LoadRestriction, a_link_out_of_the_folder_is_refused) {
  const model::TemporaryTree tree;
  tree.write("app/kustomization.yaml", "resources: [link.yaml, linked/other.yaml]\n");
  tree.write("shared/map.yaml", kMap);
  tree.write("shared/other.yaml", kOther);
  std::filesystem::create_symlink("../shared/map.yaml", tree / "app/link.yaml");
  std::filesystem::create_directory_symlink("../shared", tree / "app/linked");
  const model::Workspace workspace = tree.load();
  EXPECT_EQ(messages(build_kustomization(workspace, "app")),
            (std::vector<std::string>{"resource \"link.yaml\" is a symbolic link out of this "
                                      "kustomization's folder; kustomize rejects it",
                                      "resource \"linked/other.yaml\" is a symbolic link out of "
                                      "this kustomization's folder; kustomize rejects it"}));
  const Build free = build_kustomization(workspace, "app", {.is_load_restricted = false});
  EXPECT_EQ(messages(free), std::vector<std::string>{});
  EXPECT_EQ(free.resources.size(), 2u);
}

TEST(LoadRestriction, what_leaves_the_workspace_is_never_read) {
  const model::TemporaryTree outside;
  outside.write("secret.yaml", kMap);
  const model::TemporaryTree tree;
  tree.write("kustomization.yaml", "resources: [link.yaml, ../up.yaml, /etc/hostname]\n");
  std::filesystem::create_symlink(outside / "secret.yaml", tree / "link.yaml");
  const model::Workspace workspace = tree.load();
  const Build build = build_kustomization(workspace, "", {.is_load_restricted = false});
  EXPECT_TRUE(build.resources.empty());
  EXPECT_EQ(workspace.file("link.yaml"), nullptr);
  EXPECT_EQ(messages(build),
            (std::vector<std::string>{
                "resource \"../up.yaml\" is outside the repository",
                "resource \"/etc/hostname\" is an absolute path; kustomize rejects it"}));
}

}  // namespace
}  // namespace meshlint::kustomize
