// Our build against the output of the real tool, over the cases of a shared folder.
//
//   MESHLINT_CASE=SmallOverlay meshlint_conformance_tests --gtest_filter='KustomizeConformance*'
//
// looks only at the cases with that in their names, and prints the whole difference of each.
// Cases that fail are in kustomize_exemptions.tsv with a reason; MESHLINT_UPDATE_GOLDEN takes off
// what passes.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kustomize/build_kustomization.h"
#include "kustomize/print.h"
#include "meshlint/linter.h"
#include "meshlint/render.h"
#include "model/workspace.h"
#include "yaml/document.h"

namespace meshlint::kustomize {
namespace {

namespace fs = std::filesystem;

constexpr char kExemptions[] = MESHLINT_CONFORMANCE_DIR "/kustomize_exemptions.tsv";

fs::path cases_folder() {
  const char* const shared = std::getenv("MESHLINT_SHARED");
  return fs::path(shared ? shared : MESHLINT_SHARED_DIR) / "cases" / "kustomize";
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Case {
  std::string name;
  fs::path folder;
  std::string build_dir;  // of folder/input
  bool is_error = false;
  bool is_load_restricted = true;
};

std::vector<Case> cases() {
  const char* const wanted = std::getenv("MESHLINT_CASE");
  std::vector<Case> result;
  for (const fs::directory_entry& entry : fs::directory_iterator(cases_folder())) {
    if (!fs::exists(entry.path() / "case.yaml")) continue;
    Case one{.name = entry.path().filename(), .folder = entry.path(), .build_dir = {}};
    if (wanted != nullptr && one.name.find(wanted) == std::string::npos) continue;
    const text::Source source("case.yaml", read(entry.path() / "case.yaml"));
    const yaml::File file = yaml::parse(source, 0);
    const yaml::Node root = file.documents.front().root;
    one.build_dir = root["build_dir"].text();
    one.is_error = root["result"].text() == "error";
    for (const yaml::Node flag : root["flags"]) {
      EXPECT_EQ(flag.text(), "--load-restrictor=LoadRestrictionsNone") << one.name;
      one.is_load_restricted = false;
    }
    result.push_back(std::move(one));
  }
  std::ranges::sort(result, {}, &Case::name);
  return result;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

// The first line that differs with the lines around it, or, if only one case is looked at, from
// there on all of them.
std::string difference(std::string_view want, std::string_view got) {
  const std::vector<std::string_view> wanted = lines_of(want);
  const std::vector<std::string_view> given = lines_of(got);
  std::size_t at = 0;
  while (at < wanted.size() && at < given.size() && wanted[at] == given[at]) ++at;
  const std::size_t context = std::getenv("MESHLINT_CASE") != nullptr ? 1000 : 3;
  const auto shown = [&](std::string_view mark, const std::vector<std::string_view>& lines) {
    std::string text;
    for (std::size_t i = at; i < std::min(lines.size(), at + context); ++i) {
      text += fmt::format("{} {}\n", mark, lines[i]);
    }
    return text;
  };
  std::string text = fmt::format("line {}:\n", at + 1);
  for (std::size_t i = at - std::min(at, std::size_t{3}); i < at; ++i) {
    text += fmt::format("  {}\n", wanted[i]);
  }
  if (at == wanted.size() && at == given.size()) return "only in its last line break\n";
  return text + shown("-", wanted) + shown("+", given);
}

std::string told(const Outcome& outcome) {
  std::string text;
  for (const Finding& finding : outcome.findings) {
    text += fmt::format("  {}: {}:{}:{}: {}\n", severity_name(finding.severity), finding.place.path,
                        finding.place.line, finding.place.column, finding.message);
  }
  for (const Unchecked& entry : outcome.unchecked) {
    text += fmt::format("  not built: {}: {}\n", entry.what, entry.reason);
  }
  return text;
}

// What is wrong with our build of a case, or nothing.
std::string failure_of(const Case& one) {
  const fs::path input = one.folder / "input";
  const Config config{.base = input.string(), .root = input.string()};
  RenderRequest request{.directory = (input / one.build_dir).string(),
                        .is_load_restricted = one.is_load_restricted};
  const Result<Rendering> rendering = render_kustomization(request, config);
  if (!rendering) return rendering.error().message;
  if (one.is_error) {
    for (const Finding& finding : rendering->outcome.findings) {
      if (finding.severity == Severity::kError && fs::exists(input / finding.place.path)) {
        return {};
      }
    }
    return fmt::format("the real tool fails, and we say nothing: {}{}",
                       read(one.folder / "expected-error.txt"), told(rendering->outcome));
  }
  const std::string want = read(one.folder / "expected.yaml");
  if (rendering->text != want) {
    return fmt::format("{}{}", difference(want, rendering->text), told(rendering->outcome));
  }
  if (!rendering->is_complete) {
    return "problems that the real tool does not have:\n" + told(rendering->outcome);
  }
  if (!fs::exists(one.folder / "expected.none.yaml")) return {};
  request.is_reordered = false;
  const std::string unsorted = read(one.folder / "expected.none.yaml");
  const std::string got = render_kustomization(request, config)->text;
  return got == unsorted ? "" : "--reorder none: " + difference(unsorted, got);
}

// What a case needs that is not there yet, or why it never will, by name.
using Exemptions = std::map<std::string, std::string, std::less<>>;

Exemptions read_exemptions() {
  Exemptions exemptions;
  std::istringstream lines(read(kExemptions));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t tab = line.find('\t');
    exemptions[line.substr(0, tab)] = tab == line.npos ? "" : line.substr(tab + 1);
  }
  return exemptions;
}

// Leaves out the lines of these cases.
void take_off(const std::set<std::string>& names) {
  std::string kept;
  std::istringstream lines(read(kExemptions));
  for (std::string line; std::getline(lines, line);) {
    if (!names.contains(line.substr(0, line.find('\t')))) kept += line + '\n';
  }
  std::ofstream(kExemptions, std::ios::binary) << kept;
}

TEST(KustomizeConformance, output_is_that_of_the_real_tool) {
  if (!fs::exists(cases_folder())) GTEST_SKIP() << "no cases at " << cases_folder();
  const bool is_one = std::getenv("MESHLINT_CASE") != nullptr;
  const bool is_update = std::getenv("MESHLINT_UPDATE_GOLDEN") != nullptr;
  Exemptions exemptions = read_exemptions();
  std::size_t passed = 0;
  std::map<std::string, std::size_t> exempt;  // by reason
  std::set<std::string> obsolete;
  for (const Case& one : cases()) {
    const std::string wrong = failure_of(one);
    const auto exemption = exemptions.find(one.name);
    const bool is_exempt = exemption != exemptions.end();
    if (wrong.empty()) {
      ++passed;
      if (is_exempt) obsolete.insert(one.name);
    } else if (is_exempt && !is_one) {
      ++exempt[exemption->second];
      EXPECT_NE(exemption->second, "") << one.name << ": an exemption needs a reason";
    } else {
      ADD_FAILURE() << one.name << ": " << wrong;
    }
    if (is_exempt) exemptions.erase(exemption);
  }
  if (is_update) take_off(obsolete);
  for (const std::string& name : obsolete) {
    if (!is_update) ADD_FAILURE() << name << " passes; take it off the exemptions";
  }
  if (is_one) return;
  for (const auto& [name, reason] : exemptions) ADD_FAILURE() << name << ": there is no such case";
  std::cout << "kustomize cases: " << passed << " pass\n";
  for (const auto& [reason, count] : exempt) std::cout << "  " << count << ": " << reason << '\n';
  EXPECT_GT(passed, 0u);
}

// What the real tool has printed, read and printed again, is the same to the byte.
TEST(KustomizeConformance, output_of_the_real_tool_is_printed_alike) {
  if (!fs::exists(cases_folder())) GTEST_SKIP() << "no cases at " << cases_folder();
  std::size_t count = 0;
  for (const Case& one : cases()) {
    for (const std::string name : {"expected.yaml", "expected.none.yaml"}) {
      const fs::path path = one.folder / name;
      if (!fs::exists(path)) continue;
      const std::string want = read(path);
      const text::Source source(name, want);
      const yaml::File file = yaml::parse(source, 0);
      std::vector<model::Resource> resources;
      for (const yaml::Document& document : file.documents) resources.push_back({document.root});
      EXPECT_EQ(print(resources), want) << one.name << ": " << name;
      ++count;
    }
  }
  EXPECT_GT(count, 0u);
}

model::Workspace load(const fs::path& folder) {
  const Input input{.path = folder.string(), .text = {}};
  return model::Workspace::load(std::span(&input, 1), {.root = folder.string(), .exclude = {}});
}

// The problems of real repositories, each of which was read by hand: nothing but these.
TEST(KustomizeConformance, real_repositories_have_their_own_mistakes_only) {
  const fs::path corpora = cases_folder().parent_path().parent_path() / "corpora";
  if (!fs::exists(corpora)) GTEST_SKIP() << "no corpora at " << corpora;
  const std::map<std::string, std::size_t> want = {
      {"StatCan__aaw-argocd-manifests", 3},
      {"argoproj__argo-cd", 10},  // test data that is wrong on purpose
      {"cloud-native-toolkit__multi-tenancy-gitops", 32},
      {"kubeflow__manifests", 10},
      {"kubernetes-sigs__kustomize", 1},
      {"redhat-cop__gitops-catalog", 21},
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
      // What a component patches is there only where it is included.
      const auto& documents = file->yaml.documents;
      if (!documents.empty() && documents.front().root["kind"].text() == "Component") continue;
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
}  // namespace meshlint::kustomize
