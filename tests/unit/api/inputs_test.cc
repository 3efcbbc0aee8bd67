// What the library reads, and which paths it shows: nothing depends on the working directory.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/meshlint.h"
#include "unit/model/temporary_tree.h"

namespace meshlint {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTwice = "a: 1\na: 2\n";  // yaml/duplicate-key

// The working directory of a scope.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& folder) : before_(fs::current_path()) {
    fs::current_path(folder);
  }
  ~WorkingFolder() { fs::current_path(before_); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  fs::path before_;
};

// A repository with a mistake in each of two folders.
class Inputs : public testing::Test {
 protected:
  Inputs() {
    fs::create_directories(tree_ / "repo/.git");
    tree_.write("repo/shop/reviews.yaml", kTwice);
    tree_.write("repo/billing/ledger.yaml", kTwice);
    fs::create_directories(tree_ / "other");
  }

  std::string path(const std::string& inside) const {
    return (fs::canonical(tree_.root()) / inside).string();
  }

  static Outcome check(const std::vector<std::string>& paths, const Config& config = {}) {
    const Result<Linter> linter = Linter::create(config);
    EXPECT_TRUE(linter) << linter.error().message;
    std::vector<Input> inputs;
    for (const std::string& each : paths) inputs.push_back({.path = each, .text = {}});
    return linter->check(inputs);
  }

  static std::vector<std::string> paths_of(const Outcome& outcome) {
    std::vector<std::string> paths;
    for (const Finding& finding : outcome.findings) paths.push_back(finding.place.path);
    return paths;
  }

  // Why the only input was not checked.
  static std::string reason_of(const Outcome& outcome) {
    EXPECT_EQ(outcome.files, 0U);
    EXPECT_EQ(outcome.unchecked.size(), 1U);
    return outcome.unchecked.empty() ? "" : outcome.unchecked[0].reason;
  }

  model::TemporaryTree tree_;
};

using Paths = std::vector<std::string>;

TEST_F(Inputs, an_absolute_path_has_one_answer_in_every_folder) {
  std::vector<std::string> reports;
  for (const char* folder : {"other", "repo", "repo/shop"}) {
    const WorkingFolder here(tree_ / folder);
    const Outcome outcome = check({path("repo/shop")});
    EXPECT_EQ(paths_of(outcome), Paths{"shop/reviews.yaml"}) << folder;
    EXPECT_EQ(outcome.root, path("repo"));
    EXPECT_EQ(outcome.base, path("repo"));
    for (const Format& format : formats()) reports.push_back(format.write(outcome, {}));
  }
  for (std::size_t i = formats().size(); i < reports.size(); ++i) {
    EXPECT_EQ(reports[i], reports[i % formats().size()]);
  }
}

TEST_F(Inputs, paths_are_relative_to_the_base_or_absolute) {
  EXPECT_EQ(paths_of(check({path("repo")}, {.base = path("repo")})),
            (Paths{"billing/ledger.yaml", "shop/reviews.yaml"}));
  EXPECT_EQ(paths_of(check({path("repo")}, {.base = path("repo/shop")})),
            (Paths{path("repo/billing/ledger.yaml"), "reviews.yaml"}));
  EXPECT_EQ(paths_of(check({path("repo")}, {.base = path("")})),
            (Paths{"repo/billing/ledger.yaml", "repo/shop/reviews.yaml"}));
  EXPECT_EQ(paths_of(check({path("repo/shop")}, {.base = path("other")})),
            Paths{path("repo/shop/reviews.yaml")});
}

TEST_F(Inputs, relative_paths_are_resolved_against_the_base) {
  const WorkingFolder here(tree_ / "other");
  EXPECT_EQ(paths_of(check({"shop"}, {.base = path("repo")})), Paths{"shop/reviews.yaml"});
  EXPECT_EQ(paths_of(check({"../repo/shop"}, {.base = path("other")})),
            Paths{path("repo/shop/reviews.yaml")});
  const WorkingFolder repository(tree_ / "repo");
  EXPECT_EQ(reason_of(check({"shop"})), "a relative path, but the configuration has no base");
  const Result<Linter> linter = Linter::create({.base = "shop"});
  ASSERT_FALSE(linter);
  EXPECT_EQ(linter.error().message, "base `shop` is a relative path; use an absolute one");
}

TEST_F(Inputs, a_path_that_does_not_exist_says_so) {
  const Outcome outcome = check({path("repo/nowhere")});
  EXPECT_EQ(reason_of(outcome), "no such file or folder");
  EXPECT_EQ(outcome.unchecked[0].place.path, path("repo/nowhere"));
  EXPECT_EQ(reason_of(check({"nowhere"}, {.base = path("repo")})), "no such file or folder");
  EXPECT_EQ(reason_of(check({path("other")}, {.root = path("repo")})),
            "outside the repository that this run checks");
  const std::vector<Input> inputs = {{.path = path("repo/nowhere"), .text = {}}};
  const EnvironmentList list = list_environments(inputs, {});
  ASSERT_EQ(list.unchecked.size(), 1U);
  EXPECT_EQ(list.unchecked[0].reason, "no such file or folder");
}

TEST_F(Inputs, without_a_repository_the_root_is_above_all_inputs) {
  fs::remove(tree_ / "repo/.git");
  const Outcome outcome = check({path("repo/shop"), path("repo/billing/ledger.yaml")});
  EXPECT_EQ(paths_of(outcome), (Paths{"billing/ledger.yaml", "shop/reviews.yaml"}));
  EXPECT_EQ(check({path("repo/shop")}).root, path("repo/shop"));
  EXPECT_EQ(check({path("repo/shop")}, {.base = path("repo")}).root, path("repo"));
}

TEST_F(Inputs, a_text_belongs_to_its_path) {
  const Result<Linter> linter = Linter::create({.base = path("repo/shop")});
  ASSERT_TRUE(linter);
  for (const std::string& name : {std::string("new.yaml"), path("repo/shop/new.yaml")}) {
    const std::vector<Input> inputs = {{.path = name, .text = std::string(kTwice)}};
    const Outcome outcome = linter->check(inputs);
    EXPECT_EQ(paths_of(outcome), Paths{"new.yaml"});
    EXPECT_EQ(outcome.root, path("repo"));
  }
}

TEST_F(Inputs, formats_write_paths_from_the_base_or_from_the_repository) {
  const Outcome outcome = check({path("repo/shop")}, {.base = path("repo/shop")});
  for (const Format& format : formats()) {
    const std::string report = format.write(outcome, {});
    EXPECT_NE(report.find("reviews.yaml"), std::string::npos) << format.name;
    EXPECT_EQ(report.find("shop/reviews.yaml") != std::string::npos,
              format.paths == PathStyle::kFromRepository)
        << format.name;
  }
}

TEST_F(Inputs, a_diff_is_for_the_repository) {
  tree_.write("repo/shop/reviews.yaml",
              "apiVersion: networking.istio.io/v1\nkind: VirtualService\n"
              "metadata: { name: reviews, namespace: shop }\n"
              "spec:\n  hosts: [reviews.example.com]\n  http:\n"
              "    - retries: { attempts: 2, retryOn: \"5xx, reset\" }\n"
              "      route: [{ destination: { host: reviews.example.com } }]\n");
  const Outcome outcome = check({path("repo/shop")}, {.base = path("repo/shop")});
  EXPECT_TRUE(fix_diff(outcome).starts_with("diff --git a/shop/reviews.yaml b/shop/reviews.yaml\n"))
      << fix_diff(outcome);
  EXPECT_TRUE(fixed_files(outcome).contains("reviews.yaml"));
}

TEST_F(Inputs, patterns_count_from_the_folder_of_the_configuration) {
  tree_.write("repo/shop/.meshlint.yaml", "exclude: [/reviews.yaml]\n");
  const Result<Config> config = load_config(".meshlint.yaml", path("repo/shop"));
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(paths_of(check({path("repo")}, *config)), Paths{path("repo/billing/ledger.yaml")});
}

TEST_F(Inputs, a_configuration_names_files_from_its_folder) {
  tree_.write("repo/.meshlint.yaml", "crds: [crds]\nrules: [pages]\n");
  const Result<Config> config = load_config("repo/.meshlint.yaml", path(""));
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->crds, Paths{path("repo/crds")});
  const Result<Linter> linter = Linter::create(*config);
  ASSERT_FALSE(linter);
  EXPECT_EQ(linter.error().message, "repo/crds: cannot be read");
}

// A kustomization with two mistakes: a file that doesn't exist, and an unknown field.
class RenderInputs : public Inputs {
 protected:
  RenderInputs() {
    tree_.write("repo/app/kustomization.yaml", "namePrefx: a-\nresources:\n  - gone.yaml\n");
  }

  Rendering render(const Config& config) const {
    Result<Rendering> rendering = render_kustomization({.directory = path("repo/app")}, config);
    EXPECT_TRUE(rendering) << rendering.error().message;
    return *std::move(rendering);
  }

  static std::vector<std::string> rules_of(const Outcome& outcome) {
    std::vector<std::string> rules;
    for (const Finding& finding : outcome.findings) rules.push_back(finding.rule);
    return rules;
  }
};

TEST_F(RenderInputs, a_build_obeys_the_configuration) {
  const std::vector<std::string> rules = rules_of(render({}).outcome);
  ASSERT_EQ(rules.size(), 2U);
  const Rendering rendering =
      render({.ignore = {rules[0]}, .severity = {{rules[1], Severity::kInfo}}});
  EXPECT_EQ(rules_of(rendering.outcome), Paths{rules[1]});
  EXPECT_EQ(rendering.outcome.findings[0].severity, Severity::kInfo);
  EXPECT_TRUE(rendering.is_failed);  // kustomize fails all the same
  EXPECT_FALSE(rendering.is_complete);
  EXPECT_FALSE(render_kustomization({.directory = path("repo/app")}, {.ignore = {"kustomise"}}));
}

TEST_F(RenderInputs, a_build_obeys_suppressions) {
  const std::vector<std::string> rules = rules_of(render({}).outcome);
  ASSERT_EQ(rules.size(), 2U);
  tree_.write("repo/app/kustomization.yaml",
              "namePrefx: a-\nresources:\n  - gone.yaml  # meshlint: ignore=" + rules[1] + "\n");
  const Rendering rendering = render({});
  EXPECT_EQ(rules_of(rendering.outcome), Paths{rules[0]});
  EXPECT_EQ(rendering.outcome.suppressed, 1U);
  EXPECT_FALSE(rendering.is_complete);
}

TEST_F(RenderInputs, a_folder_has_one_answer_in_every_folder) {
  const WorkingFolder here(tree_ / "repo/shop");
  const Outcome outcome = render({}).outcome;
  EXPECT_EQ(paths_of(outcome), (Paths{"app/kustomization.yaml", "app/kustomization.yaml"}));
  const Result<Rendering> relative = render_kustomization({.directory = "../app"});
  ASSERT_FALSE(relative);
  EXPECT_EQ(relative.error().message, "../app: a relative path, but the configuration has no base");
  EXPECT_TRUE(render_kustomization({.directory = "../app"}, {.base = path("repo/shop")}));
  const Result<Rendering> missing = render_kustomization({.directory = path("repo/nowhere")});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, path("repo/nowhere") + ": no such folder");
}

}  // namespace
}  // namespace meshlint
