#include "environment/find_environments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/linter.h"
#include "text/places.h"

namespace meshlint::environment {
namespace {

constexpr std::string_view kUrl = "https://git.example.com/shop/manifests";

// The environments of some files in memory, in a repository known by kUrl.
struct Fixture {
  explicit Fixture(std::vector<Input> inputs)
      : workspace(model::Workspace::load(inputs, {})),
        set(find_environments(workspace, config, 1)) {}

  const model::Environment& environment(std::string_view name) const {
    for (const auto& each : set.environments) {
      if (each->name == name) return *each;
    }
    ADD_FAILURE() << "no environment " << name;
    return *set.environments.front();
  }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& each : set.environments) result.push_back(each->name);
    return result;
  }
  std::string place(text::Span span) const {
    text::Places places(workspace.sources());
    const Place at = places.of(span);
    return at.path + ':' + std::to_string(at.line) + ':' + std::to_string(at.column);
  }

  Config config{.repo_urls = {std::string(kUrl)}};
  model::Workspace workspace;
  EnvironmentSet set;
};

std::vector<std::string> titles(const model::Environment& environment) {
  std::vector<std::string> result;
  for (const model::Resource& resource : environment.resources) result.push_back(resource.title());
  std::ranges::sort(result);
  return result;
}

using Strings = std::vector<std::string>;

std::string application(const std::string& name, const std::string& path,
                        const std::string& destination = "name: in-cluster",
                        const std::string& extra = "") {
  return "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: " + name +
         ", namespace: argocd }\nspec:\n  project: default\n  destination: { " + destination +
         ", namespace: " + name + " }\n  source:\n    repoURL: " + std::string(kUrl) +
         "\n    path: " + path + "\n" + extra + "---\n";
}

std::string config_map(const std::string& name) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: " + name + " }\n";
}

// An ApplicationSet `set` with this `generators` block, and texts of its template.
std::string set_of(const std::string& generators, const std::string& name,
                   const std::string& path = "apps", const std::string& more = "goTemplate: true") {
  return "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n"
         "metadata: { name: set, namespace: argocd }\nspec:\n  " +
         more + "\n  generators:\n" + generators + "  template:\n    metadata: { name: '" + name +
         "' }\n    spec:\n      project: default\n      destination: { name: in-cluster, "
         "namespace: shop }\n      source: { repoURL: " +
         std::string(kUrl) + ", path: '" + path + "' }\n";
}

Strings applications_of(const Fixture& fixture) {
  Strings names;
  for (const auto& environment : fixture.set.environments) {
    for (const model::ApplicationOrigin& origin : environment->applications) {
      names.emplace_back(origin.application->name);
    }
  }
  std::ranges::sort(names);
  return names;
}

TEST(Environments, an_application_brings_its_folder_to_its_cluster) {
  const Fixture fixture(
      {{.path = "root/apps.yaml",
        .text = application("here", "a") + application("there", "b", "name: edge")},
       {.path = "a/x.yaml", .text = config_map("x")},
       {.path = "b/y.yaml", .text = config_map("y")}});
  EXPECT_EQ(fixture.names(), (Strings{"root", "root@edge"}));
  EXPECT_EQ(titles(fixture.environment("root")),
            (Strings{"Application argocd/here", "ConfigMap here/x"}));
  EXPECT_EQ(titles(fixture.environment("root@edge")),
            (Strings{"Application argocd/there", "ConfigMap there/y"}));
}

TEST(Environments, in_cluster_means_the_cluster_of_the_application_itself) {
  const Fixture fixture(
      {{.path = "root/apps.yaml",
        .text = application("remote", "remote", "server: https://1.2.3.4/")},
       {.path = "remote/inner.yaml",
        .text = application("inner", "a", "server: https://kubernetes.default.svc")},
       {.path = "a/x.yaml", .text = config_map("x")}});
  // One cluster only, so that no name needs it.
  EXPECT_EQ(fixture.names(), (Strings{"root"}));
  EXPECT_EQ(
      titles(fixture.environment("root")),
      (Strings{"Application argocd/inner", "Application argocd/remote", "ConfigMap inner/x"}));
  EXPECT_EQ(fixture.environment("root").cluster, "1.2.3.4");
  EXPECT_EQ(fixture.environment("root").applications[1].brought_by, "Application argocd/remote");
}

TEST(Environments, two_applications_may_bring_one_folder_to_two_namespaces) {
  const Fixture fixture(
      {{.path = "root/apps.yaml", .text = application("one", "a") + application("two", "a")},
       {.path = "a/x.yaml",
        .text = config_map("x") + "---\napiVersion: v1\nkind: Namespace\n"
                                  "metadata: { name: n }\n"}});
  EXPECT_EQ(titles(fixture.environment("root")),
            (Strings{"Application argocd/one", "Application argocd/two", "ConfigMap one/x",
                     "ConfigMap two/x", "Namespace n"}));
  const auto& pulled = fixture.environment("root").pulled;
  ASSERT_EQ(pulled.size(), 2U);
  EXPECT_EQ(pulled[0].resources.size(), 2U);
  EXPECT_EQ(pulled[0].resources[1], pulled[1].resources[1]);  // both claim the namespace
}

TEST(Environments, directory_options_choose_files) {
  const std::vector<Input> files = {
      {.path = "a/x.yaml", .text = config_map("x")},
      {.path = "a/b/y.yaml", .text = config_map("y")},
      {.path = "a/b/z.json", .text = R"({"apiVersion": "v1", "kind": "ConfigMap",
                                                 "metadata": {"name": "z"}})"}};
  const auto found = [&](const std::string& options) {
    std::vector<Input> inputs = files;
    inputs.push_back(
        {.path = "root/app.yaml", .text = application("app", "a", "name: in-cluster", options)});
    const Fixture fixture(inputs);
    Strings names;
    for (const model::Resource* each : fixture.environment("root").of_kind("", "ConfigMap")) {
      names.emplace_back(each->name);
    }
    return names;
  };
  EXPECT_EQ(found(""), (Strings{"x"}));
  EXPECT_EQ(found("    directory: { recurse: true }\n"), (Strings{"y", "z", "x"}));
  EXPECT_EQ(found("    directory: { recurse: true, include: '*.{yaml,yml}' }\n"),
            (Strings{"y", "x"}));
  EXPECT_EQ(found("    directory: { recurse: true, exclude: '{b/*,q}' }\n"), (Strings{"x"}));
}

TEST(Environments, charts_plugins_and_jsonnet_are_named) {
  const Fixture fixture(
      {{.path = "root/apps.yaml",
        .text = application("chart", "c") +
                application("plugin", "a", "name: in-cluster", "    plugin: { name: p }\n") +
                application("jsonnet", "a", "name: in-cluster",
                            "    directory: { jsonnet: { tlas: [{ name: x, value: y }] } }\n")},
       {.path = "c/Chart.yaml", .text = "name: c\n"},
       {.path = "a/x.yaml", .text = config_map("x")}});
  Strings unresolved;
  for (const Unchecked& entry : fixture.environment("root").unresolved) {
    unresolved.push_back(entry.place.path + ':' + std::to_string(entry.place.line) + ' ' +
                         entry.what + ": " + entry.reason);
  }
  EXPECT_EQ(unresolved, (Strings{"root/apps.yaml:9 c: a Helm chart, which is not rendered",
                                 "root/apps.yaml:19 a: rendered by a plugin, which is not called",
                                 "root/apps.yaml:31 directory.jsonnet: Jsonnet is not executed"}));
}

TEST(Environments, an_application_changes_what_its_folder_builds) {
  const std::string deployment = R"(apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template: { spec: { containers: [{ name: web, image: "nginx:1.0" }] } }
)";
  const Fixture fixture(
      {{.path = "root/apps.yaml",
        .text =
            application("blue", "k", "name: in-cluster",
                        "    kustomize:\n"
                        "      namePrefix: blue-\n"
                        "      images: ['nginx=registry.example.com:5000/nginx:2.0']\n"
                        "      replicas: [{ name: web, count: '3' }]\n"
                        "      commonLabels: { colour: blue }\n"
                        "      patches:\n"
                        "        - target: { kind: Deployment }\n"
                        "          patch: |-\n"
                        "            - { op: add, path: /spec/paused, value: true }\n") +
            application("green", "k", "name: in-cluster",
                        "    kustomize: { nameSuffix: -green, images: ['nginx@sha256:0a'] }\n")},
       {.path = "k/kustomization.yaml", .text = "resources: [web.yaml]\n"},
       {.path = "k/web.yaml", .text = deployment}});
  EXPECT_EQ(fixture.names(), (Strings{"root"}));
  const model::Environment& environment = fixture.environment("root");
  EXPECT_EQ(titles(environment),
            (Strings{"Application argocd/blue", "Application argocd/green",
                     "Deployment blue/blue-web", "Deployment green/web-green"}));
  const model::Resource* const blue = environment.find("apps", "Deployment", "blue", "blue-web");
  ASSERT_NE(blue, nullptr);
  const yaml::Node image = blue->at("spec.template.spec.containers[0].image");
  EXPECT_EQ(image.text(), "registry.example.com:5000/nginx:2.0");
  EXPECT_EQ(fixture.place(image.span()), "root/apps.yaml:12:16");
  EXPECT_EQ(blue->at("spec.replicas").as_int(), 3);
  EXPECT_EQ(blue->at("spec.paused").as_bool(), true);
  EXPECT_EQ(blue->at("spec.selector.matchLabels.colour").text(), "blue");
  const model::Resource* const green = environment.find("apps", "Deployment", "green", "web-green");
  ASSERT_NE(green, nullptr);
  EXPECT_EQ(green->at("spec.template.spec.containers[0].image").text(), "nginx@sha256:0a");
  EXPECT_TRUE(environment.unresolved.empty());
}

TEST(ApplicationSets, list_elements_fill_the_template_and_keep_their_places) {
  const Fixture fixture({{.path = "root/set.yaml",
                          .text = set_of("    - list: { elements: [{ app: cart, dir: a }] }\n",
                                         "{{ .app }}-x", "{{ .dir }}")},
                         {.path = "a/x.yaml", .text = config_map("x")}});
  const model::Environment& environment = fixture.environment("root");
  const auto& applications = environment.of_kind("argoproj.io", "Application");
  ASSERT_EQ(applications.size(), 1U);
  EXPECT_EQ(applications[0]->title(), "Application argocd/cart-x");
  EXPECT_EQ(environment.applications[0].made_by, "ApplicationSet argocd/set");
  EXPECT_EQ(fixture.place(applications[0]->at("metadata.name").span()), "root/set.yaml:9:23");
  EXPECT_EQ(fixture.place(applications[0]->at("spec.source.path").span()), "root/set.yaml:7:44");
  EXPECT_EQ(environment.of_kind("", "ConfigMap").size(), 1U);
}

TEST(ApplicationSets, clusters_come_from_secrets) {
  const std::string generators = "    - clusters: { selector: { matchLabels: { env: prod } } }\n";
  const std::string secrets = R"(apiVersion: v1
kind: Secret
metadata:
  name: eu
  labels: { argocd.argoproj.io/secret-type: cluster, env: prod }
stringData: { name: eu, server: "https://eu.example.com" }
---
apiVersion: v1
kind: Secret
metadata:
  name: lab
  labels: { argocd.argoproj.io/secret-type: cluster, env: lab }
data: { name: bGFi, server: aHR0cHM6Ly9sYWIuZXhhbXBsZS5jb20= }
)";
  std::vector<Input> inputs = {
      {.path = "root/set.yaml",
       .text = set_of(generators, "{{ .name }}-{{ .metadata.labels.env }}")},
      {.path = "apps/x.yaml", .text = config_map("x")},
      {.path = "argocd/clusters.yaml", .text = secrets}};
  EXPECT_EQ(applications_of(Fixture(inputs)), (Strings{"eu-prod"}));
  inputs.pop_back();
  const Fixture unknown(inputs);
  EXPECT_EQ(applications_of(unknown), Strings());
  ASSERT_EQ(unknown.environment("root").unresolved.size(), 1U);
  EXPECT_EQ(unknown.environment("root").unresolved[0].reason,
            "no Secret declares the clusters of Argo CD");
  EXPECT_EQ(unknown.environment("root").unresolved[0].place.line, 7U);
}

TEST(ApplicationSets, one_undecided_generator_leaves_the_others) {
  const Fixture fixture({{.path = "root/set.yaml",
                          .text = set_of("    - plugin: { configMapRef: { name: p } }\n"
                                         "    - list: { elements: [{ app: cart }] }\n",
                                         "{{ .app }}")},
                         {.path = "apps/x.yaml", .text = config_map("x")}});
  EXPECT_EQ(applications_of(fixture), (Strings{"cart"}));
  EXPECT_EQ(fixture.environment("root").unresolved.size(), 1U);
  EXPECT_TRUE(fixture.environment("root").is_open);
}

}  // namespace
}  // namespace meshlint::environment
