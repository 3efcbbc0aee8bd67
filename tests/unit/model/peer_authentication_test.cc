#include "model/peer_authentication.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "environment/find_environments.h"
#include "meshlint/linter.h"
#include "model/environment.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

constexpr const char* kPod = R"(
apiVersion: v1
kind: Pod
metadata: { name: app, namespace: shop, labels: { app: app } }
spec: { containers: [{ name: app, image: app }] }
)";

std::string policy(const std::string& ns, const std::string& name, const std::string& spec) {
  return "---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: " +
         name + ", namespace: " + ns + " }\nspec: " + spec + "\n";
}

// What port 8080 of the pod demands under those policies.
MutualTls mode(const std::string& policies) {
  const Workspace workspace = Workspace::load(
      std::vector<Input>{{.path = "kustomization.yaml", .text = "resources: [all.yaml]\n"},
                         {.path = "all.yaml", .text = kPod + policies}},
      {});
  const Config config;
  const environment::EnvironmentSet set = environment::find_environments(workspace, config, 1);
  const Environment& environment = *set.environments.front();
  return PeerAuthentications(environment)
      .demand_of(environment.references().workloads().front(), 8080)
      .mode;
}

const std::string kMeshStrict = policy("istio-system", "mesh", "{ mtls: { mode: STRICT } }");
constexpr const char* kSelector = "selector: { matchLabels: { app: app } }";

TEST(PeerAuthentications, narrower_policy_wins) {
  EXPECT_EQ(mode(""), MutualTls::kPermissive);
  EXPECT_EQ(mode(kMeshStrict), MutualTls::kStrict);
  const std::string ns = kMeshStrict + policy("shop", "all", "{ mtls: { mode: DISABLE } }");
  EXPECT_EQ(mode(ns), MutualTls::kDisable);
  const std::string workload =
      ns + policy("shop", "app", std::string("{ ") + kSelector + ", mtls: { mode: PERMISSIVE } }");
  EXPECT_EQ(mode(workload), MutualTls::kPermissive);
  const std::string port =
      ns + policy("shop", "app",
                  std::string("{ ") + kSelector +
                      ", mtls: { mode: PERMISSIVE }, portLevelMtls: { 8080: { mode: STRICT } } }");
  EXPECT_EQ(mode(port), MutualTls::kStrict);
}

TEST(PeerAuthentications, unset_mode_is_that_of_the_wider_policy) {
  EXPECT_EQ(mode(kMeshStrict + policy("shop", "all", "{ mtls: { mode: UNSET } }")),
            MutualTls::kStrict);
  EXPECT_EQ(mode(kMeshStrict + policy("shop", "all", "{}")), MutualTls::kStrict);
  EXPECT_EQ(mode(kMeshStrict + policy("shop", "app",
                                      std::string("{ ") + kSelector +
                                          ", portLevelMtls: { 8080: { mode: UNSET } } }")),
            MutualTls::kStrict);
}

TEST(PeerAuthentications, policy_with_a_selector_in_the_root_namespace_is_passed_over) {
  EXPECT_EQ(mode(policy("istio-system", "app",
                        std::string("{ ") + kSelector + ", mtls: { mode: STRICT } }")),
            MutualTls::kPermissive);
}

TEST(PeerAuthentications, other_ports_and_other_namespaces_stay) {
  EXPECT_EQ(
      mode(policy("shop", "app",
                  std::string("{ ") + kSelector + ", portLevelMtls: { 9090: { mode: STRICT } } }")),
      MutualTls::kPermissive);
  EXPECT_EQ(mode(policy("billing", "all", "{ mtls: { mode: STRICT } }")), MutualTls::kPermissive);
}

TEST(PeerAuthentications, of_two_for_one_level_nobody_knows_the_older) {
  EXPECT_EQ(mode(policy("shop", "a", "{ mtls: { mode: STRICT } }") +
                 policy("shop", "b", "{ mtls: { mode: DISABLE } }")),
            MutualTls::kUnknown);
}

}  // namespace
}  // namespace meshlint::model
