// Any small tree of files as kustomizations: built, ordered and printed, with histories.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "fuzz/files.h"
#include "kustomize/build_kustomization.h"
#include "kustomize/print.h"
#include "meshlint/linter.h"
#include "model/workspace.h"
#include "text/source.h"
#include "yaml/document.h"

namespace {

// Small enough that whatever asks for more ends soon.
constexpr meshlint::kustomize::BuildOptions kOptions{
    .limits = {.include_depth = 16, .resources = 2'000, .nodes = 200'000}, .keeps_history = true};

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<meshlint::Input> inputs = meshlint::fuzz::files_of(
      std::string_view(reinterpret_cast<const char*>(data), size), "kustomization.yaml");
  const auto workspace = meshlint::model::Workspace::load(inputs, {});
  for (const auto& file : workspace.files()) {
    const std::string_view directory = meshlint::model::directory_of(file->path);
    if (workspace.kustomization(directory) != file.get()) continue;
    const auto build = meshlint::kustomize::build_kustomization(workspace, directory, kOptions);
    require(build.resources.size() == build.sources.size());
    require(build.resources.size() == build.histories.size());
    for (const meshlint::text::Problem& problem : build.problems) require(!problem.message.empty());
    // What is printed can be read again.
    const meshlint::text::Source printed("out.yaml", meshlint::kustomize::print(build.resources));
    const meshlint::yaml::File again = meshlint::yaml::parse(printed, 0);
    if (build.problems.empty() && again.problems.empty()) {
      require(again.documents.size() == build.resources.size());
    }
  }
  return 0;
}
