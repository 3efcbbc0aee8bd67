#include "kustomize/kustomization.h"

#include <algorithm>
#include <vector>

#include "text/edit_distance.h"
#include "yaml/problems.h"

namespace meshlint::kustomize {
namespace {

constexpr std::size_t kMaxCandidates = 4000;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::ranges::any_of(prefixes,
                             [&](std::string_view prefix) { return text.starts_with(prefix); });
}

// user@host:path, as ssh accepts it.
bool is_scp_like(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || at == 0) return false;
  const std::size_t colon = text.find(':', at);
  return colon != text.npos && text.find('/') > colon;
}

}  // namespace

yaml::Node Kustomization::text_field(std::string_view name) const {
  const yaml::Node node = field(name);
  return node.as_string() && !node.text().empty() ? node : yaml::Node();
}

std::optional<Kustomization> kustomization_in(const model::Workspace& workspace,
                                              std::string_view directory) {
  const model::ManifestFile* const file = workspace.kustomization(directory);
  if (!file) return std::nullopt;
  Kustomization result{.directory = std::string(directory), .file = file, .root = {}};
  if (!file->yaml.documents.empty() && !file->yaml.documents.front().is_template &&
      file->yaml.documents.front().root.is_map()) {
    result.root = file->yaml.documents.front().root;
  }
  return result;
}

schema::Kind schema_of_kustomization(yaml::Node root) {
  const bool is_component = root["kind"].text() == "Component";
  return schema::find_kind("kustomize.config.k8s.io", is_component ? "Component" : "Kustomization");
}

bool is_remote(std::string_view entry) {
  return entry.find("://") != entry.npos || entry.find(".git/") != entry.npos ||
         entry.find("_git/") != entry.npos || entry.find("?ref=") != entry.npos ||
         entry.find("?version=") != entry.npos || entry.ends_with(".git") ||
         starts_with_any(entry, {"github.com/", "github.com:", "git::", "gh:"}) ||
         is_scp_like(entry);
}

bool is_inside(std::string_view directory, std::string_view path) {
  if (directory.empty() || path == directory) return true;
  return path.size() > directory.size() && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

bool is_partly_unreadable(const yaml::File& file) {
  return std::ranges::any_of(
             file.problems,
             [](const text::Problem& problem) { return problem.kind != yaml::kDuplicateKey; }) ||
         std::ranges::any_of(file.documents,
                             [](const yaml::Document& document) { return document.is_template; });
}

Target resolve(const model::Workspace& workspace, std::string_view directory,
               std::string_view entry) {
  if (entry.starts_with('/')) {
    return {.kind = Target::Kind::kOutside, .path = std::string(entry), .is_absolute = true};
  }
  if (!entry.empty()) {
    if (const auto path = model::join(directory, entry)) {
      if (workspace.file(*path) || workspace.has_file(*path)) {
        return {.kind = Target::Kind::kFile, .path = *path};
      }
      if (workspace.has_directory(*path)) return {.kind = Target::Kind::kDirectory, .path = *path};
    } else if (!is_remote(entry)) {
      return {.kind = Target::Kind::kOutside, .path = std::string(entry)};
    }
  }
  if (is_remote(entry)) return {.kind = Target::Kind::kRemote, .path = std::string(entry)};
  return {.kind = Target::Kind::kMissing, .path = std::string(entry)};
}

std::string nearest_entry(const model::Workspace& workspace, std::string_view directory,
                          std::string_view entry) {
  std::string base(directory);
  std::string prefix;
  while (entry.starts_with("./")) entry.remove_prefix(2);
  while (entry.starts_with("../")) {
    entry.remove_prefix(3);
    prefix += "../";
    base = std::string(model::directory_of(base));
  }
  while (entry.ends_with('/')) entry.remove_suffix(1);
  const bool wants_file = entry.ends_with(".yaml") || entry.ends_with(".yml") ||
                          entry.ends_with(".json") || entry.ends_with(".env");
  const std::string below = base.empty() ? base : base + '/';
  const auto& files = workspace.files();
  auto at = std::ranges::lower_bound(
      files, below, {}, [](const auto& file) -> const std::string& { return file->path; });
  text::NearestName nearest(entry);
  for (std::size_t i = 0; i < kMaxCandidates && at != files.end(); ++i, ++at) {
    std::string_view path = (*at)->path;
    if (!path.starts_with(below)) break;
    path.remove_prefix(below.size());
    if (!wants_file) {
      const std::string_view name = path.substr(path.rfind('/') + 1);
      path = model::directory_of(path);
      if (path.empty() || !name.starts_with("kustomization.y")) continue;
    }
    nearest.consider(path);
  }
  return nearest.best().empty() ? std::string() : prefix + std::string(nearest.best());
}

}  // namespace meshlint::kustomize
