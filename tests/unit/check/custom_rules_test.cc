#include "check/custom_rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "meshlint/meshlint.h"

namespace meshlint::check {
namespace {

namespace fs = std::filesystem;

// A folder of pages that goes away with the test.
class CustomRulesTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name() / "team";
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_.parent_path()); }

  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
  }
  Result<CustomRules> load() const { return CustomRules::load({folder_.string()}, {}); }
  // What is wrong, without the folder's path.
  std::string mistakes() const {
    const Result<CustomRules> rules = load();
    if (rules) return "";
    std::string message = rules.error().message;
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = 0; (at = message.find(prefix)) != message.npos;) {
      message.erase(at, prefix.size());
    }
    return message;
  }
  Outcome check(std::string_view manifest) const {
    Config config;
    config.rules = {folder_.string()};
    config.select = {"team"};
    const Result<Linter> linter = Linter::create(config);
    EXPECT_TRUE(linter) << linter.error().message;
    const Input input{.path = "a.yaml", .text = std::string(manifest)};
    return linter->check({&input, 1});
  }

  fs::path folder_;
};

constexpr std::string_view kGateway =
    "apiVersion: networking.istio.io/v1\n"
    "kind: Gateway\n"
    "metadata: { name: shop, namespace: edge }\n"
    "spec:\n"
    "  servers:\n"
    "    - port: { number: 8080, name: http, protocol: HTTP }\n"
    "      hosts: ['*']\n"
    "    - port: { number: 443, name: http2, protocol: HTTP2 }\n"
    "      hosts: [shop.example.com]\n";

TEST_F(CustomRulesTest, a_finding_has_its_place_values_and_page) {
  write("host.yaml",
        "title: Any host\nseverity: error\nmatch: Gateway.networking.istio.io\n"
        "for: spec.servers[*]\nassert: '!(\"*\" in self.hosts)'\nat: hosts\n"
        "message: 'port {self.port.number} of {object.metadata.name} takes any host'\n"
        "related: { port: this port }\n");
  const Outcome outcome = check(kGateway);
  ASSERT_EQ(outcome.findings.size(), 1U);
  const Finding& finding = outcome.findings.front();
  EXPECT_EQ(finding.rule, "team/host");
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.message, "port 8080 of shop takes any host");
  EXPECT_EQ(finding.arguments, (std::vector<std::string>{"8080", "shop"}));
  EXPECT_EQ(finding.place.line, 7U);
  EXPECT_EQ(finding.field, "spec.servers[0].hosts");
  ASSERT_EQ(finding.related.size(), 1U);
  EXPECT_EQ(finding.related[0].place.line, 6U);
  ASSERT_EQ(outcome.custom_rules.size(), 1U);
  EXPECT_EQ(outcome.custom_rules[0].title, "Any host");
}

TEST_F(CustomRulesTest, a_name_with_dots_is_quoted_in_a_path) {
  write("owner.yaml",
        "title: Owner\nseverity: info\nmatch: Gateway.networking.istio.io\n"
        "for: metadata.annotations\nassert: self['example.com/owner'] != 'nobody'\n"
        "at: '[\"example.com/owner\"]'\nmessage: nobody owns it\n"
        "related: { '[\"example.com/rota\"]': its rota }\n");
  write("rota.yaml",
        "title: Rota\nseverity: info\nmatch: Gateway.networking.istio.io\n"
        "for: metadata.annotations['example.com/rota']\nassert: self != 'none'\n"
        "message: no rota\n");
  std::string gateway(kGateway);
  gateway.replace(gateway.find("namespace: edge }"), 17,
                  "namespace: edge,\n  annotations: {\n    example.com/rota: none,\n"
                  "    example.com/owner: nobody } }");
  const Outcome outcome = check(gateway);
  ASSERT_EQ(outcome.findings.size(), 2U);
  EXPECT_EQ(outcome.findings[0].message, "no rota");
  EXPECT_EQ(outcome.findings[0].place.line, 5U);
  EXPECT_EQ(outcome.findings[1].place.line, 6U);
  ASSERT_EQ(outcome.findings[1].related.size(), 1U);
  EXPECT_EQ(outcome.findings[1].related[0].place.line, 5U);
}

TEST_F(CustomRulesTest, a_path_with_an_open_quote_is_a_mistake) {
  write("owner.yaml",
        "title: Owner\nseverity: info\nmatch: Gateway.networking.istio.io\n"
        "assert: 'true'\nat: metadata.annotations[\"example.com/owner\nmessage: none\n");
  EXPECT_EQ(mistakes(),
            "owner.yaml:5:5: `metadata.annotations[\"example.com/owner` is not a path such as "
            "spec.http[*].route or labels[\"a.b/c\"]");
}

TEST_F(CustomRulesTest, a_superseded_rule_does_not_report_the_same_place) {
  const std::string page =
      "severity: info\nmatch: Gateway.networking.istio.io\nfor: spec.servers[*]\nat: hosts\n"
      "assert: '!(\"*\" in self.hosts)'\nmessage: any host\n";
  write("any.yaml", "title: Any\n" + page);
  write("host.yaml", "title: Host\nsupersedes: [team/any]\n" + page);
  const Outcome outcome = check(kGateway);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].rule, "team/host");

  write("host.yaml", "title: Host\nsupersedes: [team/none]\n" + page);
  EXPECT_EQ(mistakes(), "team/host: `supersedes` lists `team/none`, an unknown rule");
}

TEST_F(CustomRulesTest, every_kind) {
  write("named.yaml",
        "title: A name\nseverity: info\nmatch: '*'\nassert: self.metadata.name != 'shop'\n"
        "at: metadata.name\nmessage: 'a {self.kind} is called shop'\n");
  const Outcome outcome = check(kGateway);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].message, "a Gateway is called shop");
}

TEST_F(CustomRulesTest, a_kind_without_a_schema) {
  write("size.yaml",
        "title: Size\nseverity: info\nmatch: Widget.example.com\nfor: spec.parts[*]\n"
        "assert: self.size < 10\nat: size\nmessage: 'size {self.size}'\n");
  const Outcome outcome = check(
      "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\n"
      "spec: { parts: [{ size: 3 }, { size: 12 }] }\n");
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].message, "size 12");
}

TEST_F(CustomRulesTest, what_cannot_be_evaluated_is_told) {
  write("tls.yaml",
        "title: TLS\nseverity: error\nmatch: Gateway.networking.istio.io\n"
        "for: spec.servers[*]\nassert: self.tls.mode == 'SIMPLE'\nmessage: not simple\n");
  const Outcome outcome = check(kGateway);
  ASSERT_EQ(outcome.findings.size(), 2U);
  EXPECT_EQ(outcome.findings[0].message,
            "this rule's `assert` cannot be evaluated here: no such key: tls");
}

TEST_F(CustomRulesTest, an_expression_that_fails_over_a_null_or_a_placeholder_is_not_reported) {
  write("port.yaml",
        "title: Port\nseverity: info\nmatch: Gateway.networking.istio.io\nfor: spec.servers[*]\n"
        "assert: self.port.number < 1024\nmessage: a high port\n");
  for (const std::string_view number : {"null", "\"${PORT}\""}) {
    std::string gateway(kGateway);
    gateway.replace(gateway.find("8080"), 4, number);
    EXPECT_TRUE(check(gateway).findings.empty()) << gateway;
  }
}

TEST_F(CustomRulesTest, all_mistakes_of_all_pages_are_told_at_their_places) {
  write("a.yaml",
        "title: A\nseverity: grave\nmatch: Gateway.networking.istio.io\n"
        "assert: self.spec.server.size() > 0\nmessage: none\nasert: true\n");
  write("b.yaml",
        "title: B\nseverity: error\nmatch: Gatewy.networking.istio.io\nassert: 'true'\n"
        "message: none\n");
  write("c.yaml",
        "title: C\nseverity: error\nmatch: VirtualService.networking.istio.io\n"
        "for: spec.htp[*]\nassert: 'true'\nmessage: '{self.'\n");
  write(
      "d.yaml",
      "title: D\nseverity: error\nmatch: VirtualService.networking.istio.io\n"
      "for: spec.http[*]\nassert: self.timeout\nat: timout\nmessage: 'is {self.route[0].wait}'\n");
  EXPECT_EQ(mistakes(),
            "a.yaml:6:1: unknown key `asert`; did you mean `assert`?\n"
            "a.yaml:2:11: unknown severity `grave`; use error, warning or info\n"
            "a.yaml:4:19: `GatewaySpec` has no field `server`; did you mean `servers`?\n"
            "b.yaml:3:8: unknown kind `Gatewy.networking.istio.io`; did you mean `Gateway`?\n"
            "c.yaml:4:6: `spec.htp[*]`: VirtualService has no field `htp`; did you mean `http`?\n"
            "c.yaml:6:10: unclosed `{`; write `{{` for a brace\n"
            "d.yaml:6:5: `timout`: VirtualService has no field `timout`; did you mean `timeout`?\n"
            "d.yaml:5:9: the type of `assert` is string; write a boolean expression\n"
            "d.yaml:7:29: `HTTPRouteDestination` has no field `wait`");
}

TEST_F(CustomRulesTest, a_shipped_rule_cannot_be_replaced) {
  const fs::path route = folder_.parent_path() / "route";
  fs::create_directories(route);
  std::ofstream(route / "weights-sum.yaml")
      << "title: A\nseverity: error\nmatch: '*'\nassert: 'true'\nmessage: none\n";
  const Result<CustomRules> rules = CustomRules::load({route.string()}, {});
  ASSERT_FALSE(rules);
  EXPECT_NE(rules.error().message.find("duplicate rule route/weights-sum"), std::string::npos);
}

TEST_F(CustomRulesTest, options_are_of_the_kind_of_their_default) {
  write("port.yaml",
        "title: Port\nseverity: info\nmatch: Gateway.networking.istio.io\nfor: spec.servers[*]\n"
        "options: { most: { default: 1024, what: the highest port } }\n"
        "assert: self.port.number <= options.most\nmessage: 'above {options.most}'\n");
  Config config;
  config.rules = {folder_.string()};
  config.options["team/port"]["most"] = "many";
  const Result<Linter> linter = Linter::create(config);
  ASSERT_FALSE(linter);
  EXPECT_EQ(linter.error().message, "option `most` of rule team/port is `many`; write an integer");
  const Outcome outcome = check(kGateway);
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].message, "above 1024");
}

// A rule with an option, and with a name that it had before.
constexpr std::string_view kRenamedPage =
    "title: Port\nseverity: info\nformerly: [team/high-port]\n"
    "match: Gateway.networking.istio.io\nfor: spec.servers[*]\n"
    "options: { most: { default: 1024, what: the highest port } }\n"
    "assert: self.port.number <= options.most\nmessage: 'above {options.most}'\n";

TEST_F(CustomRulesTest, a_former_name_works_in_the_whole_configuration) {
  write("port.yaml", kRenamedPage);
  Config config;
  config.rules = {folder_.string()};
  config.select = {"team/high-port"};
  config.severity["team/high-port"] = Severity::kError;
  config.options["team/high-port"]["most"] = "8000";
  const Input input{.path = "a.yaml", .text = std::string(kGateway)};
  const Result<Linter> linter = Linter::create(config);
  ASSERT_TRUE(linter) << linter.error().message;
  const Outcome outcome = linter->check({&input, 1});
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].rule, "team/port");
  EXPECT_EQ(outcome.findings[0].severity, Severity::kError);
  EXPECT_EQ(outcome.findings[0].message, "above 8000");
  ASSERT_EQ(outcome.former_names.size(), 1U);
  EXPECT_EQ(outcome.former_names[0].name, "team/high-port");
  EXPECT_EQ(outcome.former_names[0].rule, "team/port");
  EXPECT_FALSE(outcome.former_names[0].place);

  config.ignore = {"team/high-port"};
  EXPECT_TRUE(Linter::create(config)->check({&input, 1}).findings.empty());
}

TEST_F(CustomRulesTest, the_current_name_wins_over_a_former_one) {
  write("port.yaml", kRenamedPage);
  Config config;
  config.rules = {folder_.string()};
  config.select = {"team"};
  config.severity = {{"team/high-port", Severity::kError}, {"team/port", Severity::kWarning}};
  const Input input{.path = "a.yaml", .text = std::string(kGateway)};
  const Outcome outcome = Linter::create(config)->check({&input, 1});
  ASSERT_EQ(outcome.findings.size(), 1U);
  EXPECT_EQ(outcome.findings[0].severity, Severity::kWarning);
}

TEST_F(CustomRulesTest, a_former_name_still_suppresses) {
  write("port.yaml", kRenamedPage);
  const std::string comment = "# meshlint: ignore=team/high-port -- agreed\n";
  Outcome outcome = check(comment + std::string(kGateway));
  EXPECT_TRUE(outcome.findings.empty());
  EXPECT_EQ(outcome.suppressed, 1U);
  ASSERT_EQ(outcome.former_names.size(), 1U);
  ASSERT_TRUE(outcome.former_names[0].place);
  EXPECT_EQ(outcome.former_names[0].place->line, 1U);

  std::string annotated(kGateway);
  annotated.replace(annotated.find("namespace: edge"), 15,
                    "namespace: edge, annotations: { meshlint.dev/ignore: team/high-port }");
  outcome = check(annotated);
  EXPECT_TRUE(outcome.findings.empty());
  EXPECT_EQ(outcome.former_names.size(), 1U);
}

TEST_F(CustomRulesTest, a_former_name_belongs_to_one_rule) {
  write("a.yaml", kRenamedPage);
  write("b.yaml", kRenamedPage);
  write("c.yaml",
        "title: C\nseverity: info\nformerly: [team/a, schema/bad-format, port]\nmatch: '*'\n"
        "assert: 'true'\nmessage: none\n");
  EXPECT_EQ(mistakes(),
            "c.yaml:3:39: former name `port` is not FAMILY/NAME\n"
            "team/b: `formerly` lists `team/high-port`, which is the name of another rule\n"
            "team/c: `formerly` lists `team/a`, which is the name of another rule\n"
            "team/c: `formerly` lists `schema/bad-format`, which is the name of another rule");
}

}  // namespace
}  // namespace meshlint::check
