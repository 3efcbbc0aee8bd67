#include "kustomize/order.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

// Names of the resources of a file, in legacy order.
std::vector<std::string> ordered(const std::string& text,
                                 const LegacyOrder& order = LegacyOrder::defaults()) {
  const text::Source source("in.yaml", text);
  const yaml::File file = yaml::parse(source, 0);
  std::vector<model::Resource> resources;
  for (const yaml::Document& document : file.documents) {
    const yaml::Node root = document.root;
    resources.push_back({.root = root,
                         .api_version = root["apiVersion"].text(),
                         .kind = root["kind"].text(),
                         .name = root["metadata"]["name"].text(),
                         .ns = root["metadata"]["namespace"].text()});
  }
  std::vector<std::string> names;
  for (const std::uint32_t i : legacy_order(resources, order)) {
    names.emplace_back(resources[i].name);
  }
  return names;
}

using Names = std::vector<std::string>;

constexpr char kMixed[] = R"(
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: hook}}
---
{apiVersion: v1, kind: Pod, metadata: {name: pod}}
---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: gateway}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: deployment}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: map-in-none}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: map-in-b, namespace: b}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: map-in-a, namespace: a}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: ns}}
)";

TEST(Order, what_others_need_comes_first_and_webhooks_last) {
  EXPECT_EQ(ordered(kMixed), (Names{"ns", "map-in-a", "map-in-b", "map-in-none", "deployment",
                                    "gateway", "pod", "hook"}));
}

TEST(Order, kinds_can_be_ranked_by_the_kustomization) {
  EXPECT_EQ(
      ordered(kMixed, {.first = {"Gateway"}, .last = {"Namespace", "ConfigMap"}}),
      (Names{"gateway", "hook", "deployment", "pod", "ns", "map-in-a", "map-in-b", "map-in-none"}));
}

TEST(Order, the_core_group_comes_after_others_but_for_namespaces) {
  EXPECT_EQ(ordered("{apiVersion: v1, kind: Event, metadata: {name: core}}\n---\n"
                    "{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: other}}\n---\n"
                    "{apiVersion: a.example/v1, kind: Namespace, metadata: {name: other-ns}}\n---\n"
                    "{apiVersion: v1, kind: Namespace, metadata: {name: core-ns}}\n"),
            (Names{"core-ns", "other-ns", "other", "core"}));
}

TEST(Order, types_are_compared_before_names) {
  EXPECT_EQ(ordered("{apiVersion: b.example/v1, kind: X, metadata: {name: a}}\n---\n"
                    "{apiVersion: a.example/v2, kind: X, metadata: {name: b}}\n---\n"
                    "{apiVersion: a.example/v1, kind: X, metadata: {name: c}}\n"),
            (Names{"c", "b", "a"}));
}

}  // namespace
}  // namespace meshlint::kustomize
