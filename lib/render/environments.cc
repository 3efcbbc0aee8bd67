#include "render/environments.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "model/control_plane.h"
#include "model/parallel.h"
#include "text/places.h"

namespace meshlint::render {
namespace {

using model::Environment;
using model::ManifestFile;
using model::Resource;
using model::Workspace;
using yaml::Node;

// An Application inside of an Application inside of ...: deeper than anybody means.
constexpr std::size_t kDeepestPull = 32;

bool is_kustomization(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

bool is_component(Node kustomization) { return kustomization["kind"].text() == "Component"; }

// What is applied from one folder: a kustomization's build, or the loose files in it.
struct Part {
  std::string directory;
  bool is_kustomized = false;
  std::vector<Resource> resources;
  std::vector<Unresolved> unresolved;
};

void add_resources(Node root, std::size_t depth, std::vector<Resource>& resources) {
  std::optional<Resource> resource = model::resource_of(root);
  if (!resource) return;
  if (resource->kind.ends_with("List") && root["items"].is_list() && depth == 0) {
    for (const Node item : root["items"]) add_resources(item, depth + 1, resources);
    return;
  }
  resources.push_back(*resource);
}

class Finder {
 public:
  Finder(const Workspace& workspace, const Config& config, unsigned jobs)
      : workspace_(workspace), config_(config), jobs_(jobs), places_(workspace.sources()) {}

  EnvironmentSet run() {
    build_kustomizations();
    collect_loose_files();
    find_own_urls();
    mark_pulled_parts();
    for (const auto& [key, part] : parts_) {
      if (!pulled_.contains(key)) make_environment(part);
    }
    // What only pulls itself in has no root outside: take the first of each such ring.
    for (const auto& [key, part] : parts_) {
      if (!reached_.contains(key)) make_environment(part);
    }
    std::ranges::sort(set_.environments, {}, [](const auto& each) { return each->name; });
    settle_targets();
    for (EnvironmentSet::BuildProblem& problem : set_.problems) {
      const std::set<std::string>& names = names_[{problem.environments.front(), true}];
      problem.environments.assign(names.begin(), names.end());
    }
    return std::move(set_);
  }

 private:
  // A folder may hold both a kustomization and files that it does not mention.
  using PartKey = std::pair<std::string, bool>;  // folder, is_kustomized

  // Builds every kustomization that no other one includes.
  void build_kustomizations() {
    std::vector<std::string> directories;
    std::set<std::string, std::less<>> included;
    for (const auto& file : workspace_.files()) {
      if (!file->is_discovered || !is_kustomization(file->path)) continue;
      const std::string directory(model::directory_of(file->path));
      if (workspace_.kustomization(directory) != file.get()) continue;
      if (file->yaml.documents.empty()) continue;
      const Node root = file->yaml.documents.front().root;
      for (const std::string_view list : {"resources", "bases", "components"}) {
        for (const Node entry : root[list]) {
          const auto target = model::join(directory, entry.text());
          if (target && *target != directory) included.insert(*target);
        }
      }
      if (!is_component(root)) directories.push_back(directory);
    }
    std::vector<std::string> roots;
    std::vector<std::string> others;
    for (const std::string& directory : directories) {
      (included.contains(directory) ? others : roots).push_back(directory);
    }
    build(roots);
    // Kustomizations that include each other in a ring have no root: build them to say so.
    std::set<std::string, std::less<>> built;
    for (const auto& build : set_.builds) {
      built.insert(build->directories.begin(), build->directories.end());
    }
    for (const std::string& directory : others) {
      if (built.contains(directory)) continue;
      build({directory});
      const auto& last = *set_.builds.back();
      built.insert(last.directories.begin(), last.directories.end());
    }
  }

  void build(const std::vector<std::string>& directories) {
    std::vector<std::unique_ptr<const Build>> builds(directories.size());
    model::parallel_for(jobs_, directories.size(), [&](std::size_t i) {
      builds[i] = std::make_unique<const Build>(build_kustomization(workspace_, directories[i]));
    });
    for (std::size_t i = 0; i < directories.size(); ++i) {
      for (const text::Problem& problem : builds[i]->problems) {
        set_.problems.push_back({problem, {directories[i]}});
      }
      files_used_.insert(builds[i]->files.begin(), builds[i]->files.end());
      parts_[{directories[i], true}] = {.directory = directories[i],
                                        .is_kustomized = true,
                                        .resources = builds[i]->resources,
                                        .unresolved = builds[i]->unresolved};
      set_.builds.push_back(std::move(builds[i]));
    }
  }

  void collect_loose_files() {
    for (const auto& file : workspace_.files()) {
      if (!file->is_discovered || is_kustomization(file->path)) continue;
      if (files_used_.contains(file->path)) continue;
      std::vector<Resource> resources;
      for (const yaml::Document& document : file->yaml.documents) {
        if (!document.is_template) add_resources(document.root, 0, resources);
      }
      if (resources.empty()) continue;
      const std::string directory(model::directory_of(file->path));
      Part& part = parts_[{directory, false}];
      part.directory = directory;
      part.resources.insert(part.resources.end(), resources.begin(), resources.end());
    }
  }

  template <typename Visit>
  static void for_each_source(const Resource& application, Visit visit) {
    const Node spec = application.root["spec"];
    if (spec["sources"].empty()) {
      visit(spec["source"]);
    } else {
      for (const Node source : spec["sources"]) visit(source);
    }
  }

  template <typename Visit>
  void for_each_application(Visit visit) const {
    for (const auto& [key, part] : parts_) {
      for (const Resource& resource : part.resources) {
        if (resource.is("argoproj.io", "Application")) visit(resource);
      }
    }
  }

  void find_own_urls() {
    for (const auto* const urls : {&workspace_.git_remotes(), &config_.repo_urls}) {
      for (const std::string& url : *urls) own_urls_.push_back(model::normalized_url(url));
    }
    are_urls_told_ = !own_urls_.empty();
    if (are_urls_told_) return;
    struct Count {
      std::size_t existing = 0;
      std::size_t all = 0;
    };
    std::map<std::string, Count> by_url;
    for_each_application([&](const Resource& application) {
      for_each_source(application, [&](Node source) {
        const auto directory = model::join("", source["path"].text());
        if (!source["path"] || source["chart"] || !directory || directory->empty()) return;
        Count& count = by_url[model::normalized_url(source["repoURL"].text())];
        ++count.all;
        if (workspace_.has_directory(*directory)) ++count.existing;
      });
    });
    const auto best = std::ranges::max_element(
        by_url, {}, [](const auto& entry) { return entry.second.existing; });
    if (best != by_url.end() && best->second.existing * 2 >= best->second.all &&
        best->second.existing > 0) {
      own_urls_.push_back(best->first);
    }
  }

  bool is_own(std::string_view url) const {
    return std::ranges::find(own_urls_, model::normalized_url(url)) != own_urls_.end();
  }

  // The folder of this repository that a source names.
  std::optional<std::string> own_directory(Node source) const {
    if (!source["path"].is_scalar() || source["chart"] || !is_own(source["repoURL"].text())) {
      return std::nullopt;
    }
    return model::join("", source["path"].text());
  }

  // The parts that a source's folder stands for.
  std::vector<PartKey> parts_of(const std::string& directory, Node source) {
    // A `directory:` block turns kustomize off; without it a kustomization wins over loose files.
    if (!source["directory"] && workspace_.kustomization(directory) != nullptr) {
      if (!parts_.contains({directory, true})) build({directory});
      return {{directory, true}};
    }
    std::vector<PartKey> keys;
    const bool is_recursive = source.at("directory.recurse").as_bool().value_or(false);
    for (const auto& [key, part] : parts_) {
      if (key.second) continue;
      const bool is_below = key.first.starts_with(directory + '/') || directory.empty();
      if (key.first == directory || (is_recursive && is_below)) keys.push_back(key);
    }
    return keys;
  }

  void mark_pulled_parts() {
    std::vector<PartKey> keys;
    for (const auto& [key, part] : parts_) keys.push_back(key);
    for (std::size_t i = 0; i < keys.size(); ++i) {  // grows: a pulled base is built on the way
      const std::vector<Resource> resources = parts_[keys[i]].resources;
      for (const Resource& resource : resources) {
        if (!resource.is("argoproj.io", "Application")) continue;
        for_each_source(resource, [&](Node source) {
          const auto directory = own_directory(source);
          if (!directory) return;
          for (const PartKey& target : parts_of(*directory, source)) {
            if (target != keys[i]) pulled_.insert(target);
            if (std::ranges::find(keys, target) == keys.end()) keys.push_back(target);
          }
        });
      }
    }
  }

  void make_environment(const Part& root) {
    auto environment = std::make_unique<Environment>();
    environment->name = root.directory.empty() ? "." : root.directory;
    environment->workspace = &workspace_;
    environment->config = &config_;
    environment->own_urls = own_urls_;
    std::vector<PartKey> chain;
    std::set<PartKey> done;
    std::vector<PendingPull> pulls;
    add_part(root, {}, *environment, chain, done, pulls);
    // Resources move no more: now Applications can be pointed at.
    std::map<const yaml::Record*, const Resource*> by_record;
    for (const Resource& resource : environment->resources) {
      by_record.emplace(resource.root.record(), &resource);
    }
    for (const PendingPull& pull : pulls) {
      environment->pulled.push_back({.application = by_record[pull.application.record()],
                                     .path = pull.path,
                                     .directory = pull.directory,
                                     .exists = pull.exists,
                                     .is_cycle = pull.is_cycle});
    }
    // Nobody says that loose files are applied together; but one Application among them is what
    // brings up the rest.
    const auto entries = std::ranges::count_if(root.resources, [&](const Resource& resource) {
      return std::ranges::any_of(environment->pulled, [&](const model::PulledPath& pulled) {
        return pulled.exists && pulled.application->root == resource.root;
      });
    });
    environment->is_rendered = root.is_kustomized || entries == 1;
    environment->install = model::install_view_of(environment->resources, workspace_, own_urls_);
    environment->index();
    set_.environments.push_back(std::move(environment));
  }

  struct PendingPull {
    Node application;
    Node path;
    std::string directory;
    bool exists = false;
    bool is_cycle = false;
  };

  void add_part(const Part& part, std::string_view destination, Environment& environment,
                std::vector<PartKey>& chain, std::set<PartKey>& done,
                std::vector<PendingPull>& pulls) {
    const PartKey key(part.directory, part.is_kustomized);
    reached_.insert(key);
    if (!done.insert(key).second) return;
    names_[key].insert(environment.name);
    chain.push_back(key);
    for (const Unresolved& entry : part.unresolved) {
      environment.unresolved.push_back({places_.of(entry.at), entry.what, entry.reason});
      environment.is_open = true;
    }
    const std::size_t first = environment.resources.size();
    for (const Resource& resource : part.resources) {
      environment.resources.push_back(resource);
      if (resource.ns.empty()) environment.resources.back().ns = destination;
    }
    const std::size_t last = environment.resources.size();
    for (std::size_t i = first; i < last; ++i) {
      const Resource resource = environment.resources[i];
      if (resource.is("argoproj.io", "Application")) {
        follow(resource, environment, chain, done, pulls);
      } else if (resource.is("argoproj.io", "ApplicationSet")) {
        environment.unresolved.push_back(
            {places_.of(resource.root["kind"].span()), resource.title(),
             "the Applications of an ApplicationSet are not expanded"});
      }
    }
    chain.pop_back();
  }

  void follow(const Resource& application, Environment& environment, std::vector<PartKey>& chain,
              std::set<PartKey>& done, std::vector<PendingPull>& pulls) {
    for_each_source(application, [&](Node source) {
      const auto directory = own_directory(source);
      if (!directory) return;
      PendingPull pull{application.root, source["path"], *directory,
                       workspace_.has_directory(*directory)};
      const std::vector<PartKey> targets = parts_of(*directory, source);
      pull.is_cycle = std::ranges::any_of(targets, [&](const PartKey& target) {
        return std::ranges::find(chain, target) != chain.end();
      });
      if (pull.exists || are_urls_told_) pulls.push_back(pull);
      if (chain.size() >= kDeepestPull) return;
      const std::string_view destination = application.at("spec.destination.namespace").text();
      for (const PartKey& target : targets) {
        add_part(parts_.at(target), destination, environment, chain, done, pulls);
      }
    });
  }

  // The version that an environment's own installation tells, the oldest if it runs several. Its
  // control plane's counts; that of other components only where there is none.
  std::optional<schema::Target> istio_of(const Environment& environment) {
    std::optional<schema::Target> oldest;
    const auto consider = [&](Node node, std::string_view text) {
      const auto version = schema::parse_version(text);
      if (!version || (oldest && oldest->version <= *version)) return;
      const Place place = places_.of(node.span());
      oldest = schema::Target{.version = *version,
                              .written = std::string(text),
                              .from = place.path + ':' + std::to_string(place.line),
                              .is_assumed = false};
    };
    for (const bool is_control_plane_only : {true, false}) {
      for (const model::Component& component : environment.install.components) {
        const bool is_control_plane = component.kind == model::ComponentKind::kControlPlane;
        if (is_control_plane_only && !is_control_plane) continue;
        if (schema::parse_version(component.tag.text())) {
          consider(component.tag, component.tag.text());
        } else {
          consider(component.target_revision, component.target_revision.text());
        }
      }
      if (oldest) break;
    }
    if (oldest) return oldest;
    for (const Resource* const deployment : environment.of_kind("apps", "Deployment")) {
      const model::ToldVersion told = model::istiod_version(*deployment);
      if (told.node) consider(told.node, told.text);
    }
    return oldest;
  }

  // Environments without an installation of their own are judged by the control plane that the
  // others agree on; where they do not, or where nobody installs one, the version is assumed.
  void settle_targets() {
    std::optional<schema::Target> common;
    bool is_common = true;
    for (const auto& environment : set_.environments) {
      if (const auto own = istio_of(*environment)) {
        environment->targets["istio"] = *own;
        if (environment->install.of_kind(model::ComponentKind::kControlPlane).empty()) continue;
        is_common &= !common || common->version == own->version;
        if (!common) common = own;
      }
    }
    for (const auto& environment : set_.environments) {
      if (common && is_common) environment->targets.try_emplace("istio", *common);
      for (const auto& [product, text] : config_.targets) {
        if (const auto version = schema::parse_version(text)) {
          schema::Target& target = environment->targets[product];
          const auto from = config_.target_origins.find(product);
          if (!target.is_assumed) environment->installed[product] = target;
          target = {
              .version = *version,
              .written = text,
              .from = from == config_.target_origins.end() ? "the configuration" : from->second,
              .is_assumed = false};
        }
      }
    }
  }

  const Workspace& workspace_;
  const Config& config_;
  unsigned jobs_;
  text::Places places_;
  EnvironmentSet set_;
  std::map<PartKey, Part> parts_;
  std::set<std::string, std::less<>> files_used_;
  std::vector<std::string> own_urls_;
  bool are_urls_told_ = false;
  std::set<PartKey> pulled_;                        // by another part
  std::set<PartKey> reached_;                       // by some environment
  std::map<PartKey, std::set<std::string>> names_;  // of the environments that reached it
};

}  // namespace

EnvironmentSet find_environments(const Workspace& workspace, const Config& config, unsigned jobs) {
  return Finder(workspace, config, jobs).run();
}

}  // namespace meshlint::render
