// Any small tree of files through the whole linter and every report. Lines that begin with
// "# file: " start a new file, as in the examples of rule pages.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/meshlint.h"

namespace {

constexpr std::string_view kFileMark = "# file: ";

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
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<meshlint::Input> inputs = {{.path = "example.yaml", .text = ""}};
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.starts_with(kFileMark)) {
      inputs.push_back({.path = std::string(line.substr(kFileMark.size())), .text = ""});
    } else {
      *inputs.back().text += line;
      *inputs.back().text += '\n';
    }
  }
  const meshlint::Outcome outcome = linter().check(inputs);
  for (const meshlint::Finding& finding : outcome.findings) {
    if (finding.rule.empty() || finding.message.empty() || finding.place.line == 0) std::abort();
  }
  (void)meshlint::text_report(outcome, {});
  (void)meshlint::json_report(outcome);
  (void)meshlint::sarif_report(outcome);
  (void)meshlint::github_report(outcome);
  (void)meshlint::fix_diff(outcome);
  return 0;
}
