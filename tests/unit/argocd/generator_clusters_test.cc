#include <gtest/gtest.h>

#include "meshlint/linter.h"
#include "unit/argocd/expanding.h"

namespace meshlint::argocd {
namespace {

Input secrets() {
  return {.path = "clusters.yaml", .text = R"(apiVersion: v1
kind: Secret
metadata:
  name: eu
  labels: { argocd.argoproj.io/secret-type: cluster, env: prod }
stringData: { name: EU_1, server: "https://eu.example.com/" }
---
apiVersion: v1
kind: Secret
metadata:
  name: lab
  labels: { argocd.argoproj.io/secret-type: cluster, env: lab }
data: { name: bGFi, server: aHR0cHM6Ly9sYWIuZXhhbXBsZS5jb20= }
---
apiVersion: v1
kind: Secret
metadata: { name: other, labels: { env: prod } }
stringData: { name: other, server: "https://other.example.com" }
)"};
}

TEST(ClustersGenerator, labels_select_among_the_secrets) {
  const std::string generator = "    - clusters: { selector: { matchLabels: { env: prod } } }\n";
  const Expanded made({.generators = generator,
                       .name = "{{ .nameNormalized }}-{{ .metadata.labels.env }}",
                       .path = "{{ .server }}"},
                      {secrets()});
  EXPECT_EQ(made.names(), (Strings{"eu-1-prod"}));
  EXPECT_EQ(made.applications()[0].at("spec.source.path").text(), "https://eu.example.com");
  EXPECT_EQ(Expanded({.generators = generator,
                      .name = "{{nameNormalized}}-{{metadata.labels.env}}",
                      .options = "goTemplate: false"},
                     {secrets()})
                .names(),
            (Strings{"eu-1-prod"}));
}

TEST(ClustersGenerator, without_a_selector_the_own_cluster_is_included) {
  const Expanded made({.generators = "    - clusters: { values: { tier: 't-{{ .name }}' } }\n",
                       .name = "{{ .nameNormalized }}.{{ .values.tier }}"},
                      {secrets()});
  EXPECT_EQ(made.names(), (Strings{"eu-1.t-EU_1", "lab.t-lab", "in-cluster.t-in-cluster"}));
}

TEST(ClustersGenerator, is_not_determined_without_secrets_or_with_a_flat_list) {
  const Expanded unknown({.generators = "    - clusters: {}\n"});
  EXPECT_EQ(unknown.names(), Strings());
  EXPECT_EQ(unknown.unresolved(),
            (Strings{"set.yaml:7:7: clusters generator of ApplicationSet argocd/set: no Secret "
                     "declares the clusters of Argo CD"}));
  EXPECT_EQ(
      Expanded({.generators = "    - clusters: { flatList: true }\n"}, {secrets()}).unresolved(),
      (Strings{"set.yaml:7:7: clusters generator of ApplicationSet argocd/set: `flatList` is "
               "not supported"}));
}

TEST(Clusters, secrets_declare_each_cluster_once) {
  Input twice = secrets();
  twice.text = *twice.text + "---\n" + *twice.text;
  const Expanded made({.generators = "    - clusters: { selector: { matchExpressions: "
                                     "[{ key: env, operator: Exists }] } }\n",
                       .name = "{{ .name }}"},
                      {twice});
  EXPECT_EQ(made.names(), (Strings{"EU_1", "lab"}));
  EXPECT_EQ(made.messages(), Strings());
}

}  // namespace
}  // namespace meshlint::argocd
