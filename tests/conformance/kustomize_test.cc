// Our build against the output of the real tool, over the cases of a shared folder.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/workspace.h"
#include "render/emit.h"
#include "render/kustomize.h"
#include "yaml/document.h"

namespace meshlint::render {
namespace {

namespace fs = std::filesystem;

fs::path cases_folder() {
  const char* const shared = std::getenv("MESHLINT_SHARED");
  return fs::path(shared ? shared : MESHLINT_SHARED_DIR) / "cases" / "kustomize";
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// What of a kustomization is not executed yet; a case that has it is out of scope.
const std::set<std::string, std::less<>> kOutOfScope = {
    "buildMetadata", "configurations", "crds",         "generators", "helmCharts",
    "openapi",       "replacements",   "transformers", "validators", "vars",
};

struct Case {
  std::string name;
  fs::path folder;
  std::string build_dir;
  bool is_error = false;
  bool is_in_scope = true;
  bool is_unrestricted = false;  // built with files outside of the folder allowed
};

std::vector<Case> cases() {
  std::vector<Case> result;
  for (const fs::directory_entry& entry : fs::directory_iterator(cases_folder())) {
    if (!fs::exists(entry.path() / "case.yaml")) continue;
    const text::Source source("case.yaml", read(entry.path() / "case.yaml"));
    const yaml::File file = yaml::parse(source, 0);
    const yaml::Node root = file.documents.front().root;
    Case one{.name = entry.path().filename(), .folder = entry.path() / "input", .build_dir = {}};
    one.build_dir = root["build_dir"].text();
    if (one.build_dir == ".") one.build_dir.clear();
    one.is_error = root["result"].text() == "error";
    for (const yaml::Node feature : root["features"]) {
      one.is_in_scope &= !kOutOfScope.contains(feature.text());
    }
    for (const yaml::Node flag : root["flags"]) {
      one.is_unrestricted |= flag.text() == "--load-restrictor=LoadRestrictionsNone";
    }
    result.push_back(std::move(one));
  }
  std::ranges::sort(result, {}, &Case::name);
  return result;
}

model::Workspace load(const fs::path& folder) {
  const Input input{.path = folder.string(), .text = {}};
  return model::Workspace::load(std::span(&input, 1), {.root = folder.string(), .exclude = {}});
}

std::string id_of(yaml::Node root) {
  std::string id(root["apiVersion"].text());
  const yaml::Node metadata = root["metadata"];
  for (const std::string_view part :
       {root["kind"].text(), metadata["namespace"].text(), metadata["name"].text()}) {
    id.append(1, '|').append(part);
  }
  return id;
}

using ById = std::map<std::string, yaml::Node>;

// The first difference in words, or nothing.
std::string difference(const ById& want, const ById& got) {
  for (const auto& [id, node] : want) {
    const auto found = got.find(id);
    if (found == got.end()) return "missing " + id;
    if (!yaml::deep_equal(node, found->second)) {
      return "differs: " + id + "\n--- want\n" + emit(node) + "--- got\n" + emit(found->second);
    }
  }
  for (const auto& [id, node] : got) {
    if (!want.contains(id)) return "unexpected " + id;
  }
  return {};
}

// Each exception with what has to happen before it can go.
const std::map<std::string, std::string, std::less<>> kKnownDifferences = {
    {"krusty-BlankNamespace4240", "a blank namespace of a subject is for the schema to report"},
    {"krusty-ComponentErrors-invalid-component-api-version",
     "the apiVersion of a kustomization is for the schema to report"},
    {"krusty-PatchPortHasNoProtocol", "we report the port that the real tool drops silently"},
};

// Whether the problem is none for somebody who builds with these flags.
bool is_allowed(const text::Problem& problem, const Case& one) {
  return one.is_unrestricted && problem.kind == text::ProblemKind::kOutsideRoot;
}

// What the real tool has printed, read and printed again, is the same to the byte.
TEST(KustomizeConformance, OutputOfTheRealToolIsPrintedAlike) {
  if (!fs::exists(cases_folder())) GTEST_SKIP() << "no cases at " << cases_folder();
  std::size_t count = 0;
  for (const Case& one : cases()) {
    for (const std::string name : {"expected.yaml", "expected.none.yaml"}) {
      const fs::path path = one.folder.parent_path() / name;
      if (!fs::exists(path)) continue;
      const std::string want = read(path);
      const text::Source source(name, want);
      const yaml::File file = yaml::parse(source, 0);
      std::vector<model::Resource> resources;
      for (const yaml::Document& document : file.documents) resources.push_back({document.root});
      EXPECT_EQ(emit(resources), want) << one.name << ": " << name;
      ++count;
    }
  }
  EXPECT_GT(count, 0u);
}

TEST(KustomizeConformance, ResourcesAreThoseOfTheRealTool) {
  if (!fs::exists(cases_folder())) GTEST_SKIP() << "no cases at " << cases_folder();
  std::size_t passed = 0;
  std::size_t out_of_scope = 0;
  for (const Case& one : cases()) {
    if (!one.is_in_scope) {
      ++out_of_scope;
      continue;
    }
    const model::Workspace workspace = load(one.folder);
    const Build build = build_kustomization(workspace, one.build_dir);
    if (!build.unresolved.empty()) {
      ++out_of_scope;
      continue;
    }
    std::string wrong;
    if (one.is_error) {
      if (build.problems.empty()) {
        bool has_read_problem = false;
        for (const auto& file : workspace.files()) has_read_problem |= !file->yaml.problems.empty();
        if (!has_read_problem) wrong = "the real tool fails, and we say nothing";
      }
    } else {
      std::string text = read(one.folder.parent_path() / "expected.yaml");
      // Names of generated objects bear a hash of their contents, which we leave out.
      RE2::GlobalReplace(&text, "-[bcdfghkmt2456789]{10}\\b", "");
      const text::Source source("expected.yaml", text);
      const yaml::File file = yaml::parse(source, 0);
      ById want;
      for (const yaml::Document& document : file.documents) {
        want.emplace(id_of(document.root), document.root);
      }
      ById got;
      for (const model::Resource& resource : build.resources) {
        got.emplace(id_of(resource.root), resource.root);
      }
      wrong = difference(want, got);
      for (const text::Problem& problem : build.problems) {
        if (!wrong.empty() || is_allowed(problem, one)) continue;
        wrong = "a problem that the real tool does not have: " + problem.message;
      }
    }
    const bool is_known = kKnownDifferences.contains(one.name);
    if (wrong.empty()) {
      ++passed;
      EXPECT_FALSE(is_known) << one.name << " passes; take it off the list";
    } else {
      EXPECT_TRUE(is_known) << one.name << ": " << wrong;
    }
  }
  std::cout << "kustomize cases: " << passed << " pass, " << kKnownDifferences.size()
            << " differ in a known way, " << out_of_scope << " out of scope\n";
  EXPECT_GT(passed, 0u);
}

// The problems of real repositories, each of which was read by hand: nothing but these.
TEST(KustomizeConformance, RealRepositoriesHaveTheirOwnMistakesOnly) {
  const fs::path corpora = cases_folder().parent_path().parent_path() / "corpora";
  if (!fs::exists(corpora)) GTEST_SKIP() << "no corpora at " << corpora;
  const std::map<std::string, std::size_t> want = {
      {"StatCan__aaw-argocd-manifests", 2},
      {"argoproj__argo-cd", 6},  // test data that is empty on purpose
      {"cloud-native-toolkit__multi-tenancy-gitops", 32},
      {"kubeflow__manifests", 3},
      {"redhat-cop__gitops-catalog", 6},
  };
  std::map<std::string, std::size_t> got;
  std::size_t kustomizations = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(corpora)) {
    const std::string name = entry.path().filename();
    if (!entry.is_directory() || name.starts_with('_')) continue;
    const model::Workspace workspace = load(entry.path());
    std::set<std::pair<text::Span, std::string>> problems;
    for (const auto& file : workspace.files()) {
      const std::string_view folder = model::directory_of(file->path);
      if (workspace.kustomization(folder) != file.get()) continue;
      ++kustomizations;
      for (const text::Problem& problem : build_kustomization(workspace, folder).problems) {
        problems.emplace(problem.at, problem.message);
      }
    }
    if (!problems.empty()) got[name] = problems.size();
  }
  std::cout << "kustomizations of the corpora: " << kustomizations << '\n';
  EXPECT_EQ(got, want);
}

}  // namespace
}  // namespace meshlint::render
