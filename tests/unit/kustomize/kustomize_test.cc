#include "kustomize/build_kustomization.h"

#include "kustomize/problems.h"
#include "meshlint/linter.h"
#include "tests/unit/kustomize/tree.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

constexpr const char* kService =
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata:\n"
    "  name: reviews\n"
    "spec:\n"
    "  selector: {app: reviews}\n"
    "  ports:\n"
    "  - port: 9080\n"
    "    name: http\n";

constexpr const char* kDeployment =
    "apiVersion: apps/v1\n"
    "kind: Deployment\n"
    "metadata:\n"
    "  name: reviews\n"
    "spec:\n"
    "  template:\n"
    "    spec:\n"
    "      serviceAccountName: reviews\n"
    "      containers:\n"
    "      - name: app\n"
    "        image: reviews:1.0\n"
    "        env:\n"
    "        - {name: A, value: base}\n"
    "        - {name: B, value: base}\n"
    "      - name: proxy\n"
    "        image: docker.io/istio/proxyv2:1.20.0\n";

constexpr const char* kRoute =
    "apiVersion: networking.istio.io/v1\n"
    "kind: VirtualService\n"
    "metadata:\n"
    "  name: reviews\n"
    "spec:\n"
    "  hosts: [reviews]\n"
    "  http:\n"
    "  - route:\n"
    "    - destination: {host: reviews}\n"
    "      weight: 90\n";

TEST(Kustomize, untouched_resources_keep_their_records) {
  const Tree tree({{"kustomization.yaml", "resources: [service.yaml, route.yaml]\n"},
                   {"service.yaml", kService},
                   {"route.yaml", kRoute}},
                  "");
  ASSERT_EQ(tree.build().resources.size(), 2u);
  EXPECT_EQ(tree.build().resources[0].root,
            tree.workspace().file("service.yaml")->yaml.documents[0].root);
  EXPECT_EQ(tree.build().resources[1].root,
            tree.workspace().file("route.yaml")->yaml.documents[0].root);
  EXPECT_EQ(tree.build().files, (Lines{"kustomization.yaml", "route.yaml", "service.yaml"}));
  EXPECT_EQ(tree.build().directories, Lines{""});
  EXPECT_TRUE(tree.problems().empty());
}

TEST(Kustomize, bases_are_built_before_their_overlay) {
  const Tree tree({{"base/kustomization.yaml", "namePrefix: a-\nresources: [service.yaml]\n"},
                   {"base/service.yaml", kService},
                   {"overlays/dev/kustomization.yaml",
                    "namePrefix: dev-\nbases:\n- ../../base/\nresources: [own.yaml]\n"},
                   {"overlays/dev/own.yaml", kRoute}},
                  "overlays/dev");
  ASSERT_EQ(tree.build().resources.size(), 2u) << tree.text();
  EXPECT_EQ(tree.build().resources[0].name, "dev-reviews");
  EXPECT_EQ(tree.build().resources[1].name, "dev-a-reviews");
  EXPECT_EQ(tree.build().directories, (Lines{"base", "overlays/dev"}));
}

// The real tool sorts the fields before it reads them.
TEST(Kustomize, field_names_of_any_case_count_and_the_last_by_name_wins) {
  const Tree tree(
      {{"kustomization.yaml", "Resources: [service.yaml]\nnamespace: one\nNameSpace: two\n"},
       {"service.yaml", kService}},
      "");
  ASSERT_EQ(tree.build().resources.size(), 1u);
  EXPECT_EQ(tree.build().resources[0].ns, "one");
}

TEST(Kustomize, components_see_what_came_before_and_run_before_the_transformers) {
  const Tree tree({{"kustomization.yaml",
                    "namePrefix: x-\nresources: [service.yaml]\ncomponents: [one, two]\n"},
                   {"service.yaml", kService},
                   {"one/kustomization.yaml",
                    "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n"
                    "resources: [route.yaml]\ncommonAnnotations: {from: one}\n"},
                   {"one/route.yaml", kRoute},
                   {"two/kustomization.yaml",
                    "kind: Component\n"
                    "patches:\n"
                    "- target: {kind: VirtualService, name: reviews}\n"
                    "  patch: '- {op: replace, path: /spec/http/0/route/0/weight, value: 10}'\n"}},
                  "");
  EXPECT_TRUE(tree.problems().empty());
  const model::Resource route = tree.resource("VirtualService", "x-reviews");
  EXPECT_EQ(route.at("spec.http[0].route[0].weight").as_int(), 10);
  EXPECT_EQ(tree.resource("Service", "x-reviews").at("metadata.annotations.from").text(), "one");
}

TEST(Kustomize, lists_are_expanded_and_local_objects_dropped) {
  const Tree tree({{"kustomization.yaml", "resources: [all.yaml]\n"},
                   {"all.yaml",
                    "apiVersion: v1\nkind: List\nitems:\n"
                    "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n"
                    "---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n"
                    "---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  annotations:\n"
                    "    config.kubernetes.io/local-config: \"true\"\n"}},
                  "");
  ASSERT_EQ(tree.build().resources.size(), 2u);
  EXPECT_EQ(tree.build().resources[0].name, "b");
  EXPECT_EQ(tree.build().resources[1].name, "a");
}

// ---- Provenance.

TEST(Kustomize, values_point_at_the_patch_that_wrote_them) {
  const Tree tree({{"base/kustomization.yaml", "resources: [route.yaml]\n"},
                   {"base/route.yaml", kRoute},
                   {"dev/kustomization.yaml",
                    "namespace: shop\n"
                    "resources: [../base]\n"
                    "commonLabels:\n"
                    "  team: mesh\n"
                    "patches:\n"
                    "- path: hosts.yaml\n"
                    "- target: {kind: VirtualService}\n"
                    "  patch: |-\n"
                    "    - op: replace\n"
                    "      path: /spec/http/0/route/0/weight\n"
                    "      value: 80\n"
                    "- patch: |\n"
                    "    apiVersion: networking.istio.io/v1\n"
                    "    kind: VirtualService\n"
                    "    metadata:\n"
                    "      name: reviews\n"
                    "    spec:\n"
                    "      gateways: [edge]\n"},
                   {"dev/hosts.yaml",
                    "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                    "metadata: {name: reviews}\nspec:\n  hosts:\n  - shop.example.com\n"}},
                  "dev");
  ASSERT_TRUE(tree.problems().empty()) << tree.problems().front();
  const model::Resource route = tree.resource("VirtualService", "reviews");
  EXPECT_EQ(tree.place(route.at("metadata.namespace")), "dev/kustomization.yaml:1:12");
  EXPECT_EQ(tree.place(route.at("metadata.labels.team")), "dev/kustomization.yaml:4:9");
  EXPECT_EQ(tree.place(route.at("spec.hosts[0]")), "dev/hosts.yaml:6:5");
  EXPECT_EQ(tree.place(route.at("spec.http[0].route[0].weight")), "dev/kustomization.yaml:11:14");
  EXPECT_EQ(tree.place(route.at("spec.gateways[0]")), "dev/kustomization.yaml:18:18");
  EXPECT_EQ(tree.place(route.at("spec.http[0].route[0].destination.host")), "base/route.yaml:9:27");
  EXPECT_EQ(tree.place(route.at("metadata.name")), "base/route.yaml:4:9");
  EXPECT_EQ(tree.place(route.root), "base/route.yaml:1:1");
}

TEST(Kustomize, a_prefixed_name_points_at_the_prefix) {
  const Tree tree(
      {{"kustomization.yaml", "namePrefix: dev-\nnameSuffix: -v1\nresources: [service.yaml]\n"},
       {"service.yaml", kService}},
      "");
  const model::Resource service = tree.resource("Service", "dev-reviews-v1");
  EXPECT_EQ(tree.place(service.at("metadata.name")), "kustomization.yaml:2:13");
}

TEST(Kustomize, an_image_points_at_its_new_tag) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [deployment.yaml]\nimages:\n- name: docker.io/istio/proxyv2\n"
                    "  newName: gcr.io/istio/proxyv2\n  newTag: 1.22.1\n"
                    "- name: reviews\n  digest: sha256:abc\n"},
                   {"deployment.yaml", kDeployment}},
                  "");
  const model::Resource deployment = tree.resource("Deployment", "reviews");
  const yaml::Node proxy = deployment.at("spec.template.spec.containers[1].image");
  EXPECT_EQ(proxy.text(), "gcr.io/istio/proxyv2:1.22.1");
  EXPECT_EQ(tree.place(proxy), "kustomization.yaml:5:11");
  EXPECT_EQ(deployment.at("spec.template.spec.containers[0].image").text(), "reviews@sha256:abc");
}

// ---- Transformers.

TEST(Kustomize, namespace_spares_cluster_scoped_kinds_and_renames_the_namespace) {
  const Tree tree(
      {{"kustomization.yaml", "namespace: shop\nresources: [all.yaml]\n"},
       {"all.yaml",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n---\n"
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
        "metadata: {name: b}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, "
        "name: r}\nsubjects:\n- {kind: ServiceAccount, name: default}\n"
        "- {kind: ServiceAccount, name: own}\n- {kind: ServiceAccount, name: other}\n---\n"
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: own}\n---\n"
        "apiVersion: cert-manager.io/v1\nkind: ClusterIssuer\nmetadata: {name: i}\n"}},
      "");
  EXPECT_TRUE(tree.resource("Namespace", "shop").root);
  const model::Resource binding = tree.resource("ClusterRoleBinding", "b");
  EXPECT_TRUE(binding.ns.empty());
  EXPECT_EQ(binding.at("subjects[0].namespace").text(), "shop");
  EXPECT_EQ(binding.at("subjects[1].namespace").text(), "shop");  // follows the account
  EXPECT_FALSE(binding.at("subjects[2].namespace"));
  // kustomize does not know that kind.
  EXPECT_EQ(tree.resource("ClusterIssuer", "i").ns, "shop");
}

TEST(Kustomize, labels_reach_selectors_and_templates_only_where_asked) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [deployment.yaml, service.yaml]\n"
                    "labels:\n- pairs: {a: \"1\"}\n"
                    "- pairs: {b: \"2\"}\n  includeTemplates: true\n"
                    "- pairs: {c: \"3\"}\n  includeSelectors: true\n"
                    "- pairs: {d: 4}\n"},
                   {"deployment.yaml", kDeployment},
                   {"service.yaml", kService}},
                  "");
  const model::Resource deployment = tree.resource("Deployment", "reviews");
  EXPECT_EQ(emit(deployment.at("metadata.labels")), "a: \"1\"\nb: \"2\"\nc: \"3\"\n");
  EXPECT_EQ(emit(deployment.at("spec.template.metadata.labels")), "b: \"2\"\nc: \"3\"\n");
  EXPECT_EQ(emit(deployment.at("spec.selector.matchLabels")), "c: \"3\"\n");
  EXPECT_EQ(emit(tree.resource("Service", "reviews").at("spec.selector")),
            "app: reviews\nc: \"3\"\n");
}

TEST(Kustomize, annotations_reach_the_pod_template) {
  const Tree tree(
      {{"kustomization.yaml", "resources: [deployment.yaml]\ncommonAnnotations: {owner: mesh}\n"},
       {"deployment.yaml", kDeployment}},
      "");
  const model::Resource deployment = tree.resource("Deployment", "reviews");
  EXPECT_EQ(deployment.at("metadata.annotations.owner").text(), "mesh");
  EXPECT_EQ(deployment.at("spec.template.metadata.annotations.owner").text(), "mesh");
}

TEST(Kustomize, replicas_without_a_count_are_none) {
  const Tree tree(
      {{"kustomization.yaml", "resources: [deployment.yaml]\nreplicas:\n- name: reviews\n"},
       {"deployment.yaml", kDeployment}},
      "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("Deployment", "reviews").at("spec.replicas").as_int(), 0);
}

TEST(Kustomize, replicas_are_set_by_any_name_that_the_resource_had) {
  const Tree tree({{"base/kustomization.yaml", "namePrefix: a-\nresources: [deployment.yaml]\n"},
                   {"base/deployment.yaml", kDeployment},
                   {"kustomization.yaml",
                    "resources: [base]\nreplicas:\n- {name: reviews, count: 3}\n"
                    "- {name: a-review, count: 4}\n"}},
                  "");
  EXPECT_EQ(tree.resource("Deployment", "a-reviews").at("spec.replicas").as_int(), 3);
  EXPECT_EQ(tree.problems(), Lines{"kustomization.yaml:4:10: no Deployment, StatefulSet or the "
                                   "like is named \"a-review\"; did you mean \"a-reviews\"?"});
}

TEST(Kustomize, references_follow_renamed_core_objects_but_not_custom_ones) {
  const Tree tree(
      {{"kustomization.yaml", "namePrefix: x-\nresources: [all.yaml, route.yaml]\n"},
       {"all.yaml", std::string(kDeployment) +
                        "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reviews}\n"},
       {"route.yaml", kRoute}},
      "");
  const yaml::Node account =
      tree.resource("Deployment", "x-reviews").at("spec.template.spec.serviceAccountName");
  EXPECT_EQ(account.text(), "x-reviews");
  EXPECT_EQ(tree.place(account), "all.yaml:8:27");
  EXPECT_EQ(tree.resource("VirtualService", "x-reviews").at("spec.hosts[0]").text(), "reviews");
}

TEST(Kustomize, references_that_cannot_be_followed_are_refused) {
  const Tree tree(
      {{"kustomization.yaml", "resources: [all.yaml]\n"},
       {"all.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{configMap: b}]}\n"
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\n"
        "metadata: {name: c}\nsubjects:\n- kind: ServiceAccount\n  Name: d\n"
        "- {kind: ServiceAccount, name: e, namespace: ''}\n"
        "- {kind: ServiceAccount, name: f, namespace: 5}\n"}},
      "");
  EXPECT_EQ(tree.problems(),
            (Lines{"all.yaml:4:30: `spec.volumes[0].configMap` of Pod a is a single value, but "
                   "`nameReference` expects a mapping or a list",
                   "all.yaml:10:3: `subjects` of RoleBinding c has no `name`; kustomize rejects it",
                   "all.yaml:13:46: the namespace of \"f\" isn't a string; kustomize rejects it"}));
}

TEST(Kustomize, what_json_cannot_say_is_refused) {
  const Tree tree({{"kustomization.yaml", "resources: [all.yaml]\n"},
                   {"all.yaml",
                    "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\n"
                    "metadata: {name: a}\nspec:\n  portLevelMtls:\n    8080: {mode: DISABLE}\n"
                    "---\napiVersion: v1\nkind: Other\nmetadata: {name: b}\nlimit: .inf\n"
                    "---\napiVersion: v1\nkind: Other\nmetadata:\n  name: unprinted\n"
                    "  annotations: {config.kubernetes.io/local-config: 'true'}\nlimit: {1: 2}\n"}},
                  "");
  EXPECT_EQ(
      tree.problems(),
      (Lines{"all.yaml:6:5: the key `8080` isn't a string and kustomize rejects it; write \"8080\"",
             "all.yaml:11:8: `.inf` isn't a number in JSON; kustomize rejects it"}));
}

TEST(Kustomize, keys_of_a_json_patch_become_texts) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [service.yaml]\npatches:\n- target: {kind: Service}\n  patch: |-\n"
                    "    - {op: add, path: /spec/ports/0, value: {8080: [{9090: a}]}}\n"},
                   {"service.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("Service", "reviews").at("spec.ports[0].8080[0].9090").text(), "a");
}

TEST(Kustomize, a_generator_needs_a_name) {
  const Tree tree({{"kustomization.yaml",
                    "configMapGenerator:\n- literals: [a=b]\nsecretGenerator:\n- name: ''\n"}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"kustomization.yaml:2:3: the generated object has no `name`; add one",
                   "kustomization.yaml:4:9: the generated object has no `name`; add one"}));
}

TEST(Kustomize, generated_objects_have_their_literals_and_files) {
  const Tree tree({{"kustomization.yaml",
                    "generatorOptions: {disableNameSuffixHash: true,\n  labels: {made: here}}\n"
                    "configMapGenerator:\n- name: istio\n  literals:\n  - mesh=\"on\"\n"
                    "  files:\n  - m.yaml=mesh.yaml\n"
                    "secretGenerator:\n- name: s\n  literals: [user=admin]\n"
                    "resources: [deployment.yaml]\n"},
                   {"deployment.yaml", kDeployment},
                   {"mesh.yaml", "enableTracing: true\n"}},
                  "");
  const model::Resource map = tree.resource("ConfigMap", "istio");
  EXPECT_EQ(map.root["data"]["mesh"].text(), "on");
  EXPECT_EQ(tree.place(map.root["data"]["mesh"]), "kustomization.yaml:6:11");
  EXPECT_EQ(map.root["data"]["m.yaml"].text(), "enableTracing: true\n");
  EXPECT_EQ(tree.place(map.root["data"]["m.yaml"]), "mesh.yaml:1:1");
  EXPECT_EQ(map.at("metadata.labels.made").text(), "here");
  EXPECT_EQ(tree.resource("Secret", "s").root["data"]["user"].text(), "YWRtaW4=");
}

TEST(Kustomize, generators_merge_into_objects_of_a_base) {
  const Tree tree({{"base/kustomization.yaml",
                    "configMapGenerator:\n- name: c\n  literals: [a=1, b=1]\n"
                    "  options: {disableNameSuffixHash: true}\n"},
                   {"kustomization.yaml",
                    "resources: [base]\nconfigMapGenerator:\n"
                    "- name: c\n  behavior: merge\n  literals: [b=2]\n"
                    "- name: d\n  behavior: merge\n  literals: [b=2]\n"}},
                  "");
  const model::Resource map = tree.resource("ConfigMap", "c");
  EXPECT_EQ(emit(map.root["data"]), "a: \"1\"\nb: \"2\"\n");
  EXPECT_EQ(tree.problems(), Lines{"kustomization.yaml:6:9: `behavior: merge` needs an existing "
                                   "ConfigMap d; did you mean \"c\"?"});
}

// ---- What is not executed.

TEST(Kustomize, what_is_not_executed_is_named_and_opens_the_world) {
  const Tree tree({{"kustomization.yaml",
                    "resources:\n- https://github.com/acme/base?ref=v1\n- own.yaml\n"
                    "helmCharts:\n- name: istiod\n  version: 1.22.1\n"
                    "validators:\n- check.yaml\n"
                    "patches:\n- target: {kind: Deployment, name: elsewhere}\n"
                    "  patch: '- {op: remove, path: /spec}'\n"},
                   {"own.yaml", kRoute}},
                  "");
  EXPECT_EQ(tree.unresolved(),
            (Lines{"kustomization.yaml:2:3: https://github.com/acme/base?ref=v1: remote base, "
                   "not fetched",
                   "kustomization.yaml:5:3: istiod: Helm chart, not rendered",
                   "kustomization.yaml:8:3: check.yaml: validator plugin, not executed"}));
  EXPECT_TRUE(tree.problems().empty()) << tree.problems().front();
}

// ---- Problems, each once and where it is.

TEST(Kustomize, missing_files_come_with_the_nearest_neighbour) {
  const Tree tree({{"kustomization.yaml",
                    "resources:\n- istiod/aplication.yaml\n- bse\n- nothing.yaml\n- plain\n"
                    "patches:\n- path: ptch.yaml\n"},
                   {"istiod/application.yaml", kRoute},
                   {"base/kustomization.yaml", "resources: [s.yaml]\n"},
                   {"base/s.yaml", kService},
                   {"plain/s.yaml", kService},
                   {"patch.yaml", kService}},
                  "");
  EXPECT_EQ(
      tree.problems(),
      (Lines{
          "kustomization.yaml:2:3: resource \"istiod/aplication.yaml\" not found; did you mean "
          "\"istiod/application.yaml\"?",
          "kustomization.yaml:3:3: resource \"bse\" not found; did you mean \"base\"?",
          "kustomization.yaml:4:3: resource \"nothing.yaml\" not found",
          "kustomization.yaml:5:3: folder \"plain\" has no kustomization.yaml; add one "
          "or list its files",
          "kustomization.yaml:7:9: patch \"ptch.yaml\" not found; did you mean \"patch.yaml\"?"}));
}

TEST(Kustomize, paths_may_not_leave_the_folder) {
  const Tree tree(
      {{"a/kustomization.yaml", "resources:\n- ../s.yaml\n- ../../far\n- /etc/passwd\n"},
       {"s.yaml", kService}},
      "a");
  EXPECT_EQ(tree.problems(),
            (Lines{"a/kustomization.yaml:2:3: resource \"../s.yaml\" is outside this "
                   "kustomization's folder; kustomize rejects it",
                   "a/kustomization.yaml:3:3: resource \"../../far\" is outside the repository",
                   "a/kustomization.yaml:4:3: resource \"/etc/passwd\" is an absolute path; "
                   "kustomize rejects it"}));
}

TEST(Kustomize, cycles_are_cut_where_they_close) {
  const Tree tree({{"a/kustomization.yaml", "resources: [../b]\n"},
                   {"b/kustomization.yaml", "resources: [../a]\n"},
                   {"c/d/kustomization.yaml", "resources: [../../c]\n"},
                   {"c/kustomization.yaml", "resources: [s.yaml]\n"},
                   {"c/s.yaml", kService}},
                  "a");
  ASSERT_EQ(tree.build().problems.size(), 1u);
  EXPECT_EQ(tree.build().problems[0].kind, kustomize::kIncludeCycle);
  EXPECT_EQ(tree.problems(),
            Lines{"b/kustomization.yaml:1:13: \"../a\" includes itself through b"});
  // An ancestor counts as a cycle as well, whatever it holds.
  const Build inner = build_kustomization(tree.workspace(), "c/d");
  ASSERT_EQ(inner.problems.size(), 1u);
  EXPECT_EQ(inner.problems[0].kind, kustomize::kIncludeCycle);
}

TEST(Kustomize, duplicates_name_both_places) {
  const Tree tree(
      {{"kustomization.yaml", "resources:\n- a.yaml\n- ./a.yaml\n- b.yaml\n- one\n- two\n"},
       {"a.yaml", kService},
       {"b.yaml",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: reviews\n"
        "  namespace: default\n"},
       {"one/kustomization.yaml", "resources: [../base]\n"},
       {"two/kustomization.yaml", "resources: [../base]\n"},
       {"base/kustomization.yaml", "resources: [r.yaml, d.yaml]\n"},
       {"base/r.yaml", kRoute},
       {"base/d.yaml", kDeployment}},
      "");
  EXPECT_EQ(tree.problems(),
            (Lines{"b.yaml:4:9: duplicate resource Service default/reviews; remove or rename one",
                   "kustomization.yaml:3:3: duplicate entry \"./a.yaml\"; delete one",
                   "kustomization.yaml:6:3: \"two\" duplicates VirtualService reviews and 1 more; "
                   "include each source only once"}));
  EXPECT_EQ(tree.place(tree.build().problems[0].related[0].at), "a.yaml:4:9");
  EXPECT_EQ(tree.place(tree.build().problems[1].related[0].at), "kustomization.yaml:2:3");
  EXPECT_EQ(tree.place(tree.build().problems[2].related[0].at), "kustomization.yaml:5:3");
  EXPECT_EQ(tree.build().resources.size(), 3u);
}

TEST(Kustomize, a_namespace_that_makes_two_of_a_kind_is_a_duplicate) {
  const Tree tree({{"kustomization.yaml", "namespace: shop\nresources: [a.yaml]\n"},
                   {"a.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: x}\n---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: y}\n"}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{"kustomization.yaml:1:12: namespace \"shop\" turns two "
                                   "resources into ConfigMap shop/c"});
}

TEST(Kustomize, components_and_resources_are_told_apart) {
  const Tree tree({{"kustomization.yaml", "resources: [c]\ncomponents: [b]\n"},
                   {"c/kustomization.yaml", "kind: Component\nresources: [s.yaml]\n"},
                   {"c/s.yaml", kService},
                   {"b/kustomization.yaml", "resources: [s.yaml]\n"},
                   {"b/s.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"kustomization.yaml:1:13: \"c\" is a Component; list it under `components`",
                   "kustomization.yaml:2:14: \"b\" isn't a Component; list it under `resources`"}));
}

TEST(Kustomize, a_component_alone_has_to_bring_what_it_patches) {
  const std::string component =
      "kind: Component\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Service\n"
      "    metadata: {name: reviews}\n    spec: {clusterIP: None}\n";
  const Tree alone({{"kustomization.yaml", component}}, "");
  EXPECT_EQ(alone.problems(),
            Lines{"kustomization.yaml:6:22: Service \"reviews\" not found in this kustomization"});
  const Tree included({{"kustomization.yaml", "resources: [x.yaml]\ncomponents: [c]\n"},
                       {"x.yaml", kService},
                       {"c/kustomization.yaml", component}},
                      "");
  EXPECT_EQ(included.problems(), Lines{});
}

// kustomize 5.8.1 keeps one node for a new label, and what changes it in one place changes all.
TEST(Kustomize, a_new_label_is_one_value_wherever_it_stands) {
  const std::string base =
      "resources: [s.yaml]\nlabels:\n- pairs: {env: dev}\n  includeSelectors: true\n";
  const auto built = [&](const std::string& overlay) {
    const Tree tree({{"base/kustomization.yaml", base},
                     {"base/s.yaml", kService},
                     {"over/kustomization.yaml", "resources: [../base]\n" + overlay}},
                    "over");
    const yaml::Node root = tree.resource("Service", "reviews").root;
    return std::string(root.at("metadata.labels.env").text()) + ' ' +
           std::string(root.at("spec.selector.env").text());
  };
  const std::string patch =
      "patches:\n- patch: |\n    apiVersion: v1\n    kind: Service\n"
      "    metadata: {name: reviews, labels: {env: test}}\n";
  EXPECT_EQ(built(""), "dev dev");
  EXPECT_EQ(built(patch), "test test");
  EXPECT_EQ(built("labels:\n- pairs: {env: prod}\n"), "prod prod");
  EXPECT_EQ(built("replacements:\n- sourceValue: x\n  targets:\n  - select: {kind: Service}\n"
                  "    fieldPaths: [spec.selector.env]\n"),
            "x x");
  // A JSON patch makes a tree of its own.
  EXPECT_EQ(built("patches:\n- target: {kind: Service}\n  patch: |\n"
                  "    - {op: replace, path: /metadata/labels/env, value: test}\n"),
            "test dev");
}

TEST(Kustomize, texts_of_a_kustomization_stay_strings) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [s.yaml]\ncommonAnnotations: {day: 2020-01-01, none: null}\n"},
                   {"s.yaml", kService}},
                  "");
  EXPECT_NE(tree.text().find("    day: \"2020-01-01\"\n    none: \"\"\n"), std::string::npos);
}

TEST(Kustomize, bad_resources_are_left_out) {
  const Tree tree({{"kustomization.yaml", "resources: [a.yaml, b/kustomization.yaml]\n"},
                   {"a.yaml",
                    "metadata: {name: x}\n---\n"
                    "apiVersion: v1\nkind: Service\nmetadata: {labels: {a: b}}\n---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"
                    "---\n- a\n"},
                   {"b/kustomization.yaml", "resources: []\n"}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"a.yaml:1:1: the resource has no `kind`; add one",
                   "a.yaml:5:1: the resource has no `metadata.name`; add one",
                   "a.yaml:11:1: this document is a list, not a resource",
                   "b/kustomization.yaml:1:1: \"b/kustomization.yaml\" is a kustomization, not a "
                   "resource; list its folder instead"}));
  EXPECT_EQ(tree.build().resources.size(), 1U);
}

TEST(Kustomize, patch_entries_give_one_patch_with_a_target) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [s.yaml]\npatches:\n"
                    "- path: p.yaml\n  patch: x\n"
                    "- target: {kind: Service}\n"
                    "- patch: '- {op: remove, path: /spec}'\n"
                    "- patch: 'spec: {a: 1}'\n"
                    "- patch: 'a: [1'\n"
                    "- patch: '- {op: delete, path: /spec}'\n  target: {kind: Service}\n"
                    "- patch: '- {op: add, path: spec, value: 1}'\n  target: {kind: Service}\n"
                    "- patch: '- {op: remove, path: /spec}'\n  target: {name: 're(v'}\n"
                    "- patch: '- {op: remove, path: /spec}'\n  target: {labelSelector: 'a ~ b'}\n"},
                   {"s.yaml", kService},
                   {"p.yaml", kService}},
                  "");
  const Lines problems = tree.problems();
  ASSERT_EQ(problems.size(), 9u);
  EXPECT_EQ(problems[0],
            "kustomization.yaml:4:10: the patch has both `path` and `patch`; keep one");
  EXPECT_EQ(problems[1],
            "kustomization.yaml:5:3: the patch has neither `path` nor `patch`; add one");
  EXPECT_EQ(problems[2],
            "kustomization.yaml:6:10: a JSON patch doesn't name its resource; add a `target`");
  EXPECT_EQ(problems[3],
            "kustomization.yaml:7:11: the patch has no `kind`; kustomize needs it "
            "even with a `target`");
  EXPECT_EQ(problems[4].substr(0, 29), "kustomization.yaml:8:16: patc") << problems[4];
  EXPECT_EQ(problems[5],
            "kustomization.yaml:9:18: unknown `op: delete`; write add, remove, replace, move, copy "
            "or test");
  EXPECT_EQ(problems[6], "kustomization.yaml:11:29: `path: spec` does not start with `/`");
  EXPECT_EQ(problems[7],
            "kustomization.yaml:14:18: `name: re(v` isn't a regular expression: missing ): re(v");
  EXPECT_EQ(problems[8],
            "kustomization.yaml:16:27: `labelSelector: a ~ b` isn't a selector; write it like "
            "`a=b,c!=d`");
}

TEST(Kustomize, a_patch_that_begins_like_json_has_to_be_json) {
  const auto problems = [](const std::string& patch) {
    const Tree tree({{"kustomization.yaml",
                      "resources: [s.yaml]\npatches:\n- target: {kind: Service}\n  path: p.yaml\n"},
                     {"s.yaml", kService},
                     {"p.yaml", patch}},
                    "");
    return tree.problems();
  };
  EXPECT_EQ(problems("[{\"op\": \"remove\", \"path\": \"/spec\"}]"), Lines{});
  EXPECT_EQ(problems("- {op: remove, path: /spec}"), Lines{});
  EXPECT_EQ(problems(" [{op: remove, path: /spec}]"),
            Lines{"kustomization.yaml:4:9: a patch that begins with `[` must be JSON; quote its "
                  "keys and strings, or write a YAML list"});
}

// kustomize 5.8.1 copies such a patch for its targets, and labels with it as texts.
TEST(Kustomize, labels_of_a_patch_with_a_target_are_texts) {
  const std::string patch =
      "  patch: |\n    apiVersion: v1\n    kind: Service\n"
      "    metadata: {name: reviews, labels: {old: null, number: 5}}\n";
  const auto built = [&](const std::string& patches) {
    return Tree({{"kustomization.yaml", "resources: [s.yaml]\n" + patches},
                 {"s.yaml",
                  "apiVersion: v1\nkind: Service\n"
                  "metadata: {name: reviews, labels: {old: a}}\n"}},
                "");
  };
  const Tree by_name = built("patches:\n-" + patch.substr(1));
  EXPECT_FALSE(by_name.resource("Service", "reviews").root.at("metadata.labels.old"));
  EXPECT_EQ(by_name.problems(), Lines{});
  const Tree by_target = built("patches:\n- target: {kind: Service}\n" + patch);
  EXPECT_EQ(by_target.text(),
            "apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    number: \"5\"\n"
            "    old: \"null\"\n  name: reviews\n");
  EXPECT_EQ(
      by_target.problems(),
      Lines{"kustomization.yaml:7:45: kustomize sets `old` to the string \"null\"; use a JSON "
            "patch to remove it"});
}

TEST(Kustomize, a_resource_keeps_its_kind_and_name) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [s.yaml]\npatches:\n- target: {kind: Service}\n"
                    "  patch: '- {op: remove, path: /metadata/name}'\n"},
                   {"s.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{"s.yaml:1:1: a patch or replacement removed the resource's "
                                   "`metadata.name`; kustomize rejects it"});
}

TEST(Kustomize, missing_patch_targets_say_what_is_there) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [s.yaml]\npatches:\n"
                    "- target: {kind: Service, name: revews}\n"
                    "  patch: '- {op: remove, path: /spec}'\n"
                    "- target: {kind: Service, name: reviews, namespace: shop}\n"
                    "  patch: '- {op: remove, path: /spec}'\n"
                    "- target: {kind: Deployment}\n"
                    "  patch: '- {op: remove, path: /spec}'\n"
                    "- target: {kind: Deployment, labelSelector: a=b}\n"
                    "  patch: '- {op: remove, path: /spec}'\n"
                    "- patch: '{apiVersion: v1, kind: Service, metadata: {name: reviws}}'\n"
                    "- patch: '{apiVersion: v2, kind: Service, metadata: {name: reviews}}'\n"
                    "- patch: '{apiVersion: v1, kind: Service, metadata: {name: reviews, "
                    "namespace: x}}'\n"},
                   {"s.yaml", kService}},
                  "");
  EXPECT_EQ(
      tree.problems(),
      (Lines{
          "kustomization.yaml:3:33: patch target matches nothing: Service \"revews\"; did you mean "
          "\"reviews\"?",
          "kustomization.yaml:5:53: the namespace of Service \"reviews\" is none, not "
          "\"shop\"",
          "kustomization.yaml:7:18: patch target matches nothing: no Deployment in this "
          "kustomization",
          "kustomization.yaml:11:60: Service \"reviws\" not found in this kustomization; did you "
          "mean \"reviews\"?",
          "kustomization.yaml:12:24: Service reviews has apiVersion \"v1\" here, not \"v2\"",
          "kustomization.yaml:13:80: Service reviews has namespace none here, not \"x\""}));
}

TEST(Kustomize, an_empty_or_doubled_kustomization_is_refused) {
  const Tree tree({{"a/kustomization.yaml", "kind: Kustomization\n"},
                   {"b/kustomization.yaml", "resources: [../a]\n"},
                   {"b/Kustomization", "resources: []\n"}},
                  "b");
  EXPECT_EQ(tree.problems(),
            (Lines{"a/kustomization.yaml:1:1: the kustomization is empty; kustomize rejects it",
                   "b/kustomization.yaml:1:1: the folder also has \"Kustomization\"; kustomize "
                   "accepts only one kustomization file"}));
}

// ---- Hostile input.

TEST(Kustomize, deep_and_wide_inclusion_ends) {
  std::vector<std::pair<std::string, std::string>> files;
  // Each level includes the next one twice by two ways: 2^30 paths.
  for (int i = 0; i < 30; ++i) {
    const std::string next = std::to_string(i + 1);
    files.push_back({"l" + std::to_string(i) + "/kustomization.yaml",
                     "resources: [../a" + next + ", ../b" + next + "]\n"});
    for (const char* const side : {"a", "b"}) {
      files.push_back({side + next + "/kustomization.yaml", "resources: [../l" + next + "]\n"});
    }
  }
  files.push_back({"l30/kustomization.yaml", "resources: [s.yaml]\n"});
  files.push_back({"l30/s.yaml", kService});
  const Tree tree(std::move(files), "l0");
  EXPECT_EQ(tree.build().resources.size(), 1u);
  EXPECT_FALSE(tree.problems().empty());

  const Tree shallow({{"a/kustomization.yaml", "resources: [../b]\n"},
                      {"b/kustomization.yaml", "resources: [../c]\n"},
                      {"c/kustomization.yaml", "resources: [s.yaml]\n"},
                      {"c/s.yaml", kService}},
                     "a", {.include_depth = 2});
  ASSERT_EQ(shallow.build().problems.size(), 1u);
  EXPECT_EQ(shallow.build().problems[0].kind, yaml::kNestingProblem);
}

TEST(Kustomize, resources_are_bounded) {
  const Tree tree({{"kustomization.yaml", "resources: [a.yaml]\n"},
                   {"a.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"}},
                  "", {.resources = 2});
  EXPECT_EQ(tree.build().resources.size(), 2u);
  ASSERT_EQ(tree.build().problems.size(), 1u);
  EXPECT_EQ(tree.build().problems[0].kind, yaml::kSizeProblem);
}

TEST(Kustomize, nodes_are_bounded) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [a.yaml]\npatches:\n- target: {kind: ConfigMap}\n"
                    "  patch: '{kind: ConfigMap, metadata: {name: x}, data: {a: b, c: d}}'\n"},
                   {"a.yaml",
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n"
                    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n"}},
                  "", {.nodes = 20});
  EXPECT_EQ(tree.build().resources.size(), 2u);
  EXPECT_TRUE(tree.resource("ConfigMap", "a").root["data"]);
  EXPECT_FALSE(tree.resource("ConfigMap", "b").root["data"]);
  EXPECT_EQ(tree.problems(),
            Lines{"kustomization.yaml:4:12: the build gets too large here; the rest is not built"});
}

TEST(Kustomize, many_patches_of_many_resources_take_no_square_of_time) {
  constexpr int kCount = 4000;
  std::string resources;
  std::string patches = "resources: [a.yaml]\npatches:\n";
  for (int i = 0; i < kCount; ++i) {
    const std::string name = "c" + std::to_string(i);
    resources += "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
    patches += "- target: {kind: ConfigMap, name: " + name +
               "}\n  patch: '- {op: add, path: /data, value: {a: b}}'\n";
  }
  const Tree tree({{"kustomization.yaml", patches}, {"a.yaml", resources}}, "");
  ASSERT_EQ(tree.build().resources.size(), static_cast<std::size_t>(kCount));
  EXPECT_EQ(tree.build().resources.back().at("data.a").text(), "b");
}

// ---- Places of the user's own.

TEST(Kustomize, configurations_add_places_and_references) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [service.yaml, route.yaml]\nnamePrefix: a-\n"
                    "configurations: [places.yaml]\ncommonLabels: {team: shop}\n"},
                   {"places.yaml",
                    "nameReference:\n- kind: Service\n  fieldSpecs:\n"
                    "  - {path: spec/http/route/destination/host, kind: VirtualService}\n"
                    "commonLabels:\n- {path: spec/labels, kind: VirtualService, create: true}\n"},
                   {"service.yaml", kService},
                   {"route.yaml", kRoute}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  const model::Resource route = tree.resource("VirtualService", "a-reviews");
  EXPECT_EQ(route.at("spec.http[0].route[0].destination.host").text(), "a-reviews");
  EXPECT_EQ(route.at("spec.labels.team").text(), "shop");
}

TEST(Kustomize, a_place_of_one_kind_hides_the_shipped_one_of_all_kinds) {
  constexpr const char* kPlaces =
      "namePrefix:\n- {path: metadata/name, kind: VirtualService}\n"
      "commonLabels:\n- {path: metadata/labels, kind: VirtualService, create: true}\n";
  const Tree tree({{"kustomization.yaml",
                    "resources: [service.yaml, route.yaml]\nnamePrefix: a-\n"
                    "configurations: [places.yaml]\ncommonLabels: {team: shop}\n"},
                   {"places.yaml", kPlaces},
                   {"service.yaml", kService},
                   {"route.yaml", kRoute}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("VirtualService", "a-reviews").at("metadata.labels.team").text(), "shop");
  const model::Resource service = tree.resource("Service", "reviews");
  EXPECT_FALSE(service.at("metadata.labels"));
  EXPECT_EQ(service.at("spec.selector.team").text(), "shop");
}

TEST(Kustomize, a_place_of_one_kind_hides_nothing_that_a_base_has_brought) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [base, route.yaml]\nnamePrefix: a-\n"
                    "configurations: [places.yaml]\n"},
                   {"base/kustomization.yaml", "resources: [service.yaml]\n"},
                   {"base/service.yaml", kService},
                   {"places.yaml", "namePrefix:\n- {path: metadata/name, kind: VirtualService}\n"},
                   {"route.yaml", kRoute}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("Service", "a-reviews").name, "a-reviews");
  // Both places fit it.
  EXPECT_EQ(tree.resource("VirtualService", "a-a-reviews").name, "a-a-reviews");
}

TEST(Kustomize, after_a_component_places_of_one_kind_hide_those_of_all_kinds) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [base, service.yaml]\nconfigurations: [places.yaml]\n"
                    "components: [part]\ncommonAnnotations: {team: shop}\n"},
                   {"base/kustomization.yaml", "resources: [route.yaml]\n"},
                   {"base/route.yaml", kRoute},
                   {"part/kustomization.yaml",
                    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                    "commonAnnotations: {part: a}\n"},
                   {"places.yaml",
                    "commonAnnotations:\n"
                    "- {path: metadata/annotations, kind: VirtualService, create: true}\n"},
                   {"service.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  const model::Resource service = tree.resource("Service", "reviews");
  EXPECT_EQ(service.at("metadata.annotations.part").text(), "a");
  EXPECT_FALSE(service.at("metadata.annotations.team"));
  const model::Resource route = tree.resource("VirtualService", "reviews");
  EXPECT_EQ(route.at("metadata.annotations.team").text(), "shop");
}

TEST(Kustomize, fields_of_labels_hide_more_general_ones) {
  const auto tree = [](const std::string& field) {
    return Tree({{"kustomization.yaml",
                  "resources: [service.yaml, route.yaml]\nlabels:\n- pairs: {team: shop}\n"
                  "  fields: [" +
                      field + "]\n"},
                 {"service.yaml", kService},
                 {"route.yaml", kRoute}},
                "");
  };
  const Tree hidden = tree("{path: metadata/labels, kind: VirtualService, create: true}");
  EXPECT_EQ(hidden.problems(), Lines{});
  EXPECT_FALSE(hidden.resource("Service", "reviews").at("metadata.labels"));
  EXPECT_TRUE(hidden.resource("VirtualService", "reviews").at("metadata.labels"));
  EXPECT_EQ(tree("{path: metadata/labels}").problems(),
            Lines{"kustomization.yaml:4:11: `metadata/labels` is already listed with another "
                  "`create`; use the same for both"});
}

TEST(Kustomize, values_of_another_kind_at_a_place_are_refused) {
  const auto problems = [](const std::string& places, const std::string& more) {
    return Tree({{"kustomization.yaml",
                  "resources: [service.yaml]\nconfigurations: [places.yaml]\n" + more},
                 {"places.yaml", places},
                 {"service.yaml", kService}},
                "")
        .problems();
  };
  EXPECT_EQ(problems("namePrefix: [{path: spec/selector}]\n", "namePrefix: a-\n").size(), 1u);
  EXPECT_EQ(problems("commonLabels: [{path: metadata/name}]\n", "commonLabels: {a: b}\n").size(),
            1u);
  EXPECT_EQ(
      problems("replicas: [{path: spec/selector}]\n", "replicas: [{name: reviews, count: 2}]\n")
          .size(),
      1u);
}

TEST(Kustomize, a_place_that_is_created_is_written_where_nothing_was) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [service.yaml]\nconfigurations: [places.yaml]\nnamePrefix: a-\n"},
                   {"places.yaml",
                    "namePrefix:\n- {path: spec/owner, create: true}\n"
                    "- {path: 'spec/deep/list[]/name', create: true}\n"},
                   {"service.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  EXPECT_EQ(tree.resource("Service", "a-reviews").at("spec.owner").text(), "a-");
  EXPECT_EQ(emit(tree.resource("Service", "a-reviews").at("spec.deep")), "{}\n");
}

TEST(Kustomize, a_hidden_place_of_another_create_is_refused) {
  const Tree tree({{"kustomization.yaml", "resources: [r.yaml]\nconfigurations: [places.yaml]\n"},
                   {"places.yaml", "commonLabels:\n- {path: metadata/labels, kind: Service}\n"},
                   {"r.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{"kustomization.yaml:2:17: `metadata/labels` is already listed "
                                   "with another `create`; use the same for both"});
}

TEST(Kustomize, configurations_have_no_other_fields) {
  const Tree tree({{"kustomization.yaml", "resources: [s.yaml]\nconfigurations: [places.yaml]\n"},
                   {"places.yaml",
                    "namePrefx: []\nImages:\n- {path: spec/image, creat: true, Kind: Foo}\n"
                    "nameReference:\n- kind: Bar\n  fieldSpecs:\n"
                    "  - {path: spec/bar, kind: [], create: 'true', version: }\n"},
                   {"s.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"places.yaml:1:1: unknown field `namePrefx`; did you mean `namePrefix`?",
                   "places.yaml:3:22: unknown field `creat`; did you mean `create`?",
                   "places.yaml:7:28: `kind` isn't a string; kustomize rejects it",
                   "places.yaml:7:40: `create` isn't a bool; kustomize rejects it"}));
}

TEST(Kustomize, a_place_with_another_create_is_refused) {
  const Tree tree(
      {{"kustomization.yaml", "resources: [service.yaml]\nconfigurations: [places.yaml]\n"},
       {"places.yaml", "commonLabels:\n- {path: metadata/labels}\n"},
       {"service.yaml", kService}},
      "");
  EXPECT_EQ(tree.problems(), Lines{"places.yaml:2:3: `metadata/labels` is already listed with "
                                   "another `create`; use the same for both"});
}

TEST(Kustomize, merge_keys_of_the_first_openapi_count_instead_of_all_others) {
  constexpr const char* kSchema =
      "definitions:\n"
      "  v1.VirtualService:\n"
      "    properties:\n"
      "      spec: {properties: {http: {type: array, items: {type: object},\n"
      "        x-kubernetes-patch-strategy: merge, x-kubernetes-patch-merge-key: name}}}\n"
      "    x-kubernetes-group-version-kind:\n"
      "    - {group: networking.istio.io, version: v1, kind: VirtualService}\n";
  const Tree tree({{"kustomization.yaml",
                    "resources: [route.yaml, deployment.yaml]\nopenapi: {path: schema.yaml}\n"
                    "patches:\n"
                    "- patch: |\n"
                    "    {apiVersion: networking.istio.io/v1, kind: VirtualService,\n"
                    "     metadata: {name: shop}, spec: {http: [{name: b, timeout: 5s}]}}\n"
                    "- patch: |\n"
                    "    {apiVersion: apps/v1, kind: Deployment, metadata: {name: reviews},\n"
                    "     spec: {template: {spec: {containers: [{name: proxy, image: x}]}}}}\n"},
                   {"schema.yaml", kSchema},
                   {"deployment.yaml", kDeployment},
                   {"route.yaml",
                    "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                    "metadata: {name: shop}\nspec: {http: [{name: a}, {name: b}]}\n"}},
                  "");
  EXPECT_EQ(emit(tree.resource("VirtualService", "shop").at("spec.http")),
            "- name: b\n  timeout: 5s\n- name: a\n");
  // Shipped types are gone then, as with the real tool.
  EXPECT_EQ(tree.resource("Deployment", "reviews").at("spec.template.spec.containers").size(), 1u);
}

TEST(Kustomize, an_openapi_that_comes_after_a_resource_adds_to_the_shipped_types) {
  constexpr const char* kSchema =
      "definitions:\n"
      "  v1.Rollout:\n"
      "    properties:\n"
      "      spec: {properties: {template: {$ref: "
      "'#/definitions/io.k8s.api.core.v1.PodTemplateSpec'}}}\n"
      "    x-kubernetes-group-version-kind:\n"
      "    - {group: argoproj.io, version: v1alpha1, kind: Rollout}\n";
  constexpr const char* kRollout =
      "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: reviews}\n"
      "spec: {template: {spec: {containers: [{name: app}]}}}\n";
  const Tree tree({{"kustomization.yaml", "resources: [r.yaml, d.yaml]\ncomponents: [part]\n"},
                   {"part/kustomization.yaml",
                    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                    "openapi: {path: schema.yaml}\npatches:\n"
                    "- target: {kind: Rollout|Deployment}\n  patch: |\n"
                    "    kind: any\n    metadata: {name: any}\n"
                    "    spec: {template: {spec: {containers: [{name: proxy, image: x}]}}}\n"},
                   {"part/schema.yaml", kSchema},
                   {"r.yaml", kRollout},
                   {"d.yaml", kDeployment}},
                  "");
  EXPECT_EQ(tree.problems(), Lines{});
  for (const char* kind : {"Rollout", "Deployment"}) {
    EXPECT_EQ(tree.resource(kind, "reviews").at("spec.template.spec.containers").size(), 2u)
        << kind;
  }
}

TEST(Kustomize, a_null_where_a_place_names_a_list_is_an_empty_list) {
  const Tree tree(
      {{"kustomization.yaml", "resources: [d.yaml]\nimages: [{name: app, newTag: \"2\"}]\n"},
       {"d.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"
        "spec: {template: {spec: {initContainers: null, containers: [{image: app}]}}}\n"}},
      "");
  EXPECT_EQ(emit(tree.resource("Deployment", "d").at("spec.template.spec")),
            "containers:\n- image: app:2\ninitContainers: []\n");
}

TEST(Kustomize, keys_that_lose_their_quotes_and_are_no_text_then_are_refused) {
  const auto told = [](const std::string& key, const char* at) {
    return std::string(at) + "kustomize drops the quotes of the key `" + key +
           "` and rejects it as a non-string; rename it";
  };
  const Tree labels({{"kustomization.yaml",
                      "resources: [s.yaml]\nlabels:\n- pairs: {\"1\": a, \"yes\": b, v1: c}\n"},
                     {"s.yaml", kService}},
                    "");
  EXPECT_EQ(labels.problems(), Lines{told("1", "kustomization.yaml:3:11: ")});
  const Tree dates(
      {{"kustomization.yaml", "configMapGenerator:\n- name: a\n  literals: [2026-01-01=x, v=1]\n"}},
      "");
  EXPECT_EQ(dates.problems(), Lines{told("2026-01-01", "kustomization.yaml:3:14: ")});
}

TEST(Kustomize, a_namespace_of_another_group_keeps_its_name) {
  const Tree tree({{"kustomization.yaml", "resources: [n.yaml]\nnamespace: shop\n"},
                   {"n.yaml",
                    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n"
                    "apiVersion: eventhub.azure.com/v1\nkind: Namespace\nmetadata: {name: b}\n"}},
                  "");
  EXPECT_EQ(tree.build().resources.at(0).name, "shop");
  EXPECT_EQ(tree.build().resources.at(1).name, "b");
  EXPECT_EQ(tree.build().resources.at(1).ns, "shop");
}

// ---- What is silent with the real tool.

TEST(Kustomize, a_custom_resources_list_that_a_partial_item_replaces_is_told) {
  const auto patched = [](const std::string& item) {
    return Tree({{"kustomization.yaml",
                  "resources: [route.yaml]\npatches:\n- patch: |\n"
                  "    apiVersion: networking.istio.io/v1\n"
                  "    kind: VirtualService\n"
                  "    metadata: {name: reviews}\n"
                  "    spec:\n"
                  "      http:\n"
                  "      - " +
                      item + "\n"},
                 {"route.yaml", kRoute}},
                "")
        .problems();
  };
  EXPECT_EQ(patched("timeout: 5s"), Lines{"kustomization.yaml:9:9: this item has no `route`, but "
                                          "the patch replaces the whole list"});
  EXPECT_EQ(patched("{timeout: 5s, route: []}"), Lines{});
}

TEST(Kustomize, a_patch_that_says_what_is_there_is_told) {
  const Tree tree({{"kustomization.yaml",
                    "resources: [service.yaml]\npatches:\n- path: patch.yaml\n- path: empty.yaml\n"
                    "- target: {kind: Service}\n"
                    "  patch: '- {op: replace, path: /spec/ports/0/port, value: 9080}'\n"},
                   {"patch.yaml",
                    "apiVersion: v1\nkind: Service\nmetadata: {name: reviews}\n"
                    "spec: {selector: {app: reviews}}\n"},
                   {"empty.yaml", "# nothing\n"},
                   {"service.yaml", kService}},
                  "");
  EXPECT_EQ(tree.problems(),
            (Lines{"kustomization.yaml:4:9: the patch is empty and changes nothing",
                   "kustomization.yaml:6:11: patch changes nothing in Service reviews; delete it",
                   "patch.yaml:1:1: patch changes nothing in Service reviews; delete it"}));
}

TEST(Kustomize, an_image_that_nobody_runs_is_told_but_in_a_component) {
  const Tree tree(
      {{"kustomization.yaml",
        "resources: [deployment.yaml]\ncomponents: [part]\n"
        "images: [{name: review, newTag: v2}, {name: reviews, tagSuffix: -x}]\n"},
       {"part/kustomization.yaml", "kind: Component\nimages: [{name: other, newTag: v2}]\n"},
       {"deployment.yaml", kDeployment}},
      "");
  EXPECT_EQ(tree.problems(),
            Lines{"kustomization.yaml:3:17: no container here runs the image \"review\""});
  // The real tool passes twice, and adds a suffix twice.
  EXPECT_EQ(
      tree.resource("Deployment", "reviews").at("spec.template.spec.containers[0].image").text(),
      "reviews:1.0-x-x");
}

// ---- What a build reports.

TEST(Kustomize, build_metadata_names_files_and_transformers) {
  const Tree tree(
      {{"base/kustomization.yaml", "resources: [service.yaml]\nnamePrefix: a-\n"},
       {"base/service.yaml", kService},
       {"top/kustomization.yaml",
        "resources: [../base]\nnameSuffix: -b\n"
        "configMapGenerator: [{name: c, options: {disableNameSuffixHash: true}}]\n"
        "buildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]\n"}},
      "top");
  EXPECT_EQ(emit(tree.resource("Service", "a-reviews-b").root["metadata"]),
            "annotations:\n"
            "  alpha.config.kubernetes.io/transformations: |\n"
            "    - configuredIn: ../base/kustomization.yaml\n"
            "      configuredBy:\n"
            "        apiVersion: builtin\n"
            "        kind: PrefixTransformer\n"
            "    - configuredIn: kustomization.yaml\n"
            "      configuredBy:\n"
            "        apiVersion: builtin\n"
            "        kind: SuffixTransformer\n"
            "  config.kubernetes.io/origin: |\n"
            "    path: ../base/service.yaml\n"
            "labels:\n"
            "  app.kubernetes.io/managed-by: kustomize-v5.8.1\n"
            "name: a-reviews-b\n");
  EXPECT_EQ(tree.resource("ConfigMap", "c-b")
                .root["metadata"]["annotations"]["config.kubernetes.io/origin"]
                .text(),
            "configuredIn: kustomization.yaml\nconfiguredBy:\n  apiVersion: builtin\n"
            "  kind: ConfigMapGenerator\n");
}

TEST(Kustomize, what_the_header_and_sort_options_say_wrongly_is_told) {
  const Tree tree({{"kustomization.yaml",
                    "apiVersion: kustomize.config.k8s.io/v1\nresources: [service.yaml]\n"
                    "sortOptions: {order: newest}\n"},
                   {"service.yaml", kService}},
                  "");
  EXPECT_EQ(
      tree.problems(),
      (Lines{"kustomization.yaml:1:13: unknown apiVersion \"kustomize.config.k8s.io/v1\"; for a "
             "Kustomization, write kustomize.config.k8s.io/v1beta1",
             "kustomization.yaml:3:22: `sortOptions` needs `order: legacy` or `order: fifo`"}));
}

TEST(Kustomize, histories_name_what_changed_a_resource) {
  const std::vector<Input> inputs = {
      {.path = "kustomization.yaml",
       .text = "resources: [service.yaml]\nnamePrefix: a-\ncommonLabels: {team: shop}\n"},
      {.path = "service.yaml", .text = kService}};
  const model::Workspace workspace = model::Workspace::load(inputs, {});
  const Build build = build_kustomization(workspace, "", {.keeps_history = true});
  ASSERT_EQ(build.histories.size(), 1u);
  ASSERT_EQ(build.histories[0].size(), 2u);
  EXPECT_EQ(build.histories[0][0].what, "namePrefix");
  EXPECT_EQ(build.histories[0][0].before, build.sources[0]);
  EXPECT_EQ(build.histories[0][1].what, "commonLabels");
}

TEST(Kustomize, an_overlay_of_argo_cd_counts_instead_of_the_files_own_fields) {
  const std::vector<Input> inputs = {
      {.path = "kustomization.yaml",
       .text = "resources: [service.yaml]\nnamePrefix: a-\ncommonLabels: {team: shop}\n"},
      {.path = "service.yaml", .text = kService},
      {.path = "overlay.yaml", .text = "namePrefix: b-\ncommonLabels: {tier: web}\n"}};
  const model::Workspace workspace = model::Workspace::load(inputs, {});
  const yaml::Node overlay = workspace.file("overlay.yaml")->yaml.documents.at(0).root;
  const Build build = build_kustomization(workspace, "", {.overlay = overlay});
  ASSERT_EQ(build.resources.size(), 1u);
  EXPECT_EQ(build.resources[0].name, "b-reviews");
  EXPECT_EQ(build.resources[0].at("metadata.labels.team").text(), "shop");
  EXPECT_EQ(build.resources[0].at("metadata.labels.tier").text(), "web");
}

}  // namespace
}  // namespace meshlint::kustomize
