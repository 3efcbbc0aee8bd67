#include "environment/find_environments.h"

#include <fmt/core.h>

#include <algorithm>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "argocd/application_overlay.h"
#include "argocd/application_set.h"
#include "kustomize/build_kustomization.h"
#include "kustomize/kustomization.h"
#include "kustomize/scope.h"
#include "model/control_plane.h"
#include "model/ignore.h"
#include "model/parallel.h"
#include "text/places.h"

namespace meshlint::environment {
namespace {

using model::Environment;
using model::ManifestFile;
using model::Resource;
using model::Workspace;
using yaml::Node;

// An Application inside of an Application inside of ...: deeper than anybody means.
constexpr std::size_t kDeepestPull = 32;

// Applications of all ApplicationSets of a run; past it the others are not expanded.
constexpr std::size_t kMostGenerated = 100'000;

// Resources of all environments together; past it what Applications bring is left out, and told.
constexpr std::size_t kMostPlaced = 2'000'000;

// Builds of kustomizations as Applications change them.
constexpr std::size_t kMostOverlays = 2'000;

bool is_component(Node kustomization) { return kustomization["kind"].text() == "Component"; }

// One way to read a folder.
struct PartKey {
  enum class Kind {
    kLoose,       // its files that no kustomization mentions
    kKustomized,  // what its kustomization builds
    kDirectory,   // all of its files, as Argo CD reads a folder without a kustomization
  };
  std::string directory;
  Kind kind = Kind::kLoose;
  bool is_recursive = false;  // of kDirectory, as the rest
  std::string include;
  std::string exclude;
  const yaml::Record* overlay = nullptr;  // of kKustomized: the Application's `kustomize` block

  friend auto operator<=>(const PartKey&, const PartKey&) = default;
};

// What is applied from one folder.
struct Part {
  std::vector<Resource> resources;
  std::vector<kustomize::Unresolved> unresolved;
  std::set<std::string> folders;  // of the files, for kDirectory
  // Applications and ApplicationSets among the resources.
  std::unordered_set<const yaml::Record*> entries;
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

void add_resources(const ManifestFile& file, std::vector<Resource>& resources) {
  for (const yaml::Document& document : file.yaml.documents) {
    if (!document.is_template) add_resources(document.root, 0, resources);
  }
}

bool is_application(const Resource& resource) { return resource.is("argoproj.io", "Application"); }
bool is_application_set(const Resource& resource) {
  return resource.is("argoproj.io", "ApplicationSet");
}

// The sources that count: with `sources`, Argo CD ignores `source`.
template <typename Visit>
void for_each_source(Node spec, Visit visit) {
  if (spec["sources"].empty()) {
    visit(spec["source"]);
  } else {
    for (const Node source : spec["sources"]) visit(source);
  }
}

class Finder {
 public:
  Finder(const Workspace& workspace, const Config& config, unsigned jobs)
      : workspace_(workspace), config_(config), jobs_(jobs), places_(workspace.sources()) {}

  EnvironmentSet run() {
    build_kustomizations();
    collect_loose_files();
    for (const auto& [key, part] : parts_)
      argocd::collect_clusters(part.resources, inputs_.clusters);
    find_own_urls();
    inputs_.workspace = &workspace_;
    inputs_.own_urls = &own_urls_;
    inputs_.arena = &set_.generated;
    mark_pulled_parts();
    for (const PartKey& key : roots_) {
      if (!pulled_.contains(key)) make_environments(key);
    }
    // What only pulls itself in has no root outside: take the first of each such ring that pulls.
    for (const bool needs_entry : {true, false}) {
      for (const PartKey& key : roots_) {
        if (reached_.contains(key) || (needs_entry && parts_.at(key).entries.empty())) continue;
        make_environments(key);
      }
    }
    std::ranges::stable_sort(set_.environments, {}, [](const auto& each) { return each->name; });
    settle_targets();
    name_problems();
    return std::move(set_);
  }

 private:
  using Kind = PartKey::Kind;

  static PartKey loose(std::string_view directory) {
    return {
        .directory = std::string(directory), .kind = Kind::kLoose, .include = {}, .exclude = {}};
  }
  static PartKey kustomized(std::string_view directory) {
    return {.directory = std::string(directory),
            .kind = Kind::kKustomized,
            .include = {},
            .exclude = {}};
  }
  // Whether both build the kustomization of one folder, whatever Applications add to it.
  static bool are_one_folder(const PartKey& a, const PartKey& b) {
    return a == b || (a.kind == Kind::kKustomized && b.kind == Kind::kKustomized &&
                      a.directory == b.directory);
  }

  // Builds every kustomization that no other one includes.
  void build_kustomizations() {
    std::vector<std::string> directories;
    std::set<std::string, std::less<>> included;
    for (const auto& file : workspace_.files()) {
      if (!file->is_discovered || !model::is_kustomization_file(file->path)) continue;
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
    for (const auto& [key, part] : parts_) roots_.push_back(key);
  }

  void build(const std::vector<std::string>& directories) {
    std::vector<std::unique_ptr<const kustomize::Build>> builds(directories.size());
    model::parallel_for(jobs_, directories.size(), [&](std::size_t i) {
      builds[i] = std::make_unique<const kustomize::Build>(
          kustomize::build_kustomization(workspace_, directories[i]));
    });
    for (std::size_t i = 0; i < directories.size(); ++i) {
      take(kustomized(directories[i]), std::move(builds[i]));
    }
  }

  void take(const PartKey& key, std::unique_ptr<const kustomize::Build> build) {
    for (const text::Problem& problem : build->problems) problems_.emplace_back(problem, key);
    files_used_.insert(build->files.begin(), build->files.end());
    built_from_[key] = build->directories;
    add(key, {.resources = build->resources,
              .unresolved = build->unresolved,
              .folders = {},
              .entries = {}});
    set_.builds.push_back(std::move(build));
  }

  // The kustomization of a folder, with what the Application's source adds to it.
  std::optional<PartKey> kustomized_part(const std::string& directory, Node source,
                                         std::string& reason) {
    PartKey key = kustomized(directory);
    if (const Node block = source["kustomize"]; block.is_map() && !block.empty()) {
      const auto [overlay, is_new] = overlays_.try_emplace(block.record());
      if (is_new) overlay->second = argocd::application_overlay(block, set_.generated);
      if (overlay->second) key.overlay = block.record();
    }
    if (parts_.contains(key)) return key;
    if (key.overlay == nullptr) {
      build({directory});
      return key;
    }
    if (overlay_builds_ >= kMostOverlays) {
      reason =
          fmt::format("more than {} Applications change what their folders build", kMostOverlays);
      return std::nullopt;
    }
    ++overlay_builds_;
    kustomize::BuildOptions options;
    options.overlay = overlays_[key.overlay];
    take(key, std::make_unique<const kustomize::Build>(
                  kustomize::build_kustomization(workspace_, directory, options)));
    return key;
  }

  void add(const PartKey& key, Part&& part) {
    for (const Resource& resource : part.resources) {
      if (is_application(resource) || is_application_set(resource)) {
        part.entries.insert(resource.root.record());
      }
    }
    parts_.insert_or_assign(key, std::move(part));
  }

  void collect_loose_files() {
    std::map<PartKey, Part> loose_parts;
    for (const auto& file : workspace_.files()) {
      if (!file->is_discovered || model::is_kustomization_file(file->path)) continue;
      if (files_used_.contains(file->path)) continue;
      std::vector<Resource> resources;
      add_resources(*file, resources);
      if (resources.empty()) continue;
      Part& part = loose_parts[loose(model::directory_of(file->path))];
      part.resources.insert(part.resources.end(), resources.begin(), resources.end());
    }
    for (auto& [key, part] : loose_parts) {
      roots_.push_back(key);
      add(key, std::move(part));
    }
    std::ranges::sort(roots_);
  }

  // How often the sources of one URL name folders that exist here.
  struct UrlCount {
    std::size_t existing = 0;
    std::size_t all = 0;
  };

  void find_own_urls() {
    for (const auto* const urls : {&workspace_.git_remotes(), &config_.repo_urls}) {
      for (const std::string& url : *urls) own_urls_.push_back(model::normalized_url(url));
    }
    are_urls_told_ = !own_urls_.empty();
    if (are_urls_told_) return;
    std::map<std::string, UrlCount> by_url;
    const auto count = [&](Node url, std::string_view path) {
      const auto directory = model::join("", path);
      const bool is_template = path.find("{{") != path.npos;
      if (!url || !directory || directory->empty() || is_template) return;
      UrlCount& found = by_url[model::normalized_url(url.text())];
      ++found.all;
      if (workspace_.has_directory(*directory)) ++found.existing;
    };
    const auto count_sources = [&](Node spec) {
      for_each_source(spec, [&](Node source) {
        if (!source["chart"]) count(source["repoURL"], source["path"].text());
      });
    };
    for (const auto& [key, part] : parts_) {
      for (const Resource& resource : part.resources) {
        if (is_application(resource)) count_sources(resource.root["spec"]);
        if (!is_application_set(resource)) continue;
        count_sources(resource.at("spec.template.spec"));
        count_generators(resource.at("spec.generators"), 0, count);
      }
    }
    const auto best = std::ranges::max_element(
        by_url, {}, [](const auto& entry) { return entry.second.existing; });
    if (best != by_url.end() && best->second.existing * 2 >= best->second.all &&
        best->second.existing > 0) {
      own_urls_.push_back(best->first);
    }
  }

  // The folders that patterns of git generators begin with.
  template <typename Count>
  static void count_generators(Node generators, std::size_t depth, const Count& count) {
    for (const Node generator : generators) {
      const Node git = generator["git"];
      for (const std::string_view list : {"directories", "files"}) {
        for (const Node entry : git[list]) {
          const std::string_view path = entry["path"].text();
          const std::size_t star = std::min(path.find_first_of("*?["), path.size());
          count(git["repoURL"], model::directory_of(path.substr(0, star)));
        }
      }
      if (depth >= 3) continue;
      for (const std::string_view kind : {"matrix", "merge"}) {
        count_generators(generator[kind]["generators"], depth + 1, count);
      }
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

  // How Argo CD reads a source's folder: an explicit block decides, else a kustomization, then a
  // chart, then whatever lies there. Nothing for a chart or a plugin, with the reason.
  std::optional<PartKey> part_of(const std::string& directory, Node source, std::string& reason) {
    if (source["plugin"]) {
      reason = "made by a plugin, which is not called";
      return std::nullopt;
    }
    const bool has_kustomization = workspace_.kustomization(directory) != nullptr;
    const bool is_directory = static_cast<bool>(source["directory"]);
    if (source["helm"] && !has_kustomization && !is_directory &&
        !workspace_.has_file(directory.empty() ? "Chart.yaml" : directory + "/Chart.yaml")) {
      reason = "read as a Helm chart, and not rendered";
      return std::nullopt;
    }
    if (!is_directory && has_kustomization) return kustomized_part(directory, source, reason);
    if (!is_directory &&
        workspace_.has_file(directory.empty() ? "Chart.yaml" : directory + "/Chart.yaml")) {
      reason = "a Helm chart, not rendered";
      return std::nullopt;
    }
    PartKey key{.directory = directory,
                .kind = Kind::kDirectory,
                .is_recursive = source.at("directory.recurse").as_bool().value_or(false),
                .include = std::string(source.at("directory.include").text()),
                .exclude = std::string(source.at("directory.exclude").text())};
    if (!parts_.contains(key)) read_directory(key);
    return key;
  }

  void read_directory(const PartKey& key) {
    Part part;
    const std::string prefix = key.directory.empty() ? "" : key.directory + '/';
    const auto& files = workspace_.files();
    auto at = std::ranges::lower_bound(
        files, prefix, {}, [](const auto& file) -> std::string_view { return file->path; });
    for (; at != files.end() && (*at)->path.starts_with(prefix); ++at) {
      const ManifestFile& file = **at;
      const std::string_view below = std::string_view(file.path).substr(prefix.size());
      if (!key.is_recursive && below.find('/') != below.npos) continue;
      if (!file.is_discovered || model::is_kustomization_file(file.path)) continue;
      if (!key.exclude.empty() && model::wide_glob_matches(key.exclude, below)) continue;
      if (!key.include.empty() && !model::wide_glob_matches(key.include, below)) continue;
      const std::string_view bytes = workspace_.sources()[file.source].bytes();
      if (bytes.find("+argocd:skip-file-rendering") != bytes.npos) continue;
      add_resources(file, part.resources);
      part.folders.emplace(model::directory_of(file.path));
    }
    add(key, std::move(part));
  }

  // The Applications that a set makes, expanded once.
  const argocd::Expansion& expansion_of(const Resource& set) {
    const auto [at, is_new] = expansions_.try_emplace(set.root.record());
    if (!is_new) return at->second;
    if (generated_ >= kMostGenerated) {
      at->second.unresolved.push_back(
          {set.root["kind"].span(), set.title(),
           fmt::format("the sets before it make more than {} Applications", kMostGenerated)});
      return at->second;
    }
    at->second = argocd::expand_application_set(set, inputs_);
    generated_ += at->second.applications.size();
    for (const text::Problem& problem : at->second.problems) {
      set_problems_.emplace_back(problem, set.root.record());
    }
    return at->second;
  }

  // The Applications that a resource stands for: itself, or those that it makes.
  template <typename Visit>
  void for_each_application(const Resource& resource, Visit visit) {
    if (is_application(resource)) visit(resource);
    if (!is_application_set(resource)) return;
    for (const Resource& made : expansion_of(resource).applications) visit(made);
  }

  void mark_pulled_parts() {
    std::vector<PartKey> keys = roots_;
    std::set<PartKey> known(keys.begin(), keys.end());
    for (std::size_t i = 0; i < keys.size(); ++i) {  // grows: a pulled base is built on the way
      const PartKey key = keys[i];
      if (parts_.at(key).entries.empty()) continue;
      for (const Resource& resource : std::vector<Resource>(parts_.at(key).resources)) {
        for_each_application(resource, [&](const Resource& application) {
          for_each_source(application.root["spec"], [&](Node source) {
            const auto directory = own_directory(source);
            std::string reason;
            const auto target = directory ? part_of(*directory, source, reason) : std::nullopt;
            if (!target) return;
            if (*target != key) pulled_.insert(*target);
            if (target->overlay != nullptr && !are_one_folder(*target, key)) {
              pulled_.insert(kustomized(target->directory));
            }
            for (const std::string& folder : parts_.at(*target).folders) {
              if (loose(folder) != key) pulled_.insert(loose(folder));
            }
            if (known.insert(*target).second) keys.push_back(*target);
          });
        });
      }
    }
  }

  // --- Environments

  // An Application's source while its environment still grows.
  struct PendingPull {
    std::size_t application = 0;  // index in the environment's resources
    Node path;
    std::string directory;
    bool exists = false;
    bool is_cycle = false;
    bool is_whole = false;
    std::size_t rendered = 0;
    std::vector<std::size_t> resources;  // indexes
  };

  // The environment of one cluster that a root deploys to.
  struct Draft {
    std::unique_ptr<Environment> environment = std::make_unique<Environment>();
    std::vector<PendingPull> pulls;
    std::map<std::pair<const yaml::Record*, std::string_view>, std::size_t> placed;
    std::vector<model::ApplicationOrigin> origins;
    std::vector<std::size_t> origin_indexes;
    std::set<PartKey> parts;
    std::set<const yaml::Record*> sets;
  };

  // A link of the chain from the root to the part that is being added.
  struct Link {
    PartKey part;
    const yaml::Record* application = nullptr;  // that pulled it, or the set that made that
  };

  // Who brings what is being added, and where to.
  struct Destination {
    std::string cluster;
    std::string_view ns;
    std::string brought_by;
  };

  using Drafts = std::map<std::string, Draft>;

  Draft& draft_of(Drafts& drafts, const std::string& cluster, const PartKey& root) {
    const auto [at, is_new] = drafts.try_emplace(cluster);
    if (is_new) {
      Environment& environment = *at->second.environment;
      environment.root = root.directory;
      environment.cluster = cluster;
      environment.workspace = &workspace_;
      environment.config = &config_;
      environment.own_urls = own_urls_;
    }
    return at->second;
  }

  void make_environments(const PartKey& root) {
    Drafts drafts;
    std::vector<Link> chain;
    std::set<std::tuple<PartKey, std::string, std::string_view>> done;
    entries_.clear();
    is_generator_open_ = false;
    add_part(root, {}, root, drafts, chain, done);
    // The root itself may hold nothing but Applications for one other cluster.
    std::optional<std::set<PartKey>> orphaned;
    if (const auto own = drafts.find(""); drafts.size() > 1 && own != drafts.end() &&
                                          own->second.environment->resources.empty() &&
                                          own->second.environment->unresolved.empty()) {
      orphaned = own->second.parts;
      drafts.erase(own);
    }
    if (orphaned) drafts.begin()->second.parts.insert(orphaned->begin(), orphaned->end());
    for (auto& [cluster, draft] : drafts) finish(draft, root, drafts.size() > 1);
  }

  void finish(Draft& draft, const PartKey& root, bool is_one_of_several) {
    Environment& environment = *draft.environment;
    environment.name = root.directory.empty() ? "." : root.directory;
    if (is_one_of_several && !environment.cluster.empty()) {
      environment.name += '@' + environment.cluster;
    }
    for (const PartKey& part : draft.parts) names_[part].insert(environment.name);
    for (const yaml::Record* const made : draft.sets) set_names_[made].insert(environment.name);
    // Resources move no more: now they can be pointed at.
    const auto pointer = [&](std::size_t i) { return &environment.resources[i]; };
    for (PendingPull& pull : draft.pulls) {
      model::PulledPath& pulled = environment.pulled.emplace_back();
      pulled = {.application = pointer(pull.application),
                .path = pull.path,
                .directory = std::move(pull.directory),
                .exists = pull.exists,
                .is_cycle = pull.is_cycle,
                .is_whole = pull.is_whole,
                .rendered = pull.rendered,
                .resources = {}};
      pulled.resources.reserve(pull.resources.size());
      for (const std::size_t i : pull.resources) pulled.resources.push_back(pointer(i));
    }
    for (std::size_t i = 0; i < draft.origins.size(); ++i) {
      draft.origins[i].application = pointer(draft.origin_indexes[i]);
      environment.applications.push_back(std::move(draft.origins[i]));
    }
    // Nobody says that loose files are applied together; but one Application among them is what
    // brings up the rest.
    environment.is_rendered = root.kind == Kind::kKustomized || entries_.size() == 1;
    environment.is_open |= is_generator_open_;
    std::set<std::string> folders;
    for (const PartKey& part : draft.parts) {
      if (part.kind != Kind::kKustomized) continue;
      const std::vector<std::string>& built_from = built_from_[part];
      folders.insert(built_from.begin(), built_from.end());
    }
    environment.install =
        model::install_view_of(environment.resources, folders, workspace_, own_urls_);
    environment.index();
    set_.environments.push_back(std::move(draft.environment));
  }

  // The cluster that an Application which lies in `current` deploys to.
  std::string cluster_of(const Resource& application, const std::string& current) const {
    const Node destination = application.at("spec.destination");
    const std::string_view name = destination["name"].text();
    if (!name.empty()) return name == "in-cluster" ? current : std::string(name);
    std::string server(destination["server"].text());
    while (server.ends_with('/')) server.pop_back();
    const auto known = std::ranges::find(inputs_.clusters, server, &argocd::Cluster::server);
    if (known != inputs_.clusters.end() && known->name != "in-cluster") return known->name;
    const std::size_t scheme = server.find("://");
    if (scheme != server.npos) server.erase(0, scheme + 3);
    return server.empty() || server == "kubernetes.default.svc" ||
                   server == "kubernetes.default.svc:443" ||
                   server.starts_with("kubernetes.default.svc.")
               ? current
               : server;
  }

  // Puts a resource into the environment of the cluster, once; gives its index there.
  static std::size_t place(Draft& draft, const Resource& resource, std::string_view ns) {
    const bool takes_namespace =
        resource.ns.empty() && !kustomize::is_cluster_scoped(resource.api_version, resource.kind);
    const std::string_view own = takes_namespace ? ns : resource.ns;
    auto& resources = draft.environment->resources;
    const auto [at, is_new] =
        draft.placed.try_emplace({resource.root.record(), own}, resources.size());
    if (is_new) {
      resources.push_back(resource);
      resources.back().ns = own;
    }
    return at->second;
  }

  using Done = std::set<std::tuple<PartKey, std::string, std::string_view>>;

  // Adds what a part holds, and follows its Applications. Gives the indexes of the resources that
  // are in the environment of the destination.
  std::vector<std::size_t> add_part(const PartKey& key, const Destination& to, const PartKey& root,
                                    Drafts& drafts, std::vector<Link>& chain, Done& done) {
    const Part& part = parts_.at(key);
    reached_.insert(key);
    if (key.overlay != nullptr) reached_.insert(kustomized(key.directory));
    for (const std::string& folder : part.folders) reached_.insert(loose(folder));
    Draft& draft = draft_of(drafts, to.cluster, root);
    const bool is_new = done.emplace(key, to.cluster, to.ns).second;
    if (is_new && draft.parts.insert(key).second) {
      for (const kustomize::Unresolved& entry : part.unresolved) {
        leave_open(*draft.environment, entry);
        draft.environment->is_open = true;
      }
    }
    std::vector<std::size_t> indexes;
    if (placed_ + part.resources.size() > kMostPlaced) {
      draft.environment->is_open = true;
      if (!std::exchange(is_full_, true) && !chain.empty()) {
        leave_open(*draft.environment,
                   {Node(chain.back().application).span(), to.brought_by,
                    fmt::format("the environments hold more than {} resources", kMostPlaced)});
      }
      return indexes;
    }
    if (is_new) placed_ += part.resources.size();
    for (const Resource& resource : part.resources) {
      const std::string cluster =
          is_application(resource) ? cluster_of(resource, to.cluster) : to.cluster;
      if (is_application(resource)) {
        const std::size_t index =
            place_application(draft_of(drafts, cluster, root), resource, {}, to);
        if (cluster == to.cluster) indexes.push_back(index);
      } else {
        indexes.push_back(place(draft, resource, to.ns));
      }
    }
    if (!is_new) return indexes;
    for (const Resource& resource : part.resources) {
      if (!part.entries.contains(resource.root.record())) continue;
      chain.push_back({key, resource.root.record()});
      if (is_application(resource)) {
        follow(resource, {}, to, root, drafts, chain, done);
      } else {
        const argocd::Expansion& expansion = expansion_of(resource);
        draft.sets.insert(resource.root.record());
        for (const kustomize::Unresolved& entry : expansion.unresolved) {
          leave_open(*draft.environment, entry);
          is_generator_open_ = true;
        }
        if (chain.size() == 1 && !expansion.applications.empty()) {
          entries_.insert(resource.root.record());
        }
        for (const Resource& made : expansion.applications) {
          follow(made, resource.title(), to, root, drafts, chain, done);
        }
      }
      chain.pop_back();
    }
    return indexes;
  }

  static std::size_t place_application(Draft& draft, const Resource& application,
                                       const std::string& made_by, const Destination& from) {
    const std::size_t count = draft.environment->resources.size();
    const std::size_t index = place(draft, application, from.ns);
    if (index == count) {
      draft.origins.push_back({nullptr, made_by, from.brought_by});
      draft.origin_indexes.push_back(index);
    }
    return index;
  }

  void leave_open(Environment& environment, const kustomize::Unresolved& entry) {
    environment.unresolved.push_back({places_.of(entry.at), entry.what, entry.reason});
  }

  void follow(const Resource& application, const std::string& made_by, const Destination& from,
              const PartKey& root, Drafts& drafts, std::vector<Link>& chain, Done& done) {
    const std::string cluster = cluster_of(application, from.cluster);
    Draft& draft = draft_of(drafts, cluster, root);
    const std::size_t index = place_application(draft, application, made_by, from);
    const std::string title = draft.environment->resources[index].title();
    for_each_source(application.root["spec"], [&](Node source) {
      const auto directory = own_directory(source);
      if (!directory) return;
      PendingPull pull{.application = index,
                       .path = source["path"],
                       .directory = *directory,
                       .exists = workspace_.has_directory(*directory),
                       .resources = {}};
      std::string reason;
      const auto target = part_of(*directory, source, reason);
      if (pull.exists && chain.size() == 1) entries_.insert(chain.front().application);
      const Node jsonnet = source.at("directory.jsonnet");
      pull.is_whole = target && jsonnet.empty();
      if (!jsonnet.empty()) {
        leave_open(*draft.environment, {source["directory"].key("jsonnet").span(),
                                        "directory.jsonnet", "Jsonnet is not executed"});
      }
      if (target) {
        const Part& part = parts_.at(*target);
        pull.is_whole &= part.unresolved.empty();
        pull.rendered = part.resources.size();
        pull.is_cycle = std::ranges::any_of(chain, [&](const Link& link) {
          return are_one_folder(link.part, *target) || part.entries.contains(link.application);
        });
        if (chain.size() < kDeepestPull) {
          pull.resources = add_part(
              *target, {cluster, application.at("spec.destination.namespace").text(), title}, root,
              drafts, chain, done);
        }
      } else if (pull.exists) {
        draft.environment->unresolved.push_back(
            {places_.of(source["path"].span()), std::string(source["path"].text()), reason});
      }
      if (pull.exists || are_urls_told_) draft.pulls.push_back(std::move(pull));
    });
  }

  // The version that an environment's own installation tells, the oldest if it runs several. Its
  // control plane's counts; that of other components only where there is none.
  std::optional<schema::Target> istio_of(const Environment& environment, bool& is_unanimous) {
    std::optional<schema::Target> oldest;
    const auto consider = [&](Node node, std::string_view text) {
      const auto version = schema::parse_version(text);
      if (version && oldest) is_unanimous &= oldest->version == *version;
      if (!version || (oldest && oldest->version <= *version)) return;
      // From the root, so that messages don't depend on the base.
      oldest = schema::Target{.version = *version,
                              .written = std::string(text),
                              .from = workspace_.file_of(node.span().source).path + ':' +
                                      std::to_string(places_.of(node.span()).line),
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
      bool is_unanimous = true;
      if (const auto own = istio_of(*environment, is_unanimous)) {
        environment->targets["istio"] = *own;
        if (environment->install.of_kind(model::ComponentKind::kControlPlane).empty()) continue;
        is_common &= is_unanimous && (!common || common->version == own->version);
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

  // Gives each problem the environments that it occurs in.
  void name_problems() {
    const auto add = [&](text::Problem&& problem, const std::set<std::string>& names) {
      set_.problems.push_back({std::move(problem), {names.begin(), names.end()}});
    };
    for (auto& [problem, part] : problems_) add(std::move(problem), names_[part]);
    for (auto& [problem, record] : set_problems_) add(std::move(problem), set_names_[record]);
  }

  const Workspace& workspace_;
  const Config& config_;
  unsigned jobs_;
  text::Places places_;
  EnvironmentSet set_;
  argocd::GeneratorInputs inputs_;
  std::map<PartKey, Part> parts_;
  std::vector<PartKey> roots_;  // parts that are there without any Application, sorted
  std::map<const yaml::Record*, argocd::Expansion> expansions_;
  std::size_t generated_ = 0;  // Applications of all expansions
  std::set<std::string, std::less<>> files_used_;
  std::map<PartKey, std::vector<std::string>> built_from_;  // folders, by kustomization
  std::map<const yaml::Record*, Node> overlays_;            // of `kustomize` blocks
  std::size_t overlay_builds_ = 0;
  std::vector<std::string> own_urls_;
  bool are_urls_told_ = false;
  std::size_t placed_ = 0;  // resources of all environments
  bool is_full_ = false;
  std::set<PartKey> pulled_;   // by another part
  std::set<PartKey> reached_;  // by some environment
  std::vector<std::pair<text::Problem, PartKey>> problems_;
  std::vector<std::pair<text::Problem, const yaml::Record*>> set_problems_;
  std::map<PartKey, std::set<std::string>> names_;  // of the environments that reached it
  std::map<const yaml::Record*, std::set<std::string>> set_names_;  // the same of a set
  // Of the root whose environments are being made:
  std::set<const yaml::Record*> entries_;  // Applications and sets that pull something in
  bool is_generator_open_ = false;         // a generator is not decided
};

}  // namespace

EnvironmentSet find_environments(const Workspace& workspace, const Config& config, unsigned jobs) {
  return Finder(workspace, config, jobs).run();
}

}  // namespace meshlint::environment
