// The plan of a run, and what its passes find by it.

#include "check/checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "check/plan.h"
#include "meshlint/linter.h"
#include "text/places.h"

namespace meshlint::check {
namespace {

using Strings = std::vector<std::string>;

std::string kustomization(const std::string& body) {
  return "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n" + body;
}

// Two overlays of one base: both leave the Service, one changes the VirtualService.
std::vector<Input> overlays() {
  return {
      {.path = "base/kustomization.yaml",
       .text = kustomization("resources: [service.yaml, route.yaml]\n")},
      {.path = "base/service.yaml",
       .text = "apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\n"
               "spec: { ports: [{ port: many }] }\n"},
      {.path = "base/route.yaml",
       .text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
               "metadata: { name: web, namespace: shop }\n"
               "spec:\n  hosts: [web]\n  http: [{ route: [{ destination: { host: web } }] }]\n"},
      {.path = "aws/kustomization.yaml", .text = kustomization("resources: [../base]\n")},
      {.path = "azure/kustomization.yaml",
       .text = kustomization("resources: [../base]\n"
                             "patches:\n"
                             "  - target: { kind: VirtualService }\n"
                             "    patch: '[{\"op\": \"add\", \"path\": \"/spec/http/0/timeout\", "
                             "\"value\": \"5s\"}]'\n")},
  };
}

class Checks {
 public:
  explicit Checks(const std::vector<Input>& inputs, unsigned jobs = 1, const Config& config = {})
      : config_(config),
        workspace_(model::Workspace::load(inputs, {})),
        set_(environment::find_environments(workspace_, config_, 1)),
        selection_(*Selection::create(config_, Registry())),
        result_(run_checks(workspace_, set_, selection_, {}, jobs)) {}

  const CheckResult& result() const { return result_; }
  Plan plan() const { return make_plan(workspace_, set_); }
  // "path:line rule [environments]" of each finding.
  Strings findings() const {
    text::Places places(workspace_.sources());
    Strings lines;
    for (const Located& located : result_.findings) {
      const Place at = places.of(located.finding.problem.at);
      std::string line = at.path + ':' + std::to_string(at.line) + ' ' +
                         std::string(Registry()[located.finding.rule].page.id) + " [";
      for (const std::string& name : located.environments) line += name + ' ';
      if (line.back() == ' ') line.pop_back();
      lines.push_back(line + ']');
    }
    return lines;
  }

 private:
  Config config_;
  model::Workspace workspace_;
  environment::EnvironmentSet set_;
  Selection selection_;
  CheckResult result_;
};

TEST(Plan, an_untouched_resource_is_checked_once_for_all) {
  const Checks run(overlays());
  const Plan plan = run.plan();
  Strings tasks;
  for (const ResourceTask& task : plan.resources) {
    std::string line = task.resource->title() + " in";
    for (const std::string& name : task.environments) line += ' ' + name;
    EXPECT_FALSE(task.is_partial) << line;
    tasks.push_back(std::move(line));
  }
  std::ranges::sort(tasks);
  EXPECT_EQ(tasks, (Strings{"Service shop/web in aws azure", "VirtualService shop/web in aws",
                            "VirtualService shop/web in azure"}));
  EXPECT_EQ(plan.listed.size(), 3U);
}

TEST(Plan, other_versions_are_another_task) {
  const auto install = [](const std::string& tag) {
    return "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
           "metadata: { name: mesh, namespace: istio-system }\n"
           "spec: { hub: docker.io/istio, tag: " +
           tag + " }\n";
  };
  std::vector<Input> inputs = overlays();
  inputs[3].text = kustomization("resources: [../base, mesh.yaml]\n");
  inputs[4].text = kustomization("resources: [../base, mesh.yaml]\n");
  inputs.push_back({.path = "aws/mesh.yaml", .text = install("1.22.1")});
  inputs.push_back({.path = "azure/mesh.yaml", .text = install("1.24.0")});
  const Checks run(inputs);
  const Plan plan = run.plan();
  EXPECT_EQ(plan.resources.size(), 6U);  // all three, by either version
  for (const ResourceTask& task : plan.resources) EXPECT_EQ(task.environments.size(), 1U);
}

TEST(Plan, a_loose_file_below_a_kustomization_is_partial) {
  const Checks run({{.path = "app/kustomization.yaml", .text = kustomization("resources: []\n")},
                    {.path = "app/patches/route.yaml",
                     .text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                             "metadata: { name: web }\nspec: { hosts: [web] }\n"},
                    {.path = "other/route.yaml",
                     .text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                             "metadata: { name: api }\nspec: { hosts: [api] }\n"}});
  const Plan plan = run.plan();
  ASSERT_EQ(plan.resources.size(), 2U);
  for (const ResourceTask& task : plan.resources) {
    EXPECT_EQ(task.is_partial, task.resource->name == "web") << task.resource->title();
  }
}

TEST(Checker, a_finding_has_the_environments_that_share_its_resource) {
  const Checks run(overlays(), 1, {.select = {"schema/wrong-type"}});
  EXPECT_EQ(run.findings(), Strings{"base/service.yaml:4 schema/wrong-type [aws azure]"});
}

TEST(Checker, the_number_of_jobs_changes_nothing) {
  std::vector<Input> inputs = overlays();
  for (int i = 0; i < 20; ++i) {
    const std::string name = "team-" + std::to_string(i);
    inputs.push_back({.path = name + "/service.yaml",
                      .text = "apiVersion: v1\nkind: Service\nmetadata: { name: " + name +
                              " }\nspec: { ports: [{ port: none, prot: TCP }] }\n"});
  }
  const Strings alone = Checks(inputs, 1).findings();
  EXPECT_GE(alone.size(), 41U);
  EXPECT_EQ(Checks(inputs, 4).findings(), alone);
}

TEST(Checker, what_was_not_checked_is_counted) {
  const Checks run({{.path = "a.yaml",
                     .text = "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\n"},
                    {.path = "b.yaml",
                     .text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
                             "metadata: { name: web, namespace: shop }\n"
                             "spec:\n  hosts: [web]\n  gateways: [edge/public]\n"
                             "  http: [{ route: [{ destination: { host: web } }] }]\n"}});
  ASSERT_EQ(run.result().kinds_without_schema.size(), 1U);
  EXPECT_EQ(run.result().kinds_without_schema.begin()->first, "Widget.example.com");
  const std::size_t rule = *Registry().find("reference/gateway-not-found");
  EXPECT_EQ(run.result().references_not_checked.at(rule), 1U);
}

}  // namespace
}  // namespace meshlint::check
