// Any small tree of files as kustomizations: built, ordered and printed, with histories. Lines that
// begin with "# file: " start a new file, as in the examples of rule pages.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "model/workspace.h"
#include "render/emit.h"
#include "render/kustomize.h"
#include "text/source.h"
#include "yaml/document.h"

namespace {

constexpr std::string_view kFileMark = "# file: ";

// Small enough that whatever asks for more ends soon.
constexpr meshlint::render::RenderOptions kOptions{
    .limits = {.include_depth = 16, .resources = 2'000, .nodes = 200'000}, .keeps_history = true};

std::vector<meshlint::Input> files_of(std::string_view text) {
  std::vector<meshlint::Input> inputs = {{.path = "kustomization.yaml", .text = ""}};
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
  return inputs;
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<meshlint::Input> inputs =
      files_of(std::string_view(reinterpret_cast<const char*>(data), size));
  const auto workspace = meshlint::model::Workspace::load(inputs, {});
  for (const auto& file : workspace.files()) {
    const std::string_view directory = meshlint::model::directory_of(file->path);
    if (workspace.kustomization(directory) != file.get()) continue;
    const auto build = meshlint::render::build_kustomization(workspace, directory, kOptions);
    require(build.resources.size() == build.sources.size());
    require(build.resources.size() == build.histories.size());
    for (const meshlint::text::Problem& problem : build.problems) require(!problem.message.empty());
    // What is printed can be read again.
    const meshlint::text::Source printed("out.yaml", meshlint::render::emit(build.resources));
    const meshlint::yaml::File again = meshlint::yaml::parse(printed, 0);
    if (build.problems.empty() && again.problems.empty()) {
      require(again.documents.size() == build.resources.size());
    }
  }
  return 0;
}
