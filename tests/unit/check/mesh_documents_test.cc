// MeshConfig, MeshNetworks and ProxyConfig, wherever they lie, are held to their facts.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "meshlint/meshlint.h"
#include "schema/facts.h"

namespace meshlint {
namespace {

std::string newest_istio() { return schema::to_string(schema::find_product("istio")->newest); }

// "LINE:COLUMN MESSAGE" of each finding in one file.
std::vector<std::string> findings_in(std::string_view text,
                                     const std::string& istio = newest_istio()) {
  Config config;
  config.targets["istio"] = istio;
  config.select = {"schema", "yaml"};
  const Result<Linter> linter = Linter::create(config);
  EXPECT_TRUE(linter);
  const std::vector<Input> inputs = {Input{.path = "mesh.yaml", .text = std::string(text)}};
  std::vector<std::string> found;
  for (const Finding& finding : linter->check(inputs).findings) {
    found.push_back(std::to_string(finding.place.line) + ':' +
                    std::to_string(finding.place.column) + ' ' + finding.message);
  }
  return found;
}

using Findings = std::vector<std::string>;

std::string config_map(std::string_view name, std::string_view data) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: " + std::string(name) +
         ", namespace: istio-system }\ndata:\n" + std::string(data);
}

TEST(MeshDocuments, misspelled_field_of_mesh_config_is_told_at_its_place) {
  const std::string data = "  mesh: |-\n    # logs\n    acessLogFile: /dev/stdout\n";
  const std::string message =
      "7:5 unknown field \"acessLogFile\" in MeshConfig; did you mean \"accessLogFile\"?";
  EXPECT_EQ(findings_in(config_map("istio", data)), Findings{message});
  EXPECT_EQ(findings_in(config_map("istio-1-30", data)), Findings{message});  // of a revision
  EXPECT_EQ(findings_in(config_map("shop", data)), Findings{});
}

TEST(MeshDocuments, field_of_a_later_version_is_told) {
  const std::string mesh = config_map(
      "istio",
      "  mesh: |-\n    defaultConfig:\n      statsCompression: true\n      concurrency: 2\n");
  EXPECT_EQ(findings_in(mesh, "1.28"),
            Findings{"7:7 `defaultConfig.statsCompression` needs Istio 1.29, this mesh installs "
                     "1.28 (the configuration)"});
  EXPECT_EQ(findings_in(mesh, "1.29"), Findings{});
}

TEST(MeshDocuments, field_that_is_gone_is_told) {
  const std::string mesh =
      config_map("istio", "  mesh: |-\n    defaultConfig: { parentShutdownDuration: 60s }\n");
  EXPECT_EQ(findings_in(mesh, "1.16"), Findings{});
  EXPECT_EQ(findings_in(mesh, "1.22"),
            Findings{"6:22 `defaultConfig.parentShutdownDuration` was removed in Istio 1.17, this "
                     "mesh installs 1.22 (the configuration)"});
}

// What such a version had and lost before 1.13 is not in the facts.
TEST(MeshDocuments, unknown_field_of_a_version_before_the_facts_is_left_alone) {
  const std::string mesh = config_map(
      "istio", "  mesh: |-\n    disablePolicyChecks: true\n    enableTracing: sometimes\n");
  const std::string wrong = "7:20 `enableTracing` is the string \"sometimes\", not a boolean";
  EXPECT_EQ(findings_in(mesh, "1.4.3"), Findings{wrong});
  EXPECT_EQ(findings_in(mesh, "1.13"),
            (Findings{"6:5 unknown field \"disablePolicyChecks\" in MeshConfig", wrong}));
}

TEST(MeshDocuments, mesh_config_is_decoded_as_protobuf_does_it) {
  const std::string_view accepted =
      "  mesh: |-\n"
      "    access_log_file: /dev/stdout\n"  // names of the .proto file
      "    accessLogEncoding: 1\n"          // the number of an enumeration's value
      "    mesh_mTLS: { min_protocol_version: TLSV1_3 }\n"
      "    defaultConfig:\n"
      "      concurrency: \"2\"\n"  // a number in quotes
      "      tracing: { sampling: \"12.5\", zipkin: { address: \"zipkin:9411\" } }\n"
      "      proxyMetadata: { ISTIO_META_DNS_CAPTURE: \"true\" }\n"
      "    extensionProviders:\n"
      "      - name: otel\n"
      "        opentelemetry: { service: otel.shop.svc.cluster.local, port: 4317 }\n"
      "      - { name: prometheus, prometheus: {} }\n"
      "    enableAutoMtls: null\n";
  EXPECT_EQ(findings_in(config_map("istio", accepted)), Findings{});

  const std::string_view refused =
      "  mesh: |-\n"
      "    enableAutoMtls: \"true\"\n"
      "    connect_timeout: 10\n"
      "    outboundTrafficPolicy: { mode: registry_only }\n"
      "    defaultConfig:\n"
      "      proxyMetadata: { ISTIO_META_DNS_CAPTURE: true }\n"
      "      tracing:\n"
      "        zipkin: { address: \"zipkin:9411\" }\n"
      "        open_census_agent: { address: \"agent:55678\" }\n";
  EXPECT_EQ(
      findings_in(config_map("istio", refused)),
      (Findings{
          "6:21 `enableAutoMtls` is the string \"true\", not a boolean; remove the quotes",
          "7:22 `connect_timeout` is the number 10, not a duration string; add a unit: \"10s\"",
          "8:36 \"registry_only\" is not a value of `outboundTrafficPolicy.mode`; did you mean "
          "\"REGISTRY_ONLY\"?",
          "10:48 true is a boolean, but `proxyMetadata.ISTIO_META_DNS_CAPTURE` needs a string; "
          "quote it: \"true\"",
          "13:9 `openCensusAgent` and `zipkin` exclude each other; keep one of them"}));
}

TEST(MeshDocuments, text_that_is_no_yaml_is_told) {
  EXPECT_EQ(findings_in(config_map("istio", "  mesh: |-\n    accessLogFile: [\n")).size(), 1U);
  EXPECT_EQ(findings_in(config_map("istio", "  mesh: \"\"\n  meshNetworks: \"networks: {}\"\n")),
            Findings{});
  EXPECT_EQ(findings_in(config_map("istio", "  mesh: just a text\n")),
            Findings{"5:9 MeshConfig is the string \"just a text\", not a mapping"});
}

TEST(MeshDocuments, values_that_are_filled_in_later_are_counted) {
  const Result<Linter> linter = Linter::create({});
  ASSERT_TRUE(linter);
  const std::vector<Input> inputs = {Input{.path = "mesh.yaml",
                                           .text = config_map("istio",
                                                              "  mesh: |\n"
                                                              "    enableTracing: ${TRACING}\n"
                                                              "    connectTimeout: $(TIMEOUT)\n"
                                                              "    accessLogFile: $(FILE)\n")}};
  const Outcome outcome = linter->check(inputs);
  ASSERT_EQ(outcome.unchecked.size(), 1u);
  EXPECT_EQ(outcome.unchecked[0].place.line, 6u);
  EXPECT_EQ(outcome.unchecked[0].what, "${TRACING}");
  EXPECT_EQ(outcome.unchecked[0].reason, "filled in by another tool, as is one more such value");
}

TEST(MeshDocuments, mesh_networks) {
  EXPECT_EQ(findings_in(config_map("istio",
                                   "  meshNetworks: |-\n"
                                   "    networks:\n"
                                   "      west:\n"
                                   "        endpoints: [{ fromRegistry: west }]\n"
                                   "        gateways:\n"
                                   "          - { address: 192.0.2.7, port: 15443 }\n"
                                   "      east:\n"
                                   "        endpoints: [{ from_cidr: 10.8.0.0/16 }]\n"
                                   "        gateways:\n"
                                   "          - registry_service_name: east.istio-system.svc\n"
                                   "            port: \"443\"\n")),
            Findings{});
  EXPECT_EQ(
      findings_in(config_map("istio",
                             "  meshNetworks: |-\n"
                             "    networks:\n"
                             "      west:\n"
                             "        endpoints: [{ fromRegistry: west, fromCidr: 10.0.0.0/8 }]\n"
                             "        gateway:\n"
                             "          - { address: 192.0.2.7, port: 15443 }\n"
                             "      east:\n"
                             "        gateways:\n"
                             "          - { address: 192.0.2.8, port: 70000 }\n"
                             "          - { address: 192.0.2.9 }\n")),
      (Findings{
          "8:43 `fromCidr` and `fromRegistry` exclude each other; keep one of them",
          "9:9 unknown field \"gateway\" in Network; did you mean \"gateways\"?",
          "13:41 `gateways.port` is 70000, above 65535",
          "14:15 an item of `networks.east.gateways` has no `port`, which is required; add it"}));
}

TEST(MeshDocuments, proxy_config_of_a_pod_template) {
  const auto deployment = [](std::string_view config) {
    return "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop "
           "}\nspec:\n"
           "  selector: { matchLabels: { app: web } }\n  template:\n    metadata:\n"
           "      labels: { app: web }\n      annotations:\n        proxy.istio.io/config: |\n" +
           std::string(config) + "    spec: { containers: [{ name: web, image: web:1 }] }\n";
  };
  EXPECT_EQ(findings_in(deployment("          holdApplicationUntilProxyStarts: true\n")),
            Findings{});
  EXPECT_EQ(findings_in(deployment("          concurrency: two\n          terminationDrain: 5s\n")),
            (Findings{"11:24 `concurrency` is the string \"two\", not an integer",
                      "12:11 unknown field \"terminationDrain\" in ProxyConfig"}));
  // Some other tool fills it in.
  EXPECT_EQ(findings_in(deployment("          concurrency: ${PROXY_THREADS}\n")), Findings{});
}

std::string application(std::string_view helm) {
  return "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
         "metadata: { name: istiod, namespace: argocd }\nspec:\n  project: default\n"
         "  destination: { server: https://kubernetes.default.svc, namespace: istio-system }\n"
         "  source:\n    repoURL: https://istio-release.storage.googleapis.com/charts\n"
         "    chart: istiod\n    targetRevision: 1.22.1\n    helm:\n" +
         std::string(helm);
}

TEST(MeshDocuments, values_of_the_chart_of_istiod) {
  EXPECT_EQ(findings_in(application("      parameters:\n"
                                    "        - name: meshConfig.acessLogFile\n"
                                    "          value: /dev/stdout\n"
                                    "        - name: meshConfig.defaultConfig.tracing.sampling\n"
                                    "          value: \"20\"\n"
                                    "        - name: pilot.somethingOfTheChart\n"
                                    "          value: \"1\"\n")),
            Findings{"13:17 unknown field \"acessLogFile\" in MeshConfig; did you mean "
                     "\"accessLogFile\"?"});
  EXPECT_EQ(
      findings_in(application("      values: |\n"
                              "        global:\n"
                              "          meshNetworks:\n"
                              "            west:\n"
                              "              endpoint: [{ fromRegistry: west }]\n"
                              "        meshConfig:\n"
                              "          accessLogEncoding: json\n")),
      (Findings{"16:15 unknown field \"endpoint\" in Network; did you mean \"endpoints\"?",
                "18:30 \"json\" is not a value of `accessLogEncoding`; did you mean \"JSON\"?"}));
}

// The name of a parameter is more than the field that it ends in.
TEST(MeshDocuments, no_fix_for_the_name_of_a_parameter) {
  Config config;
  config.select = {"schema"};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter);
  const std::vector<Input> inputs = {Input{
      .path = "mesh.yaml",
      .text = application("      parameters:\n"
                          "        - { name: meshConfig.acessLogFile, value: /dev/stdout1 }\n")}};
  const Outcome outcome = linter->check(inputs);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_TRUE(outcome.findings[0].fixes.empty());
}

// Rules read the fields under one name, whichever of the two is written.
TEST(MeshDocuments, rules_see_both_spellings) {
  Config config;
  config.select = {"reference/provider-not-found", "telemetry/access-log-file-unset",
                   "telemetry/sampling-out-of-range"};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter);
  const std::string mesh = config_map("istio",
                                      "  mesh: |-\n"
                                      "    access_log_file: /dev/stdout\n"
                                      "    default_config: { tracing: { sampling: 200 } }\n"
                                      "    extension_providers:\n"
                                      "      - name: otel\n"
                                      "        opentelemetry: { service: otel, port: 4317 }\n");
  const std::vector<Input> inputs = {
      Input{.path = "mesh.yaml", .text = mesh},
      Input{.path = "telemetry.yaml",
            .text = "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\n"
                    "metadata: { name: mesh, namespace: istio-system }\n"
                    "spec: { tracing: [{ providers: [{ name: otel }] }] }\n"}};
  const Outcome outcome = linter->check(inputs);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].rule, "telemetry/sampling-out-of-range");
  EXPECT_EQ(outcome.findings[0].place.line, 7U);
}

// What breaks with an upgrade is counted here as in any resource.
TEST(MeshDocuments, step_of_an_upgrade) {
  Config config;
  config.targets["istio"] = "1.18";
  config.select = {"schema"};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter);
  const std::vector<Input> inputs = {
      Input{.path = "install.yaml",
            .text = "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
                    "metadata: { name: mesh, namespace: istio-system }\n"
                    "spec: { hub: docker.io/istio, tag: 1.16.2 }\n"},
      Input{.path = "mesh.yaml",
            .text = config_map(
                "istio", "  mesh: |-\n    defaultConfig: { parentShutdownDuration: 60s }\n")}};
  const Outcome outcome = linter->check(inputs);
  ASSERT_EQ(outcome.findings.size(), 1U);
  ASSERT_FALSE(outcome.findings[0].notes.empty());
  EXPECT_EQ(outcome.findings[0].notes.back(),
            "starts with Istio 1.17; 1.16.2 is installed (install.yaml:4)");
}

// A place in the generated text is a place in the file that it was made of; and so is a fix.
TEST(MeshDocuments, generated_config_map) {
  Config config;
  config.select = {"schema"};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter);
  const std::string mesh = "defaultConfig:\n  concurency: 2\n";
  const std::vector<Input> inputs = {
      Input{.path = "kustomization.yaml",
            .text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
                    "namespace: istio-system\n"
                    "generatorOptions: { disableNameSuffixHash: true }\n"
                    "configMapGenerator: [{ name: istio, files: [mesh=mesh.yaml] }]\n"},
      Input{.path = "mesh.yaml", .text = mesh}};
  const Outcome outcome = linter->check(inputs);
  ASSERT_EQ(outcome.findings.size(), 1U);
  const Finding& finding = outcome.findings[0];
  EXPECT_EQ(finding.place.path, "mesh.yaml");
  EXPECT_EQ(finding.place.line, 2U);
  EXPECT_EQ(finding.place.column, 3U);
  ASSERT_EQ(finding.fixes.size(), 1U);
  const Edit& edit = finding.fixes[0].edits.at(0);
  EXPECT_EQ(mesh.substr(edit.begin, edit.end - edit.begin), "concurency");
}

TEST(MeshDocuments, step_of_an_upgrade_of_values) {
  Config config;
  config.targets["istio"] = "1.24";
  config.select = {"schema"};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter);
  std::string old = application(
      "      parameters:\n"
      "        - { name: meshConfig.defaultConfig.parentShutdownDuration, value: 60s }\n");
  old.replace(old.find("1.22.1"), 6, "1.15.0");
  const Outcome outcome =
      linter->check(std::vector<Input>{Input{.path = "mesh.yaml", .text = std::move(old)}});
  ASSERT_EQ(outcome.findings.size(), 1U);
  ASSERT_FALSE(outcome.findings[0].notes.empty());
  EXPECT_EQ(outcome.findings[0].notes.back(),
            "starts with Istio 1.17; 1.15.0 is installed (mesh.yaml:10)");
  ASSERT_EQ(outcome.upgrades.size(), 1U);
  std::size_t counted = 0;
  for (const UpgradeSummary::Step& step : outcome.upgrades[0].steps) counted += step.findings;
  EXPECT_EQ(counted, 1U);
}

std::string operator_with(std::string_view spec) {
  return "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n" + std::string(spec);
}

TEST(MeshDocuments, components_of_an_operator) {
  EXPECT_EQ(findings_in(operator_with("  components:\n"
                                      "    pilots: { enabled: true }\n"
                                      "    pilot:\n"
                                      "      k8s:\n"
                                      "        replicaCount: two\n"
                                      "        hpaSpec: { maxReplica: 5 }\n"
                                      "        resources: { requests: { cpu: 1, memory: 2Gi } }\n"
                                      "        overlays:\n"
                                      "          - { kind: Deployment, name: istiod, patchs: [] }\n"
                                      "    base: { hub: docker.io/istio }\n")),
            (Findings{"5:5 unknown field \"pilots\" in InstallComponents",
                      "8:23 `k8s.replicaCount` is the string \"two\", not an integer",
                      "9:20 unknown field \"maxReplica\" in HpaSpec; did you mean \"maxReplicas\"?",
                      "12:47 unknown field \"patchs\" in KubernetesOverlay; did you mean "
                      "\"patches\"?",
                      "13:13 unknown field \"hub\" in BaseComponentSpec; it belongs in `spec`"}));
  const std::string ztunnel = operator_with("  components:\n    ztunnel: { enabled: true }\n");
  EXPECT_EQ(findings_in(ztunnel, "1.18"), Findings{});
  EXPECT_EQ(findings_in(ztunnel, "1.17"),
            Findings{"5:5 `components.ztunnel` needs Istio 1.18, this mesh installs 1.17 "
                     "(the configuration)"});
  const std::string addons = operator_with("  addonComponents: { kiali: { enabled: true } }\n");
  EXPECT_EQ(findings_in(addons, "1.23"), Findings{});
  EXPECT_EQ(findings_in(addons, "1.24"),
            Findings{"4:3 `addonComponents` was removed in Istio 1.24, this mesh installs 1.24 "
                     "(the configuration)"});
}

TEST(MeshDocuments, values_of_an_operator) {
  const std::string values = operator_with(
      "  values:\n"
      "    pilot: { autoscaleMin: many, env: { A: true } }\n"
      "    global:\n"
      "      tag: 1.22\n"
      "      proxy: { resources: { limits: { cpu: 2 } }, seccompProfile: {} }\n"
      "      meshNetworks: { west: { gateways: [{ address: a.example.com, port: 443 }] } }\n"
      "      oldSetting: 1\n"
      "    meshConfig: { accessLogFiles: /dev/stdout }\n"
      "    cni: { excludeNamespaces: istio-system }\n");
  const std::string many = "5:28 `pilot.autoscaleMin` is the string \"many\", not an integer";
  const std::string mesh =
      "11:19 unknown field \"accessLogFiles\" in MeshConfig; did you mean \"accessLogFile\"?";
  const std::string cni =
      "12:31 `cni.excludeNamespaces` is the string \"istio-system\", not a list; write it as an "
      "item after `- `";
  // Which values the charts accept is known from 1.30 on.
  const Findings with_unknown = {many, "10:7 unknown field \"oldSetting\" in GlobalConfig", mesh,
                                 cni};
  EXPECT_EQ(findings_in(values, "1.22"), (Findings{many, mesh, cni}));
  EXPECT_EQ(findings_in(values, "1.29"), (Findings{many, mesh, cni}));
  EXPECT_EQ(findings_in(values, "1.30"), with_unknown);
  EXPECT_EQ(findings_in(values), with_unknown);
}

}  // namespace
}  // namespace meshlint
