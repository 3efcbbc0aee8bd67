// Any small tree of files through the whole linter and every report.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "fuzz/files.h"
#include "meshlint/meshlint.h"

namespace {

const meshlint::Linter& linter() {
  static const meshlint::Linter kLinter = [] {
    meshlint::Config config;
    config.select = {"all"};
    config.repo_urls = {"https://example.com/acme/mesh"};
    config.jobs = 1;
    return *meshlint::Linter::create(config);
  }();
  return kLinter;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<meshlint::Input> inputs = meshlint::fuzz::files_of(
      std::string_view(reinterpret_cast<const char*>(data), size), "example.yaml");
  const meshlint::Outcome outcome = linter().check(inputs);
  for (const meshlint::Finding& finding : outcome.findings) {
    if (finding.rule.empty() || finding.message.empty() || finding.place.line == 0) std::abort();
  }
  for (const meshlint::Format& format : meshlint::formats()) (void)format.write(outcome, {});
  (void)meshlint::fix_diff(outcome);
  return 0;
}
