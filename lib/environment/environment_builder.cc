#include "environment/environment_builder.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "environment/destination_cluster.h"
#include "model/application_sources.h"
#include "model/install_view.h"

namespace meshlint::environment {
namespace {

using model::Environment;
using model::Resource;
using yaml::Node;

// The most Applications in Applications that are followed.
constexpr std::size_t kDeepestPull = 32;

// The most resources of all environments together; then parts of Applications are left out, which
// is reported.
constexpr std::size_t kMostPlaced = 2'000'000;

// A step from the root to the part that is being added.
struct Link {
  PartKey part;
  const yaml::Record* application = nullptr;  // that is followed, or its ApplicationSet
};

}  // namespace

// One root while its environments are built.
struct EnvironmentBuilder::Walk {
  PartKey root;
  std::map<std::string, Draft> drafts;  // by cluster
  std::vector<Link> chain;
  std::set<std::tuple<PartKey, std::string, std::string_view>> done;  // part, cluster, namespace
  std::set<const yaml::Record*> entries;  // Applications and sets of the root that bring something
  bool is_generator_unresolved = false;
};

// Where a part is deployed, and by whom.
struct EnvironmentBuilder::Destination {
  std::string cluster;
  std::string_view ns;
  std::string brought_by;  // title of the Application; empty for the root
};

std::vector<std::unique_ptr<Environment>> EnvironmentBuilder::build(const PartKey& root) {
  Walk walk{.root = root, .drafts = {}, .chain = {}, .done = {}, .entries = {}};
  add_part(walk, root, {});
  // The root may have nothing but Applications for one other cluster; then its part belongs there.
  const auto own = walk.drafts.find("");
  if (walk.drafts.size() > 1 && own != walk.drafts.end() && own->second.is_empty()) {
    const std::set<PartKey> parts = std::move(own->second.parts);
    walk.drafts.erase(own);
    walk.drafts.begin()->second.parts.insert(parts.begin(), parts.end());
  }
  std::vector<std::unique_ptr<Environment>> environments;
  for (auto& [cluster, draft] : walk.drafts) {
    environments.push_back(finish(walk, draft, walk.drafts.size() > 1));
  }
  return environments;
}

Draft& EnvironmentBuilder::draft_of(Walk& walk, const std::string& cluster) {
  const auto [at, is_new] = walk.drafts.try_emplace(cluster);
  if (is_new) {
    Environment& environment = at->second.environment();
    environment.root = walk.root.directory;
    environment.cluster = cluster;
    environment.workspace = &in_.workspace;
    environment.config = &in_.config;
    environment.own_urls = in_.own.urls();
  }
  return at->second;
}

// Adds the resources of a part and follows its Applications. Returns the indexes of the resources
// that are in the environment of the destination.
std::vector<std::size_t> EnvironmentBuilder::add_part(Walk& walk, const PartKey& key,
                                                      const Destination& to) {
  const Part& part = in_.parts.at(key);
  mark_reached(key, part);
  Draft& draft = draft_of(walk, to.cluster);
  const bool is_new = walk.done.emplace(key, to.cluster, to.ns).second;
  if (is_new && draft.parts.insert(key).second) {
    for (const kustomize::Unresolved& entry : part.unresolved) {
      add_unresolved(draft.environment(), entry);
      draft.environment().is_open = true;
    }
  }
  if (placed_ + part.resources.size() > kMostPlaced) {
    draft.environment().is_open = true;
    if (!std::exchange(is_full_, true) && !walk.chain.empty()) {
      add_unresolved(draft.environment(),
                     {Node(walk.chain.back().application).span(), to.brought_by,
                      fmt::format("the environments have more than {} resources", kMostPlaced)});
    }
    return {};
  }
  if (is_new) placed_ += part.resources.size();
  std::vector<std::size_t> indexes = place_resources(walk, part, to);
  if (is_new) follow_entries(walk, key, part, to);
  return indexes;
}

void EnvironmentBuilder::mark_reached(const PartKey& key, const Part& part) {
  reached_.insert(key);
  if (key.overlay != nullptr) reached_.insert(PartKey::kustomized(key.directory));
  for (const std::string& folder : part.folders) reached_.insert(PartKey::loose(folder));
}

std::vector<std::size_t> EnvironmentBuilder::place_resources(Walk& walk, const Part& part,
                                                             const Destination& to) {
  std::vector<std::size_t> indexes;
  for (const Resource& resource : part.resources) {
    if (!is_application(resource)) {
      indexes.push_back(draft_of(walk, to.cluster).place(resource, to.ns));
      continue;
    }
    const std::string cluster = destination_cluster(resource, to.cluster, in_.sets.clusters());
    const std::size_t index =
        draft_of(walk, cluster).place_application(resource, to.ns, {}, to.brought_by);
    if (cluster == to.cluster) indexes.push_back(index);
  }
  return indexes;
}

void EnvironmentBuilder::follow_entries(Walk& walk, const PartKey& key, const Part& part,
                                        const Destination& to) {
  for (const Resource& resource : part.resources) {
    if (!part.entries.contains(resource.root.record())) continue;
    walk.chain.push_back({key, resource.root.record()});
    if (is_application(resource)) {
      follow(walk, resource, {}, to);
    } else {
      const argocd::Expansion& expansion = in_.sets.expansion_of(resource);
      Draft& draft = draft_of(walk, to.cluster);
      draft.sets.insert(resource.root.record());
      for (const kustomize::Unresolved& entry : expansion.unresolved) {
        add_unresolved(draft.environment(), entry);
        walk.is_generator_unresolved = true;
      }
      if (walk.chain.size() == 1 && !expansion.applications.empty()) {
        walk.entries.insert(resource.root.record());
      }
      for (const Resource& created : expansion.applications) {
        follow(walk, created, resource.title(), to);
      }
    }
    walk.chain.pop_back();
  }
}

void EnvironmentBuilder::follow(Walk& walk, const Resource& application, const std::string& made_by,
                                const Destination& from) {
  const std::string cluster = destination_cluster(application, from.cluster, in_.sets.clusters());
  Draft& draft = draft_of(walk, cluster);
  const std::size_t index = draft.place_application(application, from.ns, made_by, from.brought_by);
  const Destination to{.cluster = cluster,
                       .ns = application.at("spec.destination.namespace").text(),
                       .brought_by = draft.environment().resources[index].title()};
  model::for_each_source(application.root["spec"],
                         [&](Node source) { follow_source(walk, draft, index, source, to); });
}

void EnvironmentBuilder::follow_source(Walk& walk, Draft& draft, std::size_t application,
                                       Node source, const Destination& to) {
  const auto directory = in_.own.folder_of(source);
  if (!directory) return;
  Environment& environment = draft.environment();
  PendingPull pull{.application = application,
                   .path = source["path"],
                   .directory = *directory,
                   .exists = in_.workspace.has_directory(*directory),
                   .resources = {}};
  std::string reason;
  const auto target = in_.parts.of_source(*directory, source, reason);
  if (pull.exists && walk.chain.size() == 1) walk.entries.insert(walk.chain.front().application);
  const Node jsonnet = source.at("directory.jsonnet");
  pull.is_whole = target && jsonnet.empty();
  if (!jsonnet.empty()) {
    add_unresolved(environment, {source["directory"].key("jsonnet").span(), "directory.jsonnet",
                                 "Jsonnet is not executed"});
  }
  if (target) {
    const Part& part = in_.parts.at(*target);
    pull.is_whole &= part.unresolved.empty();
    pull.rendered = part.resources.size();
    pull.is_cycle = std::ranges::any_of(walk.chain, [&](const Link& link) {
      return are_one_folder(link.part, *target) || part.entries.contains(link.application);
    });
    if (walk.chain.size() < kDeepestPull) pull.resources = add_part(walk, *target, to);
  } else if (pull.exists) {
    add_unresolved(environment,
                   {source["path"].span(), std::string(source["path"].text()), reason});
  }
  if (pull.exists || in_.own.is_certain()) draft.add_pull(std::move(pull));
}

void EnvironmentBuilder::add_unresolved(Environment& environment,
                                        const kustomize::Unresolved& entry) {
  environment.unresolved.push_back({in_.places.of(entry.at), entry.what, entry.reason});
}

std::unique_ptr<Environment> EnvironmentBuilder::finish(Walk& walk, Draft& draft,
                                                        bool is_one_of_several) {
  std::unique_ptr<Environment> environment = draft.finish();
  environment->name = walk.root.directory.empty() ? "." : walk.root.directory;
  if (is_one_of_several && !environment->cluster.empty()) {
    environment->name += '@' + environment->cluster;
  }
  // Plain files need not be applied together, unless one Application among them brings the rest.
  environment->is_rendered =
      walk.root.kind == PartKey::Kind::kKustomized || walk.entries.size() == 1;
  environment->is_open |= walk.is_generator_unresolved;
  std::set<std::string> folders;
  for (const PartKey& part : draft.parts) {
    names_[part].insert(environment->name);
    if (part.kind != PartKey::Kind::kKustomized) continue;
    const std::vector<std::string> built_from = in_.parts.folders_of(part);
    folders.insert(built_from.begin(), built_from.end());
  }
  for (const yaml::Record* const set : draft.sets) set_names_[set].insert(environment->name);
  environment->install =
      model::install_view_of(environment->resources, folders, in_.workspace, environment->own_urls);
  environment->index();
  return environment;
}

}  // namespace meshlint::environment
