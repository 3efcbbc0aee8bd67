#include "schema/own_schemas.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "schema/crd.h"
#include "text/source.h"
#include "yaml/document.h"

namespace meshlint::schema {
namespace {

namespace fs = std::filesystem;

bool is_manifest(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml" || path.extension() == ".json";
}

// The files that a path of the user's stands for, sorted.
Result<std::vector<fs::path>> files_at(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<fs::path>{path};
  std::vector<fs::path> files;
  for (auto entry = fs::recursive_directory_iterator(path, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_regular_file(error) && is_manifest(entry->path())) files.push_back(entry->path());
  }
  if (error) return Error{fmt::format("{}: {}", path, error.message())};
  std::ranges::sort(files);
  return files;
}

std::string told(const text::Source& source, const text::Problem& problem) {
  const text::LineColumn place = text::LineIndex(source.bytes()).at(problem.at.begin);
  return fmt::format("{}:{}:{}: {}", source.path(), place.line, place.column, problem.message);
}

}  // namespace

OwnSchemas OwnSchemas::read(std::span<const yaml::Node> roots,
                            std::vector<text::Problem>& problems) {
  std::vector<yaml::Node> crds;
  std::ranges::copy_if(roots, std::back_inserter(crds), is_crd);
  OwnSchemas own;
  if (crds.empty()) return own;
  SchemaRead read = read_schemas(crds);
  std::ranges::move(read.problems, std::back_inserter(problems));
  auto kept = std::make_unique<Kept>();
  kept->storage = build_tables(read.draft);
  kept->tables = kept->storage.view({});
  own.kept_ = std::move(kept);
  return own;
}

Result<OwnSchemas> OwnSchemas::load(const std::vector<std::string>& paths) {
  std::deque<text::Source> sources;
  std::vector<yaml::File> files;
  std::vector<yaml::Node> roots;
  for (const std::string& path : paths) {
    const Result<std::vector<fs::path>> found = files_at(path);
    if (!found) return found.error();
    const std::size_t before = roots.size();
    for (const fs::path& file : *found) {
      std::ifstream stream(file, std::ios::binary);
      if (!stream) return Error{fmt::format("{}: cannot be read", file.string())};
      const text::Source& source = sources.emplace_back(
          file.string(), std::string(std::istreambuf_iterator<char>(stream), {}));
      files.push_back(yaml::parse(source, static_cast<text::SourceId>(sources.size() - 1)));
      if (!files.back().problems.empty()) {
        return Error{told(source, files.back().problems.front())};
      }
      for (const yaml::Document& document : files.back().documents) {
        if (document.root["kind"].text() == "List") {
          for (const yaml::Node item : document.root["items"]) roots.push_back(item);
        } else {
          roots.push_back(document.root);
        }
      }
    }
    if (std::none_of(roots.begin() + static_cast<std::ptrdiff_t>(before), roots.end(), is_crd)) {
      return Error{fmt::format("{}: there is no CustomResourceDefinition in it", path)};
    }
  }
  std::vector<text::Problem> problems;
  OwnSchemas own = read(roots, problems);
  if (!problems.empty()) {
    return Error{told(sources[problems.front().at.source], problems.front())};
  }
  return own;
}

}  // namespace meshlint::schema
