#include "model/target_version.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "meshlint/linter.h"
#include "model/install_view.h"
#include "model/workspace.h"

namespace meshlint::model {
namespace {

// Environments of one file each.
class Environments {
 public:
  explicit Environments(std::vector<std::string> texts) {
    std::vector<Input> inputs;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      inputs.push_back({.path = std::to_string(i) + ".yaml", .text = std::move(texts[i])});
    }
    workspace_ = Workspace::load(inputs, {});
    for (const auto& file : workspace_.files()) {
      auto& environment = *list_.emplace_back(std::make_unique<Environment>());
      for (const yaml::Document& document : file->yaml.documents) {
        environment.resources.push_back(resource_of(document.root).value());
      }
      environment.install = install_view_of(environment.resources, {}, workspace_, {});
      environment.index();
    }
  }

  void choose(const Config& config = {}) {
    text::Places places(workspace_.sources());
    choose_target_versions(list_, config, workspace_, places);
  }
  std::optional<InstalledIstio> installed(std::size_t i) const {
    text::Places places(workspace_.sources());
    return installed_istio(*list_[i], workspace_, places);
  }
  // "1.22.1 of 0.yaml:8", or "none".
  std::string target(std::size_t i) const {
    const auto found = list_[i]->targets.find("istio");
    if (found == list_[i]->targets.end()) return "none";
    return found->second.written + " of " + found->second.from;
  }
  const Environment& operator[](std::size_t i) const { return *list_[i]; }

 private:
  Workspace workspace_ = Workspace::load({}, {});
  std::vector<std::unique_ptr<Environment>> list_;
};

// An Application with a chart of Istio; its revision is in line 9.
std::string chart(const std::string& name, const std::string& revision,
                  const std::string& tag = "") {
  std::string text =
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: " + name +
      "\nspec:\n  source:\n"
      "    repoURL: https://istio-release.storage.googleapis.com/charts\n"
      "    chart: " +
      name + "\n    targetRevision: " + revision + "\n";
  if (!tag.empty()) {
    text += "    helm: { parameters: [{ name: global.tag, value: " + tag + " }] }\n";
  }
  return text;
}

constexpr std::string_view kOther = "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n";

TEST(InstalledIstio, is_the_tag_before_the_revision) {
  const Environments environments({chart("istiod", "1.20.0"), chart("istiod", "1.20.0", "1.20.3"),
                                   chart("istiod", "1.20.0", "latest"), chart("istiod", "main"),
                                   std::string(kOther)});
  EXPECT_EQ(environments.installed(0)->oldest.written, "1.20.0");
  EXPECT_EQ(environments.installed(0)->oldest.from, "0.yaml:9");
  EXPECT_EQ(environments.installed(1)->oldest.written, "1.20.3");
  EXPECT_EQ(environments.installed(1)->oldest.from, "1.yaml:10");
  EXPECT_EQ(environments.installed(2)->oldest.written, "1.20.0");
  EXPECT_FALSE(environments.installed(3).has_value());
  EXPECT_FALSE(environments.installed(4).has_value());
}

TEST(InstalledIstio, is_the_oldest_of_the_control_planes) {
  const Environments environments(
      {chart("istiod", "1.22.0") + "---\n" + chart("istiod", "1.20.0") + "---\n" +
           chart("gateway", "1.10.0"),
       chart("base", "1.20.0") + "---\n" + chart("gateway", "1.19.0"),
       chart("istiod", "1.20.0") + "---\n" + chart("istiod", "1.20.0")});
  EXPECT_EQ(environments.installed(0)->oldest.written, "1.20.0");
  EXPECT_FALSE(environments.installed(0)->is_only_one);
  EXPECT_EQ(environments.installed(1)->oldest.written, "1.19.0");
  EXPECT_TRUE(environments.installed(2)->is_only_one);
}

TEST(InstalledIstio, may_be_a_rendered_deployment) {
  const Environments environments(
      {"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: istiod\n"
       "  labels: { app: istiod, app.kubernetes.io/version: 1.24.0 }\n"});
  ASSERT_TRUE(environments.installed(0).has_value());
  EXPECT_EQ(environments.installed(0)->oldest.written, "1.24.0");
  EXPECT_EQ(environments.installed(0)->oldest.from, "0.yaml:5");
}

TEST(TargetVersions, environments_without_istio_have_the_common_version) {
  Environments environments({chart("istiod", "1.20.0"), std::string(kOther),
                             chart("gateway", "1.19.0"), chart("istiod", "1.20.0")});
  environments.choose();
  EXPECT_EQ(environments.target(0), "1.20.0 of 0.yaml:9");
  EXPECT_EQ(environments.target(1), "1.20.0 of 0.yaml:9");
  // A gateway alone sets the version of its environment, but not of others.
  EXPECT_EQ(environments.target(2), "1.19.0 of 2.yaml:9");
}

TEST(TargetVersions, there_is_no_common_version_if_control_planes_differ) {
  Environments two({chart("istiod", "1.20.0"), std::string(kOther), chart("istiod", "1.22.0")});
  two.choose();
  EXPECT_EQ(two.target(1), "none");
  EXPECT_EQ(two.target(2), "1.22.0 of 2.yaml:9");
  Environments one(
      {chart("istiod", "1.20.0") + "---\n" + chart("istiod", "1.22.0"), std::string(kOther)});
  one.choose();
  EXPECT_EQ(one.target(0), "1.20.0 of 0.yaml:9");
  EXPECT_EQ(one.target(1), "none");
}

TEST(TargetVersions, the_configuration_wins) {
  Config config;
  config.targets = {{"istio", "1.18"}, {"kubernetes", "1.30"}, {"argo-cd", "newest"}};
  config.target_origins = {{"istio", "--target"}};
  Environments environments({chart("istiod", "1.20.0"), std::string(kOther)});
  environments.choose(config);
  EXPECT_EQ(environments.target(0), "1.18 of --target");
  EXPECT_EQ(environments.target(1), "1.18 of --target");
  EXPECT_EQ(environments[0].installed.at("istio").written, "1.20.0");
  EXPECT_EQ(environments[0].targets.at("kubernetes").from, "the configuration");
  EXPECT_FALSE(environments[0].targets.contains("argo-cd"));  // no version
}

}  // namespace
}  // namespace meshlint::model
