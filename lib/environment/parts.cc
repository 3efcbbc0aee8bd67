#include "environment/parts.h"

#include <fmt/core.h>

#include <algorithm>

#include "argocd/application_overlay.h"
#include "environment/kustomization_folders.h"
#include "environment/plain_folders.h"
#include "kustomize/build_kustomization.h"
#include "model/parallel.h"

namespace meshlint::environment {
namespace {

using model::Resource;
using yaml::Node;

// The most builds of kustomizations that Applications change.
constexpr std::size_t kMostOverlays = 2'000;

}  // namespace

void Parts::build_roots() {
  const KustomizationFolders folders = kustomization_folders(workspace_);
  build(folders.roots);
  // Kustomizations that include each other in a cycle have no root: build one to report that.
  std::set<std::string, std::less<>> built;
  for (const auto& each : builds_) {
    built.insert(each->directories.begin(), each->directories.end());
  }
  for (const std::string& directory : folders.included) {
    if (built.contains(directory)) continue;
    build({directory});
    const auto& last = *builds_.back();
    built.insert(last.directories.begin(), last.directories.end());
  }
  for (auto& [key, part] : loose_parts(workspace_, used_files_)) add(key, std::move(part));
  for (const auto& [key, part] : parts_) roots_.push_back(key);
}

std::optional<PartKey> Parts::of_source(const std::string& directory, Node source,
                                        std::string& reason) {
  if (source["plugin"]) {
    reason = "rendered by a plugin, which is not called";
    return std::nullopt;
  }
  // An explicit block decides, then a kustomization, then a chart; else the files are read.
  const bool has_kustomization = workspace_.kustomization(directory) != nullptr;
  const bool is_directory = static_cast<bool>(source["directory"]);
  const bool is_chart =
      workspace_.has_file(directory.empty() ? "Chart.yaml" : directory + "/Chart.yaml");
  if (!is_directory && has_kustomization) return kustomized_part(directory, source, reason);
  if (!is_directory && is_chart) {
    reason = "a Helm chart, which is not rendered";
    return std::nullopt;
  }
  if (!is_directory && source["helm"]) {
    reason = "read as a Helm chart, which is not rendered";
    return std::nullopt;
  }
  const PartKey key{.directory = directory,
                    .kind = PartKey::Kind::kDirectory,
                    .is_recursive = source.at("directory.recurse").as_bool().value_or(false),
                    .include = std::string(source.at("directory.include").text()),
                    .exclude = std::string(source.at("directory.exclude").text())};
  if (!parts_.contains(key)) add(key, directory_part(workspace_, key));
  return key;
}

std::vector<std::string> Parts::folders_of(const PartKey& key) const {
  const auto found = folders_.find(key);
  return found == folders_.end() ? std::vector<std::string>() : found->second;
}

void Parts::build(const std::vector<std::string>& directories) {
  std::vector<std::unique_ptr<const kustomize::Build>> builds(directories.size());
  model::parallel_for(jobs_, directories.size(), [&](std::size_t i) {
    builds[i] = std::make_unique<const kustomize::Build>(
        kustomize::build_kustomization(workspace_, directories[i]));
  });
  for (std::size_t i = 0; i < directories.size(); ++i) {
    take(PartKey::kustomized(directories[i]), std::move(builds[i]));
  }
}

void Parts::take(const PartKey& key, std::unique_ptr<const kustomize::Build> build) {
  for (const text::Problem& problem : build->problems) problems_.emplace_back(problem, key);
  used_files_.insert(build->files.begin(), build->files.end());
  folders_[key] = build->directories;
  add(key, {.resources = build->resources,
            .unresolved = build->unresolved,
            .folders = {},
            .entries = {}});
  builds_.push_back(std::move(build));
}

void Parts::add(const PartKey& key, Part&& part) {
  for (const Resource& resource : part.resources) {
    if (is_application(resource) || is_application_set(resource)) {
      part.entries.insert(resource.root.record());
    }
  }
  parts_.insert_or_assign(key, std::move(part));
}

std::optional<PartKey> Parts::kustomized_part(const std::string& directory, Node source,
                                              std::string& reason) {
  PartKey key = PartKey::kustomized(directory);
  if (const Node block = source["kustomize"]; block.is_map() && !block.empty()) {
    const auto [overlay, is_new] = overlays_.try_emplace(block.record());
    if (is_new) overlay->second = argocd::application_overlay(block, arena_);
    if (overlay->second) key.overlay = block.record();
  }
  if (parts_.contains(key)) return key;
  if (key.overlay == nullptr) {
    build({directory});
    return key;
  }
  if (overlay_builds_ >= kMostOverlays) {
    reason = fmt::format("more than {} Applications change their kustomization", kMostOverlays);
    return std::nullopt;
  }
  ++overlay_builds_;
  kustomize::BuildOptions options;
  options.overlay = overlays_[key.overlay];
  take(key, std::make_unique<const kustomize::Build>(
                kustomize::build_kustomization(workspace_, directory, options)));
  return key;
}

}  // namespace meshlint::environment
