// The first user's repository: its environments, its versions, and a copy broken on purpose, one
// mistake per rule, each of which has to be found at its line. Skipped where the shared folder is
// absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/meshlint.h"

namespace meshlint {
namespace {

namespace fs = std::filesystem;

const fs::path kCorpora = fs::path(MESHLINT_SHARED_DIR) / "corpora";

using Files = std::map<std::string, std::string>;  // path -> text

Files read_repository(const fs::path& root) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file()) continue;
    if (extension != ".yaml" && extension != ".yml" && extension != ".json") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files[entry.path().lexically_relative(root).generic_string()] =
        std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return files;
}

Outcome lint(const Files& files, const std::string& rule = "all") {
  Config config;
  config.select = {rule};
  config.repo_urls = {"https://github.com/nautible/nautible-plugin"};
  const Result<Linter> linter = Linter::create(config);
  std::vector<Input> inputs;
  for (const auto& [path, text] : files) inputs.push_back({.path = path, .text = text});
  return linter->check(inputs);
}

const EnvironmentSummary* environment(const Outcome& outcome, std::string_view name) {
  const auto at = std::ranges::find(outcome.environments, name, &EnvironmentSummary::name);
  return at == outcome.environments.end() ? nullptr : &*at;
}

TEST(Nautible, overlays_are_environments_of_istio_1_22_1) {
  const fs::path root = kCorpora / "nautible__nautible-plugin";
  if (!fs::exists(root)) GTEST_SKIP() << "no corpora at " << kCorpora;
  const Outcome outcome = lint(read_repository(root));
  for (const std::string_view name : {"service-mesh/overlays/aws", "service-mesh/overlays/azure"}) {
    const EnvironmentSummary* const overlay = environment(outcome, name);
    ASSERT_NE(overlay, nullptr) << name;
    EXPECT_EQ(overlay->istio_version, "1.22.1");
    EXPECT_EQ(overlay->istio_version_from, "service-mesh/base/istiod/application.yaml:19");
    // istio-root and the seven that its path renders; what jaeger and kiali pull in comes on top.
    EXPECT_EQ(overlay->applications, 8U) << name;
    EXPECT_GT(overlay->resources, 8U) << name;
  }
}

std::vector<Input> inputs_of(const Files& files) {
  std::vector<Input> inputs;
  for (const auto& [path, text] : files) inputs.push_back({.path = path, .text = text});
  return inputs;
}

TEST(Nautible, environments_list_every_application) {
  const fs::path root = kCorpora / "nautible__nautible-plugin";
  if (!fs::exists(root)) GTEST_SKIP() << "no corpora at " << kCorpora;
  // Neither a remote nor the configuration tells the URL: it is found from the paths.
  const EnvironmentList list = list_environments(inputs_of(read_repository(root)), Config());
  const auto applications_of = [&](std::string_view name) {
    std::vector<std::string> names;
    const auto at = std::ranges::find(list.environments, name, &EnvironmentInfo::name);
    if (at == list.environments.end()) return names;
    for (const ApplicationInfo& application : at->applications) names.push_back(application.name);
    return names;
  };
  const std::vector<std::string> mesh = {"istio-root",    "istio-operator", "istio-base", "istiod",
                                         "istio-ingress", "istio-egress",   "jaeger",     "kiali"};
  EXPECT_EQ(applications_of("service-mesh/overlays/aws"), mesh);
  EXPECT_EQ(applications_of("service-mesh/overlays/azure"), mesh);
  EXPECT_EQ(applications_of("app-ms/overlays/aws").size(), 9U);
  EXPECT_EQ(applications_of("app-ms/overlays/azure").size(), 9U);
  EXPECT_EQ(applications_of("observation/overlays/aws").size(), 9U);
}

// The patch of overlays/aws is a block scalar, whose values are Helm parameters of istio-ingress.
TEST(Nautible, a_mistake_in_a_parameter_of_a_patch_is_told_inside_of_its_text) {
  const fs::path root = kCorpora / "nautible__nautible-plugin";
  if (!fs::exists(root)) GTEST_SKIP() << "no corpora at " << kCorpora;
  struct Planted {
    std::string rule;
    std::string from;
    std::string to;
    std::string at;  // the value that the finding points at
  };
  const std::string kType =
      R"({"name": "gateways.istio-ingressgateway.type", "value": "NodePort"})";
  for (const Planted& planted : {
           Planted{"install/tag-not-pinned", "parameters/0\n        value: " + kType,
                   R"(parameters/-
        value: {"name": "global.tag", "value": "latest"})",
                   R"("latest")"},
           Planted{"install/hub-testing-registry", "parameters/0\n        value: " + kType,
                   R"(parameters/-
        value: {"name": "global.hub", "value": "gcr.io/istio-testing"})",
                   R"("gcr.io/istio-testing")"},
           Planted{"argocd/invalid-parameter", R"("gateways.istio-ingressgateway.ports[1].port")",
                   R"("gateways.istio-ingressgateway.ports[one].port")",
                   R"("gateways.istio-ingressgateway.ports[one].port")"},
       }) {
    Files files = read_repository(root);
    std::string& text = files["service-mesh/overlays/aws/kustomization.yaml"];
    const std::size_t found = text.find(planted.from);
    ASSERT_NE(found, std::string::npos) << planted.from;
    text.replace(found, planted.from.size(), planted.to);
    const std::size_t offset = text.find(planted.at);
    const std::size_t line_start = text.rfind('\n', offset) + 1;
    const Outcome outcome = lint(files, planted.rule);
    ASSERT_EQ(outcome.findings.size(), 1U) << planted.rule;
    const Place& place = outcome.findings[0].place;
    EXPECT_EQ(place.path, "service-mesh/overlays/aws/kustomization.yaml");
    EXPECT_EQ(place.begin, offset);
    EXPECT_EQ(place.end, offset + planted.at.size());
    EXPECT_EQ(place.line,
              std::count(text.begin(), text.begin() + static_cast<long>(offset), '\n') + 1);
    EXPECT_EQ(place.column, offset - line_start + 1);
    EXPECT_EQ(outcome.findings[0].environments,
              std::vector<std::string>{"service-mesh/overlays/aws"});
  }
}

TEST(Nautible, the_older_tree_is_checked_by_1_13_3) {
  const fs::path root = kCorpora / "nautible__nautible-plugin@1.13.3";
  if (!fs::exists(root)) GTEST_SKIP() << "no corpora at " << kCorpora;
  const Outcome outcome = lint(read_repository(root));
  const EnvironmentSummary* const mesh = environment(outcome, "service-mesh");
  ASSERT_NE(mesh, nullptr);
  EXPECT_EQ(mesh->istio_version, "1.13.3");
}

// One mistake: `from` becomes `to` in `path`, and the rule has to find it at the line that holds
// `at` in the broken file. With an empty `from` the file is replaced or made.
struct Mistake {
  std::string rule;
  std::string path;
  std::string from;
  std::string to;
  std::string at;
};

const std::string kIstiod = "service-mesh/base/istiod/application.yaml";
const std::string kIngress = "service-mesh/base/istio-ingress/application.yaml";
const std::string kEgress = "service-mesh/base/istio-egress/application.yaml";
const std::string kMesh = "service-mesh/base/kustomization.yaml";
const std::string kAws = "service-mesh/overlays/aws/kustomization.yaml";
const std::string kAzure = "service-mesh/overlays/azure/kustomization.yaml";
const std::string kAzurePolicy = "service-mesh/overlays/azure/validate-fdid.yaml";
const std::string kReviews = "app-bookinfo/networking/virtual-service-reviews.yaml";
const std::string kRatings = "app-bookinfo/networking/virtual-service-ratings.yaml";
const std::string kRules = "app-bookinfo/networking/destination-rule-all.yaml";
const std::string kGateway = "app-bookinfo/bookinfo-gateway/bookinfo-gateway.yaml";
const std::string kBookinfo = "app-bookinfo/application.yaml";

const std::string kHub = "        - name: 'global.hub'\n          value: 'docker.io/istio'\n";
const std::string kTag = "        - name: 'global.tag'\n          value: '1.22.1'\n";

std::string retries(std::string_view text) {
  return "    timeout: 0.5s\n    retries: {" + std::string(text) + "}\n";
}

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> kMistakes = {
      {"install/hub-missing", kIstiod, kHub, "", "istio-control/istio-discovery"},
      {"install/hub-testing-registry", kIstiod, "docker.io/istio", "gcr.io/istio-testing",
       "gcr.io/istio-testing"},
      {"install/tag-missing", kIstiod, kTag, "", "istio-control/istio-discovery"},
      {"install/tag-not-pinned", kIstiod, "value: '1.22.1'", "value: 'latest'", "latest"},
      {"install/tag-not-target-revision", kIstiod, "value: '1.22.1'", "value: '1.22.0'",
       "'1.22.0'"},
      {"install/components-differ", kIngress, "value: '1.22.1'", "value: '1.20.3'", "1.20.3"},
      {"install/egress-gateway-missing", kMesh, "  - istio-egress/application.yaml\n", "", ""},
      {"install/gateway-before-control-plane", "", "", "", ""},
      {"install/operator-and-helm", kMesh, "  #- istio-controlplane", "  - istio-controlplane", ""},
      {"telemetry/sampling-out-of-range", kIstiod, "value: '20'", "value: '200'", "'200'"},
      {"telemetry/sampling-looks-like-fraction", kIstiod, "value: '20'", "value: '0.2'", "'0.2'"},
      {"schema/unknown-value", kIstiod, "value: 'JSON'", "value: 'YAML'", "'YAML'"},
      {"schema/unknown-field", kIstiod, "meshConfig.accessLogFile", "meshConfig.accesLogFile",
       "accesLogFile"},
      {"telemetry/access-log-file-unset", kIstiod,
       "        - name: 'meshConfig.accessLogFile'\n          value: '/dev/stdout'\n", "", ""},
      {"route/weights-sum", kReviews, "weight: 20", "weight: 10", "- destination"},
      {"route/weight-missing", kReviews, "      weight: 20\n", "", ""},
      {"route/weights-zero", kReviews, "weight: 80", "weight: 0", ""},
      {"route/timeout-not-above-try", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 1, perTryTimeout: 2s"), "perTryTimeout"},
      {"route/retries-exceed-timeout", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 3, perTryTimeout: 0.4s"), "attempts"},
      {"route/retries-without-timeout", kReviews, "    timeout: 0.5s\n",
       "    retries: {attempts: 3, perTryTimeout: 0.4s}\n", "perTryTimeout"},
      {"route/attempts-zero", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 0, retryOn: reset"), "attempts"},
      {"route/retry-on-blanks", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 1, retryOn: 'reset, 503'"), "retryOn"},
      {"route/retry-on-unknown", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 1, retryOn: resets"), "retryOn"},
      {"route/retry-non-idempotent", kReviews, "    - headers:\n",
       "    - method: {exact: POST}\n      headers:\n", ""},
      {"route/fault-delay-exceeds-timeout", kRatings, "        fixedDelay: 7s\n",
       "        fixedDelay: 7s\n    timeout: 3s\n", "fixedDelay"},
      {"route/fault-with-retries", kRatings, "        fixedDelay: 7s\n",
       "        fixedDelay: 7s\n    retries: {attempts: 2}\n", ""},
      {"route/mirror-to-self", kRatings, "  - route:\n",
       "  - mirror: {host: ratings, subset: v1}\n    route:\n", "mirror"},
      {"route/mirror-percentage-range", kReviews, "    timeout: 0.5s\n",
       "    mirror: {host: reviews, subset: v3}\n    mirrorPercentage: {value: 150}\n", "150"},
      {"route/unreachable-match", kReviews,
       "  - match:\n    - headers:\n        end-user:\n"
       "          exact: jason\n    route:",
       "  - route:\n    - destination:\n        host: reviews\n"
       "        subset: v2\n  - match:\n    - headers:\n        end-user:\n          exact: jason\n"
       "    route:",
       "- match"},
      {"route/regex-not-re2", kGateway, "exact: /login", "regex: '/(?!x)login'", "(?!x)"},
      {"traffic/outlier-never-ejects", kRules, "  host: productpage\n",
       "  host: productpage\n  trafficPolicy:\n    outlierDetection: {consecutive5xxErrors: 0}\n",
       "consecutive5xxErrors"},
      {"traffic/subset-without-labels", kRules,
       "  - name: v2-mysql-vm\n    labels:\n      version: "
       "v2-mysql-vm\n",
       "  - name: v2-mysql-vm\n", "v2-mysql-vm"},
      {"traffic/duplicate-subset", kRules, "name: v2-mysql-vm", "name: v2-mysql", ""},
      {"reference/subset-not-defined", kReviews, "subset: v3", "subset: v4", "subset: v4"},
      {"reference/gateway-not-found", kGateway, "  - bookinfo-gateway\n", "  - bookinfo-gate\n",
       "- bookinfo-gate"},
      {"reference/host-not-found", kGateway, "host: productpage", "host: productpages",
       "host: productpages"},
      {"reference/rule-for-unknown-host", kRules, "  host: details\n", "  host: detail\n",
       "host: detail"},
      {"argocd/floating-revision", kIstiod, "targetRevision: 1.22.1", "targetRevision: master",
       "targetRevision: master"},
      {"argocd/path-not-found", kBookinfo, "path: app-bookinfo/", "path: app-bookinf/",
       "path: app-bookinf/"},
      {"argocd/source-and-sources", kBookinfo, "  source:\n",
       "  sources:\n    - {repoURL: https://github.com/nautible/nautible-plugin, path: app-ms}\n"
       "  source:\n",
       ""},
      {"argocd/sync-option-unknown", kIstiod, "CreateNamespace=true", "CreateNamespaces=true",
       "CreateNamespaces"},
      {"argocd/values-not-yaml", kIngress, "      parameters:\n",
       "      values: |\n        global:\n          hub: [\n      parameters:\n", ""},
      {"argocd/duplicate-application", "service-mesh/overlays/aws/application.yaml",
       "name: istio-root", "name: istiod", ""},
      {"argocd/self-including-application", "", "", "", ""},
      {"kustomize/file-not-found", kMesh, "istiod/application.yaml", "istiod/app.yaml",
       "istiod/app.yaml"},
      {"kustomize/deprecated-field", kAws, "", "", ""},
      {"kustomize/patch-selects-nothing", kAws, "name: istio-ingress", "name: istio-ingres", ""},
      {"kustomize/patch-path-missing", kAzure, "/spec/rules/0/when/0/notValues",
       "/spec/rules/3/when/0/notValues", "/spec/rules/3"},
      {"kustomize/duplicate-resource", kMesh, "  - istiod/application.yaml\n",
       "  - istiod/application.yaml\n  - istiod/application.yaml\n", ""},
      {"kustomize/file-outside-folder", kMesh, "  - istiod/application.yaml\n",
       "  - istiod/application.yaml\n  - ../../app-bookinfo/application.yaml\n",
       "../../app-bookinfo"},
      {"yaml/duplicate-key", kIstiod, "  project: default\n",
       "  project: default\n  project: mesh\n", "project: mesh"},
      {"yaml/syntax", kIngress, "  project: default\n", "  project: [default\n", ""},
      {"yaml/ambiguous-scalar", kIstiod, "targetRevision: 1.22.1", "targetRevision: 1.20",
       "targetRevision: 1.20"},
      {"schema/unknown-field", kReviews, "timeout: 0.5s", "timeOut: 0.5s", "timeOut"},
      {"schema/wrong-type", kReviews, "timeout: 0.5s", "timeout: [1s]", "timeout"},
      {"schema/unknown-value", kAzurePolicy, "action: DENY", "action: DENNY", "DENNY"},
      {"schema/newer-than-target", kReviews, "    timeout: 0.5s\n",
       retries("attempts: 1, backoff: 25ms"), "backoff"},
  };
  return kMistakes;
}

// Applies the mistake; false if the text to break is not there.
bool apply(const Mistake& mistake, Files& files) {
  if (mistake.rule == "install/gateway-before-control-plane") {
    for (const auto& [path, wave] : {std::pair{kIstiod, "2"}, std::pair{kIngress, "1"}}) {
      std::string& text = files[path];
      const std::string anchor = "  namespace: argocd\n";
      const std::size_t at = text.find(anchor);
      if (at == std::string::npos) return false;
      text.insert(at + anchor.size(),
                  "  annotations: {argocd.argoproj.io/sync-wave: '" + std::string(wave) + "'}\n");
    }
    return true;
  }
  if (mistake.rule == "argocd/self-including-application") {
    // An Application inside of the folder that it names.
    std::string& text = files["app-bookinfo/kustomization.yaml"];
    text += "  - application.yaml\n";
    return true;
  }
  std::string& text = files[mistake.path];
  const std::size_t at = text.find(mistake.from);
  if (at == std::string::npos) return false;
  text.replace(at, mistake.from.size(), mistake.to);
  if (mistake.rule == "route/weights-zero") {
    const std::size_t other = text.find("weight: 20");
    text.replace(other, 10, "weight: 0");
  }
  if (mistake.rule == "route/retry-non-idempotent") {
    const std::string anchor = "        subset: v3\n";
    text.insert(text.find(anchor) + anchor.size(), "    retries: {attempts: 2, retryOn: 5xx}\n");
  }
  return true;
}

TEST(Nautible, each_planted_mistake_is_found_at_its_line) {
  const fs::path root = kCorpora / "nautible__nautible-plugin";
  if (!fs::exists(root)) GTEST_SKIP() << "no corpora at " << kCorpora;
  const Files good = read_repository(root);
  for (const Mistake& mistake : mistakes()) {
    SCOPED_TRACE(mistake.rule);
    const std::size_t before = lint(good, mistake.rule).findings.size();
    Files broken = good;
    ASSERT_TRUE(apply(mistake, broken));
    const Outcome outcome = lint(broken, mistake.rule);
    if (mistake.rule == "kustomize/deprecated-field") {
      EXPECT_GT(before, 0U);  // the repository has some of its own
      continue;
    }
    EXPECT_GT(outcome.findings.size(), before);
    if (outcome.findings.empty()) continue;
    if (mistake.at.empty()) continue;
    const bool is_at_line = std::ranges::any_of(outcome.findings, [&](const Finding& finding) {
      std::string_view text = outcome.sources.at(finding.place.path);
      for (std::uint32_t line = 1; line < finding.place.line; ++line) {
        text.remove_prefix(text.find('\n') + 1);
      }
      return finding.place.path == mistake.path &&
             text.substr(0, text.find('\n')).find(mistake.at) != text.npos;
    });
    EXPECT_TRUE(is_at_line) << outcome.findings.front().place.path << ':'
                            << outcome.findings.front().place.line << ": "
                            << outcome.findings.front().message;
  }
}

}  // namespace
}  // namespace meshlint
