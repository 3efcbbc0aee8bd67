#include "model/renames.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "environment/find_environments.h"
#include "meshlint/linter.h"
#include "model/environment.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

constexpr const char* kBase = R"(apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
)";

// "Kind old-namespace/old-name -> namespace/name, by `the text of the cause`".
std::vector<std::string> renames(const std::string& overlay) {
  const Workspace workspace = Workspace::load(
      std::vector<Input>{{.path = "base/kustomization.yaml", .text = "resources: [all.yaml]\n"},
                         {.path = "base/all.yaml", .text = kBase},
                         {.path = "prod/kustomization.yaml", .text = overlay}},
      {});
  const Config config;
  const environment::EnvironmentSet set = environment::find_environments(workspace, config, 1);
  std::vector<std::string> lines;
  for (const Rename& rename : set.environments.front()->renames) {
    const text::Span at = rename.cause;
    std::string line(rename.resource->kind);
    line.append(" ").append(rename.old_namespace).append("/").append(rename.old_name);
    line.append(" -> ").append(rename.resource->ns).append("/").append(rename.resource->name);
    line.append(", by ").append(
        workspace.sources()[at.source].bytes().substr(at.begin, at.end - at.begin));
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST(Renames, of_a_prefix_and_a_namespace_point_at_the_entry) {
  EXPECT_EQ(renames("resources: [../base]\nnamePrefix: eu-\n"),
            std::vector<std::string>({"Service shop/reviews -> shop/eu-reviews, by eu-"}));
  EXPECT_EQ(renames("resources: [../base]\nnamespace: shop-eu\n"),
            std::vector<std::string>({"Service shop/reviews -> shop-eu/reviews, by shop-eu",
                                      "Namespace /shop -> /shop-eu, by shop-eu"}));
}

TEST(Renames, are_none_where_only_other_fields_change) {
  EXPECT_TRUE(renames("resources: [../base]\ncommonAnnotations: { team: web }\n").empty());
  EXPECT_TRUE(renames("resources: [../base]\nnamespace: shop\n").empty());
}

}  // namespace
}  // namespace meshlint::model
