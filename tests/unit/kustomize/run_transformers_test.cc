#include "kustomize/run_transformers.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "meshlint/linter.h"
#include "unit/yaml/parsed.h"

namespace meshlint::kustomize {
namespace {

// Every transformer, in an order that isn't that of kustomize.
constexpr const char* kAll =
    "replacements: [{source: {kind: Deployment, name: a, fieldPath: metadata.labels.x},\n"
    "  targets: [{select: {kind: Deployment}, fieldPaths: [metadata.annotations.note]}]}]\n"
    "images: [{name: app, newTag: v2}]\n"
    "replicas: [{name: a, count: 3}]\n"
    "patchesJson6902: [{target: {version: v1, group: apps, kind: Deployment, name: a},\n"
    "  patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels/json\", \"value\": \"y\"}]'}]\n"
    "commonAnnotations: {note: old}\n"
    "commonLabels: {common: c}\n"
    "labels: [{pairs: {x: first}}]\n"
    "nameSuffix: -s\n"
    "namePrefix: p-\n"
    "namespace: shop\n"
    "patches: [{target: {kind: Deployment}, patch: '{apiVersion: apps/v1, kind: Deployment,\n"
    "  metadata: {name: a}, spec: {paused: true}}'}]\n";

constexpr const char* kDeployment =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
    "spec: {replicas: 1, template: {spec: {containers: [{name: a, image: app:v1}]}}}\n";

TEST(RunTransformers, the_order_is_that_of_kustomize) {
  const model::Workspace workspace =
      model::Workspace::load(std::vector<Input>{{.path = "kustomization.yaml", .text = kAll},
                                                {.path = "deployment.yaml", .text = kDeployment}},
                             {});
  const BuildOptions options{.keeps_history = true};
  Build build;
  Context context(workspace, options, build);
  const std::optional<Kustomization> kustomization = kustomization_in(workspace, "");
  ASSERT_TRUE(kustomization);
  Stage stage;
  const yaml::Node root = workspace.file("deployment.yaml")->yaml.documents.at(0).root;
  stage.objects.add(Object::of(root, {}));
  run_transformers(context, *kustomization, stage);
  std::vector<std::string> steps;
  for (const Step& step : stage.objects.all()[0].history) steps.emplace_back(step.what);
  EXPECT_EQ(steps,
            (std::vector<std::string>{"patches", "namespace", "namePrefix", "nameSuffix", "labels",
                                      "commonLabels", "commonAnnotations", "patchesJson6902",
                                      "replicas", "images", "replacements"}));
  EXPECT_EQ(build.problems.size(), 0U);
  EXPECT_EQ(stage.objects.all()[0].title(), "Deployment shop/p-a-s");
}

}  // namespace
}  // namespace meshlint::kustomize
