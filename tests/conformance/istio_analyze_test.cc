// Istio's own analyzer inputs: every object that an analyzer flags is flagged by one of the rules
// that claim its code (`aliases` of their pages), and no other. istio_analyze_exemptions.tsv has
// the cases that differ, with the reason; an entry that is no longer needed fails. Skipped where
// the shared folder is absent.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "meshlint/meshlint.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "schema/facts.h"

namespace meshlint {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(MESHLINT_SHARED_DIR) / "cases/istio-analyze";
const fs::path kExemptions = fs::path(MESHLINT_CONFORMANCE_DIR) / "istio_analyze_exemptions.tsv";

// The rules that stand for an analyzer. One code may belong to several analyzers.
const std::map<std::string, std::vector<std::string>> kRules = {
    {"annotations.K8sAnalyzer",
     {"annotation/misplaced", "annotation/unknown", "annotation/invalid-value"}},
    {"destinationrule.CaCertificateAnalyzer", {"traffic/server-unverified"}},
    {"destinationrule.SubsetSelectPodAnalyzer",
     {"reference/rule-for-unknown-host", "reference/subset-selects-nothing"}},
    {"gateway.CertificateAnalyzer", {"conflict/certificate-of-two-gateways"}},
    {"gateway.ConflictingGatewayAnalyzer", {"conflict/duplicate-gateway-server"}},
    {"gateway.IngressGatewayPortAnalyzer",
     {"reference/gateway-port-not-on-service", "reference/selector-selects-nothing"}},
    {"gateway.SecretAnalyzer",
     {"reference/secret-not-found", "reference/selector-selects-nothing"}},
    {"k8sgateway.SelectorAnalyzer", {"reference/selector-on-generated-gateway"}},
    {"service.PortNameAnalyzer", {"service/port-without-protocol"}},
    {"serviceentry.ConflictingServiceEntryProtocolAnalyzer", {"conflict/service-entry-protocol"}},
    {"sidecar.SelectorAnalyzer",
     {"conflict/several-for-workload", "reference/selector-selects-nothing"}},
    {"telemetry.DefaultSelectorAnalyzer", {"conflict/several-for-workload"}},
    {"telemetry.SelectorAnalyzer",
     {"conflict/several-for-workload", "reference/selector-selects-nothing"}},
    {"virtualservice.ConflictingMeshGatewayHostsAnalyzer", {"conflict/duplicate-mesh-host"}},
    {"virtualservice.DestinationHostAnalyzer",
     {"reference/host-not-found", "reference/port-not-chosen", "reference/port-not-on-host"}},
    {"virtualservice.DestinationRuleAnalyzer", {"reference/subset-not-defined"}},
    {"virtualservice.GatewayAnalyzer",
     {"reference/gateway-generated", "reference/gateway-not-found",
      "reference/host-not-in-gateway"}},
    {"virtualservice.JWTClaimRouteAnalyzer", {"reference/claim-without-authentication"}},
    {"applicationUID.Analyzer", {"injection/user-of-proxy"}},
    {"auth.AuthorizationPoliciesAnalyzer",
     {"reference/namespace-not-found", "reference/selector-selects-nothing"}},
    {"authn.BlockedCIDRsAnalyzer", {"install/jwks-unrestricted"}},
    {"deployment.MultiServiceAnalyzer", {"service/pod-port-with-two-protocols"}},
    {"envoyfilter.EnvoyPatchAnalyzer",
     {"envoy-filter/operation-ignored", "envoy-filter/order-by-chance"}},
    {"externalcontrolplane.ExternalControlPlaneAnalyzer",
     {"install/webhook-url-address", "install/invalid-webhook-url"}},
    {"injection.Analyzer", {"injection/namespace-left-out", "label/injection-conflict"}},
    {"injection.ImageAutoAnalyzer", {"injection/image-auto"}},
    {"telemetry.ProviderAnalyzer", {"telemetry/log-without-provider"}},
    {"telemetry.LightstepAnalyzer", {"telemetry/provider-deprecated"}},
    {"webhook.Analyzer", {"conflict/duplicate-injector", "reference/webhook-service-not-found"}},
};

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(by, at), text.size());
    if (end > at) parts.push_back(text.substr(at, end - at));
    at = end + by.size();
  }
  return parts;
}

struct Case {
  std::string name;
  std::vector<std::string> files;
  std::string mesh_config;
  std::string analyzer;
  std::set<std::string> expected;  // "IST0101 VirtualService shop/reviews"
};

std::vector<Case> cases() {
  std::vector<Case> result;
  std::ifstream stream(kCases / "expected.tsv");
  std::string line;
  std::getline(stream, line);  // names of the columns
  while (std::getline(stream, line)) {
    std::vector<std::string> cells;
    std::stringstream row(line);
    for (std::string cell; std::getline(row, cell, '\t');) cells.push_back(cell);
    cells.resize(8);
    if (cells[1] != "single") continue;
    const auto expected = split(cells[7], " ; ");
    result.push_back({.name = cells[0],
                      .files = split(cells[2], " ; "),
                      .mesh_config = cells[3],
                      .analyzer = cells[5],
                      .expected = {expected.begin(), expected.end()}});
  }
  return result;
}

// The pod and the Service of the ingress that Istio's test adds to every case.
std::string ingress() {
  const std::string newest = schema::to_string(schema::find_product("istio")->newest);
  return R"(apiVersion: v1
kind: Pod
metadata: { name: istio-ingressgateway, namespace: istio-system, labels: { istio: ingressgateway } }
spec: { containers: [{ name: istio-proxy, image: "istio/proxyv2:)" +
         newest + R"(.0" }] }
---
apiVersion: v1
kind: Service
metadata: { name: istio-ingressgateway, namespace: istio-system }
spec:
  selector: { istio: ingressgateway }
  ports:
    - { name: http2, port: 80, protocol: TCP }
    - { name: https, port: 443, protocol: TCP }
    - { name: tcp, port: 31400, protocol: TCP }
    - { name: tls, port: 15443, protocol: TCP }
)";
}

// All that the case has, as one kustomization: so it is known to be the whole cluster.
std::vector<Input> inputs_of(const Case& each) {
  std::vector<Input> inputs;
  std::string kustomization = "resources:\n";
  const auto add = [&](const std::string& path, std::string text) {
    kustomization += "  - " + path + '\n';
    inputs.push_back({.path = path, .text = std::move(text)});
  };
  for (const std::string& file : each.files) add(file, text_of(kCases / "inputs" / file));
  std::string mesh;
  if (!each.mesh_config.empty()) {
    std::istringstream lines(text_of(kCases / "inputs" / each.mesh_config));
    for (std::string line; std::getline(lines, line);) mesh += "    " + line + '\n';
  }
  if (mesh.find("ingressControllerMode: OFF") == mesh.npos) add("ingress-of-istio.yaml", ingress());
  if (!mesh.empty()) {
    add("mesh-of-istio.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio, namespace: istio-system }\n"
        "data:\n  mesh: |\n" +
            mesh);
  }
  inputs.push_back({.path = "kustomization.yaml", .text = kustomization});
  return inputs;
}

// Which resource of the inputs a place lies in.
class Titles {
 public:
  explicit Titles(const std::vector<Input>& inputs)
      : workspace_(model::Workspace::load(inputs, {})) {
    for (const auto& file : workspace_.files()) {
      for (const yaml::Document& document : file->yaml.documents) add(file->path, document.root);
    }
  }

  std::string at(const Place& place) const {
    for (const auto& [path, resource] : resources_) {
      const text::Span span = resource.root.span();
      if (path == place.path && span.begin <= place.begin && place.begin <= span.end) {
        return resource.title();
      }
    }
    return {};
  }

 private:
  void add(const std::string& path, yaml::Node root) {
    const auto resource = model::resource_of(root);
    if (!resource) return;
    if (resource->kind == "List") {
      for (const yaml::Node item : root["items"]) add(path, item);
    } else {
      resources_.emplace_back(path, *resource);
    }
  }

  model::Workspace workspace_;
  std::vector<std::pair<std::string, model::Resource>> resources_;
};

// What differs from Istio's verdict, a line each.
std::vector<std::string> differences(const Case& each) {
  const auto known = kRules.find(each.analyzer);
  if (known == kRules.end()) return {"no rule stands for " + each.analyzer};
  std::map<std::string, std::vector<std::string>> codes;  // by rule
  for (const RuleInfo& rule : all_rules()) codes[rule.id] = rule.aliases;

  Config config{.external = {.is_complete = true}};
  for (const std::string& rule : known->second) {
    if (codes.contains(rule)) config.select.push_back(rule);
  }
  if (config.select.empty()) return {"no rule stands for " + each.analyzer};
  const std::vector<Input> inputs = inputs_of(each);
  const Titles titles(inputs);
  const Result<Linter> linter = Linter::create(config);
  if (!linter) return {linter.error().message};
  const Outcome outcome = linter->check(inputs);

  std::vector<std::string> lines;
  std::set<std::string> met;
  for (const Finding& finding : outcome.findings) {
    std::vector<std::string> objects = {finding.resource};
    for (const RelatedPlace& related : finding.related) objects.push_back(titles.at(related.place));
    bool is_expected = false;
    for (const std::string& code : codes[finding.rule]) {
      for (std::size_t i = 0; i < objects.size(); ++i) {
        const std::string item = code + ' ' + objects[i];
        if (!each.expected.contains(item)) continue;
        met.insert(item);
        is_expected = is_expected || i == 0;
      }
    }
    if (!is_expected) lines.push_back("more: " + finding.resource + ": " + finding.message);
  }
  for (const std::string& item : each.expected) {
    if (!met.contains(item)) lines.push_back("less: " + item);
  }
  return lines;
}

TEST(IstioAnalyze, rules_agree_with_the_analyzers) {
  if (!fs::exists(kCases)) GTEST_SKIP() << "no " << kCases;
  std::map<std::string, std::string> exemptions;
  std::ifstream stream(kExemptions);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#') || line.empty()) continue;
    const std::size_t tab = line.find('\t');
    ASSERT_NE(tab, line.npos) << "no reason: " << line;
    exemptions[line.substr(0, tab)] = line.substr(tab + 1);
  }
  std::size_t agreed = 0;
  for (const Case& each : cases()) {
    const std::vector<std::string> lines = differences(each);
    const bool is_exempt = exemptions.contains(each.name);
    if (lines.empty()) {
      ++agreed;
      EXPECT_FALSE(is_exempt) << "the exemption of \"" << each.name << "\" is no longer needed";
    } else if (!is_exempt) {
      std::string told;
      for (const std::string& line : lines) told += "\n  " + line;
      ADD_FAILURE() << each.name << " (" << each.analyzer << "):" << told;
    }
  }
  std::cout << agreed << " cases agree, " << exemptions.size() << " are exempt\n";
}

}  // namespace
}  // namespace meshlint
