// Istio's own sample objects: no rule finds an error in them. Skipped where the shared folder is
// absent.

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "meshlint/meshlint.h"

namespace meshlint {
namespace {

TEST(IstioDataset, has_no_errors) {
  const std::filesystem::path folder =
      std::filesystem::path(MESHLINT_SHARED_DIR) / "cases/istio-dataset";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  const Result<Linter> linter = Linter::create(Config{.root = folder.string()});
  ASSERT_TRUE(linter) << linter.error().message;
  const std::vector<Input> inputs = {{.path = folder.string()}};
  const Outcome outcome = linter->check(inputs);
  EXPECT_GT(outcome.resources, 0U);
  for (const Finding& finding : outcome.findings) {
    EXPECT_NE(finding.severity, Severity::kError)
        << finding.place.path << ':' << finding.place.line << ": " << finding.message;
  }
}

}  // namespace
}  // namespace meshlint
