#include "environment/own_repository.h"

#include <algorithm>
#include <cstddef>

#include "model/application_sources.h"
#include "model/repository_url.h"

namespace meshlint::environment {
namespace {

using model::Resource;
using yaml::Node;

// Generators may be nested; Argo CD accepts fewer levels than this.
constexpr std::size_t kMostLevels = 3;

// Guesses the URL of this repository by counting how often the sources of each URL name folders
// that exist here.
class UrlGuess {
 public:
  explicit UrlGuess(const model::Workspace& workspace) : workspace_(workspace) {}

  void add(const Resource& resource) {
    if (is_application(resource)) add_sources(resource.root["spec"]);
    if (!is_application_set(resource)) return;
    add_sources(resource.at("spec.template.spec"));
    add_generators(resource.at("spec.generators"), 0);
  }

  // The URL with the most folders here, if that is at least half of all its folders.
  std::optional<std::string> best() const {
    const auto found = std::ranges::max_element(
        by_url_, {}, [](const auto& entry) { return entry.second.existing; });
    if (found == by_url_.end() || found->second.existing == 0) return std::nullopt;
    if (found->second.existing * 2 < found->second.all) return std::nullopt;
    return found->first;
  }

 private:
  struct Count {
    std::size_t existing = 0;
    std::size_t all = 0;
  };

  void add_folder(Node url, std::string_view path) {
    const auto directory = model::join("", path);
    const bool is_template = path.find("{{") != path.npos;
    if (!url || !directory || directory->empty() || is_template) return;
    Count& count = by_url_[model::normalized_url(url.text())];
    ++count.all;
    if (workspace_.has_directory(*directory)) ++count.existing;
  }

  void add_sources(Node spec) {
    model::for_each_source(spec, [&](Node source) {
      if (!source["chart"]) add_folder(source["repoURL"], source["path"].text());
    });
  }

  // Adds the folders that the patterns of git generators begin with.
  void add_generators(Node generators, std::size_t depth) {
    for (const Node generator : generators) {
      const Node git = generator["git"];
      for (const std::string_view list : {"directories", "files"}) {
        for (const Node entry : git[list]) {
          const std::string_view path = entry["path"].text();
          const std::size_t star = std::min(path.find_first_of("*?["), path.size());
          add_folder(git["repoURL"], model::directory_of(path.substr(0, star)));
        }
      }
      if (depth >= kMostLevels) continue;
      for (const std::string_view kind : {"matrix", "merge"}) {
        add_generators(generator[kind]["generators"], depth + 1);
      }
    }
  }

  const model::Workspace& workspace_;
  std::map<std::string, Count> by_url_;
};

}  // namespace

OwnRepository OwnRepository::of(const model::Workspace& workspace, const Config& config,
                                const std::map<PartKey, Part>& parts) {
  OwnRepository own;
  for (const auto* const urls : {&workspace.git_remotes(), &config.repo_urls}) {
    for (const std::string& url : *urls) own.urls_.push_back(model::normalized_url(url));
  }
  own.is_certain_ = !own.urls_.empty();
  if (own.is_certain_) return own;
  UrlGuess guess(workspace);
  for (const auto& [key, part] : parts) {
    for (const Resource& resource : part.resources) guess.add(resource);
  }
  if (const auto best = guess.best()) own.urls_.push_back(*best);
  return own;
}

std::optional<std::string> OwnRepository::folder_of(Node source) const {
  if (!source["path"].is_scalar() || source["chart"] ||
      !model::is_one_of(source["repoURL"].text(), urls_)) {
    return std::nullopt;
  }
  return model::join("", source["path"].text());
}

}  // namespace meshlint::environment
