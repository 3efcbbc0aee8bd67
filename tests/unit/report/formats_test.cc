// The table of formats, its page in docs/output.md, and a golden file for each of them.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "meshlint/report.h"
#include "unit/report/outcomes.h"

namespace meshlint::report {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

TEST(Formats, are_found_by_their_names) {
  ASSERT_FALSE(formats().empty());
  EXPECT_EQ(formats().front().name, "text");
  for (const Format& format : formats()) EXPECT_EQ(find_format(format.name), &format);
  EXPECT_EQ(find_format("xml"), nullptr);
}

TEST(Formats, are_described) {
  const std::string page = read_file(std::filesystem::path(MESHLINT_DOCS_DIR) / "output.md");
  for (const Format& format : formats()) {
    const char* const paths =
        format.paths == PathStyle::kFromBase ? "the working directory" : "the repository";
    const std::string row = "| `" + std::string(format.name) + "` | `" +
                            std::string(format.media_type) + "` | " + paths + " | " +
                            std::string(format.what) + " |\n";
    EXPECT_NE(page.find(row), std::string::npos) << "docs/output.md lacks the row\n" << row;
  }
}

// Of an outcome with everything that an outcome can have, whose base is a folder of the repository.
TEST(Formats, have_golden_files) {
  Outcome outcome = full_outcome();
  outcome.root = "/repository";
  outcome.base = "/repository/mesh";
  for (const Format& format : formats()) {
    const std::filesystem::path path = std::filesystem::path(MESHLINT_GOLDEN_DIR) / "formats" /
                                       ("outcome." + std::string(format.name));
    const std::string report = format.write(outcome, {});
    if (std::getenv("MESHLINT_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(path, std::ios::binary) << report;
    } else {
      EXPECT_EQ(report, read_file(path)) << path << " differs; `./dev test --update` rewrites it";
    }
  }
}

}  // namespace
}  // namespace meshlint::report
