#include "text/given_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "text/base_path.h"
#include "text/file.h"

namespace meshlint::text {
namespace {

namespace fs = std::filesystem;

bool is_manifest(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json";
}

}  // namespace

Result<std::vector<SourceId>> read_given_files(const std::string& path, std::string_view base,
                                               Sources& sources) {
  const Result<std::string> whole = absolute_path(path, base);
  if (!whole) return whole.error();
  std::error_code error;
  std::vector<fs::path> files;
  if (!fs::is_directory(*whole, error)) {
    files.emplace_back(*whole);
  } else {
    for (auto entry = fs::recursive_directory_iterator(*whole, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->is_regular_file(error) && is_manifest(entry->path())) {
        files.push_back(entry->path());
      }
    }
    if (error) return Error{fmt::format("{}: {}", path, error.message())};
    std::ranges::sort(files);
  }
  std::vector<SourceId> ids;
  for (const fs::path& file : files) {
    std::optional<std::string> bytes = read_file(file.string());
    std::string shown = shown_path(file.string(), base);
    if (!bytes) return Error{fmt::format("{}: cannot be read", shown)};
    ids.push_back(sources.add(std::move(shown), *std::move(bytes)));
  }
  return ids;
}

std::string located_message(const Sources& sources, const Problem& problem) {
  return located_message(sources[problem.at.source], problem.at.begin, problem.message);
}

}  // namespace meshlint::text
