#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/files.h"
#include "meshlint/schema_import.h"

namespace meshlint::cli {
namespace {

namespace fs = std::filesystem;

std::optional<SchemaFile> read(const fs::path& path, std::string name) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path)) {
    print_error(path.string() + ": cannot be read");
    return std::nullopt;
  }
  return SchemaFile{std::move(name),
                    {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()}};
}

}  // namespace

ExitCode run_schema_import(const SchemaImportFlags& flags) {
  SchemaImport import;
  import.product = flags.product;
  import.groups = flags.groups;
  import.kinds = flags.kinds;
  import.suffix = flags.suffix;
  import.shared = flags.shared;
  import.only_new_kinds = flags.only_new_kinds;
  for (const std::vector<std::string>& version : flags.versions) {
    SchemaVersion read_version{version.front(), {}};
    for (std::size_t i = 1; i < version.size(); ++i) {
      std::optional<SchemaFile> file = read(version[i], version[i]);
      if (!file) return kUsageError;
      read_version.files.push_back(*std::move(file));
    }
    import.versions.push_back(std::move(read_version));
  }
  std::error_code error;
  std::vector<fs::path> facts;
  for (const fs::directory_entry& entry : fs::directory_iterator(flags.into, error)) {
    if (entry.path().extension() == ".yaml") facts.push_back(entry.path());
  }
  if (error) {
    print_error(flags.into + ": " + error.message());
    return kUsageError;
  }
  std::ranges::sort(facts);
  for (const fs::path& path : facts) {
    std::optional<SchemaFile> file = read(path, path.filename().string());
    if (!file) return kUsageError;
    import.facts.push_back(*std::move(file));
  }

  const Result<SchemaImported> imported = import_schemas(import);
  if (!imported) {
    print_error(imported.error().message);
    return kUsageError;
  }
  for (const SchemaFile& file : imported->files) {
    const fs::path path = fs::path(flags.into) / file.path;
    if (const Result<fs::path> written = replace_file(path, file.text); !written) {
      print_error(written.error().message);
      return kUsageError;
    }
    fmt::print("{}\n", path.string());
  }
  for (const std::string& note : imported->notes) fmt::print(stderr, "note: {}\n", note);
  return kClean;
}

}  // namespace meshlint::cli
