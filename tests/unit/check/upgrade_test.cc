#include "check/upgrade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/meshlint.h"

namespace meshlint::check {
namespace {

using schema::Version;

TEST(Upgrade, steps_are_minor_versions) {
  EXPECT_EQ(steps_between({1, 22, 1}, {1, 24, 2}), (std::vector<Version>{{1, 23, 0}, {1, 24, 2}}));
  EXPECT_EQ(steps_between({1, 22, 1}, {1, 22, 3}), (std::vector<Version>{{1, 22, 3}}));
  EXPECT_EQ(steps_between({2, 14, 0}, {3, 1, 0}), (std::vector<Version>{{3, 1, 0}}));
  EXPECT_TRUE(steps_between({1, 24, 0}, {1, 22, 0}).empty());
}

constexpr std::string_view kInstall =
    "apiVersion: install.istio.io/v1alpha1\n"
    "kind: IstioOperator\n"
    "metadata: { name: mesh, namespace: istio-system }\n"
    "spec: { hub: docker.io/istio, tag: 1.22.1 }\n";
constexpr std::string_view kEntry =
    "apiVersion: networking.istio.io/v1\n"
    "kind: ServiceEntry\n"
    "metadata: { name: ledger, namespace: shop }\n"
    "spec:\n"
    "  hosts: [ledger.example.com]\n"
    "  ports: [{ number: 443, name: https, protocol: TLS }]\n"
    "  endpoints: [{ address: 10.2.3.4 }]\n";

Outcome check_for(const std::string& target) {
  Config config;
  config.targets["istio"] = target;
  config.select = {"schema"};
  const Result<Linter> linter = Linter::create(config);
  EXPECT_TRUE(linter);
  const std::array<Input, 2> inputs = {Input{.path = "install.yaml", .text = std::string(kInstall)},
                                       Input{.path = "entry.yaml", .text = std::string(kEntry)}};
  return linter->check(inputs);
}

TEST(Upgrade, a_finding_says_which_step_brings_it) {
  const Outcome outcome = check_for("1.26");
  ASSERT_EQ(outcome.findings.size(), 1U);
  const std::vector<std::string>& notes = outcome.findings[0].notes;
  const std::string wanted = "starts with Istio 1.24; 1.22.1 is installed (install.yaml:4)";
  EXPECT_NE(std::ranges::find(notes, wanted), notes.end())
      << (notes.empty() ? "no notes" : notes.back());
  ASSERT_EQ(outcome.upgrades.size(), 1U);
  const UpgradeSummary& upgrade = outcome.upgrades[0];
  EXPECT_EQ(upgrade.product, "Istio");
  EXPECT_EQ(upgrade.installed, "1.22.1");
  std::string steps;
  for (const UpgradeSummary::Step& step : upgrade.steps) {
    steps += step.version + ':' + std::to_string(step.findings) + ' ';
  }
  EXPECT_EQ(steps, "1.23:0 1.24:1 1.25:0 1.26:0 ");
}

TEST(Upgrade, none_without_a_later_target) {
  const Outcome same = check_for("1.22.1");
  EXPECT_TRUE(same.findings.empty());
  EXPECT_TRUE(same.upgrades.empty());
  EXPECT_TRUE(check_for("1.20").upgrades.empty());
}

}  // namespace
}  // namespace meshlint::check
