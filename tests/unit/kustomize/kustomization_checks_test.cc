#include "kustomize/kustomization_checks.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "meshlint/linter.h"
#include "model/workspace.h"

namespace meshlint::kustomize {
namespace {

using Lines = std::vector<std::string>;

struct Checked {
  bool has_content = false;
  Lines messages;
};

Checked checked(const std::string& text, std::vector<Input> others = {}) {
  others.push_back({.path = "a/kustomization.yaml", .text = text});
  const model::Workspace workspace = model::Workspace::load(others, {});
  const BuildOptions options;
  Build build;
  Context context(workspace, options, build);
  const std::optional<Kustomization> kustomization = kustomization_in(workspace, "a");
  Checked result;
  if (!kustomization) return result;
  check_header(context, *kustomization);
  result.has_content = has_content(context, *kustomization);
  check_sort_options(context, kustomization->field("sortOptions"));
  for (const text::Problem& problem : build.problems) result.messages.push_back(problem.message);
  return result;
}

TEST(KustomizationChecks, kind_and_version_belong_together) {
  EXPECT_EQ(checked("namePrefix: a-").messages, Lines{});
  EXPECT_EQ(checked("kind: Component\nnamePrefix: a-").messages, Lines{});
  EXPECT_EQ(checked("kind: Kustomisation\nnamePrefix: a-").messages,
            Lines{"kind \"Kustomisation\" is neither Kustomization nor Component"});
  EXPECT_EQ(checked("kind: Component\napiVersion: kustomize.config.k8s.io/v1beta1\n"
                    "namePrefix: a-")
                .messages,
            Lines{"unknown apiVersion \"kustomize.config.k8s.io/v1beta1\"; for a Component, write "
                  "kustomize.config.k8s.io/v1alpha1"});
}

TEST(KustomizationChecks, content_is_more_than_a_header) {
  EXPECT_TRUE(checked("resources: []").has_content);
  const Checked empty = checked("kind: Kustomization\nresources:\n");
  EXPECT_FALSE(empty.has_content);
  EXPECT_EQ(empty.messages, Lines{"the kustomization is empty; kustomize rejects it"});
  EXPECT_EQ(checked("- a").messages, Lines{"the kustomization is not a mapping"});
}

TEST(KustomizationChecks, a_folder_has_one_kustomization_file) {
  EXPECT_EQ(
      checked("namePrefix: a-", {{.path = "a/Kustomization", .text = "namePrefix: b-"}}).messages,
      Lines{"the folder also has \"Kustomization\"; kustomize accepts only one "
            "kustomization file"});
}

TEST(KustomizationChecks, sort_options_have_an_order) {
  EXPECT_EQ(checked("sortOptions: {order: fifo}").messages, Lines{});
  EXPECT_EQ(checked("sortOptions: {order: lifo}").messages,
            Lines{"`sortOptions` needs `order: legacy` or `order: fifo`"});
  EXPECT_EQ(checked("sortOptions: {order: fifo, legacySortOptions: {}}").messages,
            Lines{"`legacySortOptions` needs `order: legacy`, but the order is fifo"});
}

}  // namespace
}  // namespace meshlint::kustomize
