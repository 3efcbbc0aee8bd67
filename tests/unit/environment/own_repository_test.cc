#include "environment/own_repository.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "environment/plain_folders.h"
#include "meshlint/linter.h"
#include "model/repository_url.h"

namespace meshlint::environment {
namespace {

using Strings = std::vector<std::string>;

std::string application(const std::string& url, const std::string& path) {
  return "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x }\n"
         "spec: { source: { repoURL: '" +
         url + "', path: " + path + " } }\n---\n";
}

// The repository of these Applications, in which the folders a, b and c exist.
OwnRepository own(const std::string& applications, const Config& config = {}) {
  std::vector<Input> inputs = {{.path = "root.yaml", .text = applications}};
  for (const std::string folder : {"a", "b", "c"}) {
    inputs.push_back({.path = folder + "/x.yaml", .text = "x: 1\n"});
  }
  const model::Workspace workspace = model::Workspace::load(inputs, {});
  return OwnRepository::of(workspace, config, loose_parts(workspace, {}));
}

TEST(OwnRepository, the_configuration_names_it) {
  const OwnRepository repository = own(application("https://example.com/other", "a"),
                                       {.repo_urls = {"https://Example.com/shop.git"}});
  EXPECT_EQ(repository.urls(), (Strings{"example.com/shop"}));
  EXPECT_TRUE(repository.is_certain());
  EXPECT_TRUE(model::is_one_of("git@example.com:shop", repository.urls()));
  EXPECT_FALSE(model::is_one_of("https://example.com/other", repository.urls()));
}

TEST(OwnRepository, is_else_the_url_with_the_most_folders_here) {
  const OwnRepository repository = own(application("https://example.com/shop", "a") +
                                       application("https://example.com/shop", "b") +
                                       application("https://example.com/shop", "gone") +
                                       application("https://example.com/other", "c"));
  EXPECT_EQ(repository.urls(), (Strings{"example.com/shop"}));
  EXPECT_FALSE(repository.is_certain());
}

TEST(OwnRepository, is_unknown_if_most_folders_are_not_here) {
  EXPECT_EQ(own(application("https://example.com/shop", "a") +
                application("https://example.com/shop", "gone") +
                application("https://example.com/shop", "lost"))
                .urls(),
            Strings());
  EXPECT_EQ(own("a: 1\n").urls(), Strings());
}

TEST(OwnRepository, generators_and_templates_count_too) {
  EXPECT_EQ(own(R"(apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: x }
spec:
  generators:
    - matrix:
        generators:
          - git: { repoURL: https://example.com/shop, files: [{ path: a/*.yaml }] }
  template:
    spec: { source: { repoURL: https://example.com/shop, path: '{{ .path }}' } }
)")
                .urls(),
            (Strings{"example.com/shop"}));
}

}  // namespace
}  // namespace meshlint::environment
