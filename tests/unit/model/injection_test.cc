#include "model/injection.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "environment/find_environments.h"
#include "meshlint/linter.h"
#include "model/environment.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

// What becomes of one pod, by the labels of its namespace and what else it says.
Injection injection(const std::string& ns_labels, const std::string& metadata,
                    const std::string& spec = "{ containers: [{ name: app, image: app }] }",
                    const Config& config = {}) {
  std::string text = "apiVersion: v1\nkind: Pod\nmetadata: { name: app, namespace: shop" +
                     (metadata.empty() ? "" : ", " + metadata) + " }\nspec: " + spec + "\n";
  if (!ns_labels.empty()) {
    text += "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: " + ns_labels +
            " }\n";
  }
  const Workspace workspace = Workspace::load(
      std::vector<Input>{{.path = "kustomization.yaml", .text = "resources: [all.yaml]\n"},
                         {.path = "all.yaml", .text = std::move(text)}},
      {});
  const environment::EnvironmentSet set = environment::find_environments(workspace, config, 1);
  const Environment& environment = *set.environments.front();
  return injection_of(environment, environment.references().workloads().front());
}

TEST(Injection, is_what_the_labels_say) {
  struct Case {
    const char* ns_labels;
    const char* metadata;
    Injection want;
  };
  for (const auto& [ns_labels, metadata, want] : {
           Case{"{ istio-injection: enabled }", "", Injection::kInjected},
           Case{"{ istio.io/rev: canary }", "", Injection::kInjected},
           Case{"{ istio-injection: enabled }", "labels: { sidecar.istio.io/inject: \"false\" }",
                Injection::kRefused},
           Case{"{ istio-injection: enabled }",
                "annotations: { sidecar.istio.io/inject: \"false\" }", Injection::kRefused},
           // The label counts, not the annotation.
           Case{"{ istio-injection: enabled }",
                "labels: { sidecar.istio.io/inject: \"true\" }, "
                "annotations: { sidecar.istio.io/inject: \"false\" }",
                Injection::kInjected},
           Case{"{ istio-injection: disabled }", "labels: { sidecar.istio.io/inject: \"true\" }",
                Injection::kRefused},
           Case{"{ team: a }", "labels: { sidecar.istio.io/inject: \"true\" }",
                Injection::kInjected},
           Case{"{ team: a }", "labels: { istio.io/rev: canary }", Injection::kInjected},
           // No webhook is asked for an annotation alone.
           Case{"{ team: a }", "annotations: { sidecar.istio.io/inject: \"true\" }",
                Injection::kNotAsked},
           Case{"{ team: a }", "", Injection::kNotAsked},
           Case{"", "", Injection::kUnknown},
           Case{"", "labels: { sidecar.istio.io/inject: \"true\" }", Injection::kInjected},
       }) {
    EXPECT_EQ(injection(ns_labels, metadata), want) << ns_labels << ' ' << metadata;
  }
}

TEST(Injection, proxy_that_is_written_out_counts) {
  const char* const kManual =
      "{ containers: [{ name: app, image: app }, { name: istio-proxy, image: istio/proxyv2:1.22 }] "
      "}";
  EXPECT_EQ(injection("{ istio-injection: disabled }", "", kManual), Injection::kInjected);
  const char* const kAuto = "{ containers: [{ name: istio-proxy, image: auto }] }";
  EXPECT_EQ(injection("{ istio-injection: disabled }", "", kAuto), Injection::kRefused);
}

TEST(Injection, pod_in_the_network_of_its_node_gets_none) {
  EXPECT_EQ(injection("{ istio-injection: enabled }", "",
                      "{ hostNetwork: true, containers: [{ name: app, image: app }] }"),
            Injection::kRefused);
}

TEST(Injection, whole_cluster_leaves_no_namespace_unknown) {
  EXPECT_EQ(injection("", "", "{ containers: [{ name: app, image: app }] }",
                      {.external = {.is_complete = true}}),
            Injection::kNotAsked);
}

}  // namespace
}  // namespace meshlint::model
