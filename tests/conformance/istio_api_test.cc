// Holds the facts to upstream's own examples: what Istio's API tests call valid
// has no problem here. Skipped where the examples are absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "schema/validate.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

std::filesystem::path shared_directory() {
  const char* const from_environment = std::getenv("MESHLINT_SHARED");
  return from_environment ? from_environment : MESHLINT_SHARED_DIR;
}

// Validates every document that is meant to be valid, and gives their number.
std::size_t check_directory(const std::filesystem::path& directory) {
  std::size_t checked = 0;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (const std::filesystem::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const text::Source source(
        path.filename().string(),
        std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
    const text::LineIndex lines(source.bytes());
    const yaml::File file = yaml::parse(source, 0);
    EXPECT_TRUE(file.problems.empty()) << source.path();
    for (const yaml::Document& document : file.documents) {
      if (document.root["_err"]) continue;  // an example of what upstream rejects
      const std::string_view version = document.root["apiVersion"].text();
      const std::string_view group = version.substr(0, version.find('/'));
      const Kind kind = find_kind(group, document.root["kind"].text());
      if (!kind) {
        ADD_FAILURE() << source.path() << ": no facts about " << document.root["kind"].text();
        continue;
      }
      std::vector<text::Problem> problems;
      validate(kind, document.root, {}, Part::kWhole, problems);
      for (const text::Problem& problem : problems) {
        ADD_FAILURE() << source.path() << ':' << lines.at(problem.at.begin).line << ": "
                      << problem.message;
      }
      ++checked;
    }
  }
  return checked;
}

TEST(IstioApi, what_the_api_tests_accept_is_valid) {
  const std::filesystem::path directory = shared_directory() / "cases" / "istio-api";
  if (!std::filesystem::is_directory(directory)) GTEST_SKIP() << directory << " is absent";
  EXPECT_GT(check_directory(directory), 0U);
}

TEST(IstioApi, minimal_objects_of_every_kind_are_valid) {
  const std::filesystem::path directory = shared_directory() / "cases" / "istio-dataset";
  if (!std::filesystem::is_directory(directory)) GTEST_SKIP() << directory << " is absent";
  EXPECT_GT(check_directory(directory), 0U);
}

}  // namespace
}  // namespace meshlint::schema
