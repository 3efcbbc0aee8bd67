#include "meshlint/config.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace meshlint {
namespace {

namespace fs = std::filesystem;

std::string error_of(std::string_view text) {
  const Result<Config> config = parse_config(text, "c.yaml");
  return config ? "no error" : config.error().message;
}

TEST(Config, all_keys) {
  const Result<Config> config = parse_config(R"(
select: [route, gateway/tls-missing]
ignore:
  - route/weights-sum
severity: { route/timeout-too-long: error, gateway: info }
options:
  route/timeout-too-long: { limit: 90s }
targets: { istio: 1.20 }
exclude: ["vendor/", '*.json']
repo-urls: [https://git.example.com/shop.git]
external:
  namespaces: [legacy]
  hosts: ["*.example.com"]
  gateways: [edge/shared]
  revisions: [canary]
  gateway-classes: [cilium]
jobs: 3
)",
                                             "c.yaml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->select, (std::vector<std::string>{"route", "gateway/tls-missing"}));
  EXPECT_EQ(config->ignore, std::vector<std::string>{"route/weights-sum"});
  EXPECT_EQ(config->severity.at("route/timeout-too-long"), Severity::kError);
  EXPECT_EQ(config->severity.at("gateway"), Severity::kInfo);
  EXPECT_EQ(config->options.at("route/timeout-too-long").at("limit"), "90s");
  EXPECT_EQ(config->targets.at("istio"), "1.20");  // as written, not the number 1.2
  EXPECT_EQ(config->exclude, (std::vector<std::string>{"vendor/", "*.json"}));
  EXPECT_EQ(config->repo_urls, std::vector<std::string>{"https://git.example.com/shop.git"});
  EXPECT_EQ(config->external.namespaces, std::vector<std::string>{"legacy"});
  EXPECT_EQ(config->external.hosts, std::vector<std::string>{"*.example.com"});
  EXPECT_EQ(config->external.gateways, std::vector<std::string>{"edge/shared"});
  EXPECT_EQ(config->external.revisions, std::vector<std::string>{"canary"});
  EXPECT_EQ(config->external.gateway_classes, std::vector<std::string>{"cilium"});
  EXPECT_EQ(config->jobs, 3U);
}

TEST(Config, nothing_set_is_the_default) {
  for (const char* text :
       {"", "# only a comment\n", "---\n", "select:\nexternal:\nseverity: {}\n"}) {
    const Result<Config> config = parse_config(text, "c.yaml");
    ASSERT_TRUE(config) << text << config.error().message;
    EXPECT_TRUE(config->select.empty());
    EXPECT_EQ(config->jobs, 0U);
  }
}

TEST(Config, a_former_name_of_a_rule_is_kept_as_written) {
  const Result<Config> config = parse_config(
      "ignore: [route/weights-total]\nseverity: { route/weights-total: info }\n"
      "options: { route/weights-total: {} }\n",
      "c.yaml");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->ignore, std::vector<std::string>{"route/weights-total"});
  EXPECT_TRUE(config->severity.contains("route/weights-total"));
  EXPECT_FALSE(check_rule_name("route/weights-total"));
}

TEST(Config, errors_name_the_place_and_the_nearest_name) {
  struct Case {
    const char* text;
    const char* error;
  };
  for (const auto& [text, error] : {
           Case{"jobs: 1\nselct: []\n", "c.yaml:2:1: unknown key `selct`; did you mean `select`?"},
           Case{"external:\n  host: []\n", "c.yaml:2:3: unknown key `host`; did you mean `hosts`?"},
           Case{"external:\n  whatever: []\n",
                "c.yaml:2:3: unknown key `whatever` (known: namespaces, hosts, gateways, secrets, "
                "providers, revisions, gateway-classes, complete)"},
           Case{"select: route\n", "c.yaml:1:9: `select` is a single value; write a list"},
           Case{"select: [[a]]\n", "c.yaml:1:10: `select` is a list; write a string"},
           Case{"select: [~]\n", "c.yaml:1:10: `select` is empty; write a string"},
           Case{"select: [route/weight-sum]\n",
                "c.yaml:1:10: unknown rule or family `route/weight-sum`; did you mean "
                "`route/weights-sum`?"},
           Case{"ignore: [weights-sum]\n",
                "c.yaml:1:10: unknown rule or family `weights-sum`; did you mean "
                "`route/weights-sum`?"},
           Case{"ignore: [KIA1104]\n",
                "c.yaml:1:10: unknown rule `KIA1104`; its name in meshlint is `route/weights-sum`"},
           Case{"ignore: [routes]\n",
                "c.yaml:1:10: unknown rule or family `routes`; did you mean `route`?"},
           Case{"severity: { route: warn }\n",
                "c.yaml:1:20: unknown severity `warn`; use error, warning or info"},
           Case{"severity: { route: erorr }\n",
                "c.yaml:1:20: unknown severity `erorr`; did you mean `error`?"},
           Case{
               "severity: { route: off }\n",
               "c.yaml:1:20: unknown severity `off`; to turn the rule off, list it under `ignore`"},
           Case{"severity: { route: [] }\n",
                "c.yaml:1:20: `route` is a list; write error, warning or info"},
           Case{"severity: { nope: error }\n", "c.yaml:1:13: unknown rule or family `nope`"},
           Case{"options: { route: { limit: 1 } }\n",
                "c.yaml:1:12: `route` is a family; options belong to one rule"},
           Case{"options: { route/timeout-too-long: { limits: 1 } }\n",
                "c.yaml:1:38: `route/timeout-too-long` has no option `limits`; did you mean "
                "`limit`?"},
           Case{"options: { route/weights-sum: { limit: 1 } }\n",
                "c.yaml:1:33: `route/weights-sum` has no option `limit`; it has no options"},
           Case{"external: { gateways: [shared] }\n",
                "c.yaml:1:24: gateway `shared` has no namespace; write namespace/name"},
           Case{"jobs: many\n", "c.yaml:1:7: `jobs` is `many`; write an integer from 0 to 1024"},
           Case{"jobs: -1\n", "c.yaml:1:7: `jobs` is `-1`; write an integer from 0 to 1024"},
           Case{"jobs: {}\n", "c.yaml:1:7: `jobs` is a mapping; write an integer from 0 to 1024"},
           Case{"- a\n", "c.yaml:1:1: the configuration is a list; write a mapping"},
           Case{"jobs: 1\n---\njobs: 2\n",
                "c.yaml:3:1: second document; a configuration has only one"},
       }) {
    EXPECT_EQ(error_of(text), error) << text;
  }
}

TEST(Config, broken_yaml_is_an_error_at_its_place) {
  EXPECT_TRUE(error_of("a: [\n").starts_with("c.yaml:")) << error_of("a: [\n");
  EXPECT_TRUE(error_of("jobs: 1\njobs: 2\n").starts_with("c.yaml:2:1: "))
      << error_of("jobs: 1\njobs: 2\n");
  EXPECT_TRUE(error_of(std::string(5000, '[')).starts_with("c.yaml:"));
  EXPECT_TRUE(error_of(std::string("jobs: \0", 7)).starts_with("c.yaml:"));
}

class ConfigFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "meshlint-config-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
    fs::create_directories(root_ / "repo/.git");
    fs::create_directories(root_ / "repo/a/b");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const fs::path& path, std::string_view text) { std::ofstream(root_ / path) << text; }

  fs::path root_;
};

TEST_F(ConfigFiles, are_found_up_to_the_repository) {
  EXPECT_EQ(find_config((root_ / "repo/a/b").string()), std::nullopt);
  write(".meshlint.yaml", "");  // above the repository: not ours
  EXPECT_EQ(find_config((root_ / "repo/a/b").string()), std::nullopt);
  write("repo/.meshlint.yml", "");
  EXPECT_EQ(find_config((root_ / "repo/a/b/").string()), (root_ / "repo/.meshlint.yml").string());
  write("repo/a/.meshlint.yaml", "");
  EXPECT_EQ(find_config((root_ / "repo/a/b").string()), (root_ / "repo/a/.meshlint.yaml").string());
}

TEST_F(ConfigFiles, lie_in_a_repository_or_in_none) {
  EXPECT_EQ(find_repository((root_ / "repo/a/b/").string()), (root_ / "repo").string());
  EXPECT_EQ(find_repository((root_ / "repo").string()), (root_ / "repo").string());
  EXPECT_EQ(find_repository(root_.string()), std::nullopt);
}

TEST_F(ConfigFiles, are_not_looked_for_from_the_working_directory) {
  EXPECT_EQ(find_config("."), std::nullopt);
  EXPECT_EQ(find_repository("."), std::nullopt);
  const Result<Config> config = load_config(".meshlint.yaml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message,
            ".meshlint.yaml: a relative path, but the configuration has no base");
}

TEST_F(ConfigFiles, are_shown_from_the_base) {
  write("repo/.meshlint.yaml", "jobs: many\n");
  const std::string base = (root_ / "repo").string();
  const std::string wrong = ".meshlint.yaml:1:7: ";
  EXPECT_TRUE(load_config(".meshlint.yaml", base).error().message.starts_with(wrong));
  EXPECT_TRUE(load_config(base + "/.meshlint.yaml", base).error().message.starts_with(wrong));
  EXPECT_TRUE(load_config("../.meshlint.yaml", base + "/a")
                  .error()
                  .message.starts_with(base + "/" + wrong));
}

TEST_F(ConfigFiles, have_a_folder) {
  write("repo/.meshlint.yaml", "jobs: 2\n");
  const Result<Config> config = load_config((root_ / "repo/.meshlint.yaml").string());
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->jobs, 2U);
  EXPECT_EQ(config->folder, (root_ / "repo").string());
  EXPECT_EQ(config->root, "");
}

TEST_F(ConfigFiles, what_cannot_be_read_is_an_error) {
  const std::string missing = (root_ / "missing.yaml").string();
  EXPECT_EQ(load_config(missing).error().message, missing + ": No such file or directory");
  EXPECT_FALSE(load_config(root_.string()));
  write("large.yaml", "# " + std::string(2'000'000, 'x'));
  EXPECT_FALSE(load_config((root_ / "large.yaml").string()));
}

}  // namespace
}  // namespace meshlint
