#include "model/references.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "environment/find_environments.h"
#include "meshlint/linter.h"
#include "model/environment.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

// The environment of one kustomization with one file.
class ReferencesTest : public testing::Test {
 protected:
  const Environment& load(std::string resources, Config config = {}) {
    config_ = std::move(config);
    workspace_ = Workspace::load(
        std::vector<Input>{{.path = "kustomization.yaml", .text = "resources: [all.yaml]\n"},
                           {.path = "all.yaml", .text = std::move(resources)}},
        {});
    set_ = environment::find_environments(workspace_, config_, 1);
    return *set_.environments.front();
  }

  Config config_;
  Workspace workspace_;
  environment::EnvironmentSet set_;
};

TEST_F(ReferencesTest, service_is_exported_by_annotation_and_mesh_default) {
  const Environment& environment = load(R"(
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    defaultServiceExportTo: ["."]
    rootNamespace: mesh-root
---
apiVersion: v1
kind: Service
metadata: { name: own, namespace: shop }
---
apiVersion: v1
kind: Service
metadata:
  name: told
  namespace: shop
  annotations: { networking.istio.io/exportTo: "edge, ." }
)");
  const References& references = environment.references();
  EXPECT_EQ(references.root_namespace(), "mesh-root");
  const Resource& own = *references.providers("own.shop.svc.cluster.local").front();
  EXPECT_TRUE(references.is_exported_to(own, "shop"));
  EXPECT_FALSE(references.is_exported_to(own, "edge"));
  const Resource& told = *references.providers("told.shop.svc.cluster.local").front();
  EXPECT_TRUE(references.is_exported_to(told, "shop"));
  EXPECT_TRUE(references.is_exported_to(told, "edge"));
  EXPECT_FALSE(references.is_exported_to(told, "billing"));
}

TEST_F(ReferencesTest, selector_looks_at_pod_templates_of_its_namespace) {
  const Environment& environment = load(R"(
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, labels: { tier: front } }
spec:
  template:
    metadata: { labels: { app: web } }
    spec: { serviceAccountName: web-runner }
---
apiVersion: networking.istio.io/v1
kind: WorkloadEntry
metadata: { name: vm, namespace: legacy }
spec: { address: 10.0.0.1, labels: { app: vm } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { selector: { matchLabels: { app: web } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: tier, namespace: shop }
spec: { selector: { matchLabels: { tier: front } } }
)");
  const References& references = environment.references();
  const auto selector = [&](std::string_view name) {
    return environment.find("security.istio.io", "AuthorizationPolicy", "shop", name)
        ->at("spec.selector.matchLabels");
  };
  EXPECT_TRUE(references.selects_any_in(selector("web"), "shop"));
  EXPECT_FALSE(references.selects_any_in(selector("web"), "legacy"));
  EXPECT_TRUE(references.selects_any(selector("web")));
  EXPECT_FALSE(references.selects_any(selector("tier"))) << "a label of the Deployment itself";
  EXPECT_EQ(references.workloads_in("legacy").size(), 1U);
  EXPECT_TRUE(references.has_service_account("shop", "web-runner"));
  EXPECT_TRUE(references.has_service_account("shop", "default"));
  EXPECT_FALSE(references.has_service_account("shop", "web"));
}

TEST_F(ReferencesTest, secrets_have_many_makers) {
  const Environment& environment = load(R"(
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop-cert, namespace: edge }
spec: { secretName: shop-tls }
---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: sealed, namespace: edge }
)",
                                        {.external = {.secrets = {"edge/by-hand"}}});
  const References& references = environment.references();
  EXPECT_TRUE(references.has_secret("edge", "shop-tls"));
  EXPECT_FALSE(references.has_secret("edge", "shop-cert"));
  EXPECT_TRUE(references.has_secret("edge", "sealed"));
  EXPECT_TRUE(references.has_secret("edge", "by-hand"));
  EXPECT_TRUE(references.makes_secrets_in("edge"));
  EXPECT_FALSE(references.makes_secrets_in("shop"));
}

TEST_F(ReferencesTest, operators_keep_a_namespace_open) {
  const Environment& environment = load(R"(
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: events }
---
apiVersion: kafka.strimzi.io/v1beta2
kind: Kafka
metadata: { name: bus, namespace: events }
)");
  EXPECT_TRUE(environment.is_closed("shop"));
  EXPECT_FALSE(environment.is_closed("events")) << "Services of the Kafka are not written anywhere";
  EXPECT_FALSE(environment.is_closed("billing")) << "nothing here runs in it";
  EXPECT_FALSE(environment.is_whole());
}

TEST_F(ReferencesTest, namespaces_are_created_known_or_neither) {
  const Environment& environment = load(R"(
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: edge, namespace: argocd }
spec:
  destination: { namespace: edge }
  syncPolicy: { syncOptions: [CreateNamespace=true] }
)");
  const References& references = environment.references();
  EXPECT_TRUE(references.creates_namespace("shop"));
  EXPECT_TRUE(references.creates_namespace("edge"));
  EXPECT_TRUE(references.creates_namespace("kube-system"));
  EXPECT_FALSE(references.creates_namespace("argocd"));
  EXPECT_TRUE(references.knows_namespace("argocd"));
  EXPECT_FALSE(references.knows_namespace("billing"));
}

}  // namespace
}  // namespace meshlint::model
