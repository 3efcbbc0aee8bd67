#include <fmt/core.h>

#include <filesystem>
#include <system_error>

#include "cli/commands.h"
#include "cli/files.h"
#include "meshlint/schema.h"

namespace meshlint::cli {

namespace fs = std::filesystem;

ExitCode run_schema_export(const SchemaExportFlags& flags) {
  const auto targets = parse_targets(flags.targets);
  if (!targets) {
    print_error(targets.error().message);
    return kUsageError;
  }
  const Result<std::vector<SchemaFile>> files = export_schemas(*targets);
  if (!files) {
    print_error(files.error().message);
    return kUsageError;
  }
  for (const SchemaFile& file : *files) {
    const fs::path path = fs::path(flags.folder) / file.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
      print_error(fmt::format("{}: {}", path.parent_path().string(), error.message()));
      return kUsageError;
    }
    if (const Result<fs::path> written = replace_file(path, file.text); !written) {
      print_error(written.error().message);
      return kUsageError;
    }
  }
  fmt::print("wrote {} files to {}\n", files->size(), flags.folder);
  return kClean;
}

}  // namespace meshlint::cli
