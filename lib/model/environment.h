// An environment: everything that is applied to one cluster together.
//
//   for (const Resource* gateway : environment.of_kind("networking.istio.io", "Gateway")) ...
//   bool is_known = environment.is_closed("shop");
#ifndef MESHLINT_MODEL_ENVIRONMENT_H_
#define MESHLINT_MODEL_ENVIRONMENT_H_

#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "meshlint/finding.h"
#include "model/install_view.h"
#include "model/references.h"
#include "model/renames.h"
#include "model/resource.h"
#include "model/resource_index.h"
#include "model/service_host.h"
#include "model/string_hash.h"
#include "model/workspace.h"
#include "schema/version.h"
#include "text/problem.h"
#include "text/span.h"
#include "yaml/arena.h"

namespace meshlint {
struct Config;
}

namespace meshlint::model {

// The path of an Argo CD Application in this repository, and what it renders.
struct PulledPath {
  const Resource* application = nullptr;
  yaml::Node path;        // source.path
  std::string directory;  // normalized
  bool exists = false;    // the folder is in the workspace
  bool is_cycle = false;  // the Application is (indirectly) part of what its path renders
  // Everything that the path renders is known: no chart, no plugin, no remote base.
  bool is_whole = false;
  std::size_t rendered = 0;  // number of resources that the path renders, for any cluster
  // The resources that the path renders for this environment, without those of Applications among
  // them. Several Applications with the same path share their resources.
  std::vector<const Resource*> resources;
};

// Where an Application of an environment comes from.
struct ApplicationOrigin {
  const Resource* application = nullptr;
  std::string made_by;     // title of the ApplicationSet that generates it, or empty
  std::string brought_by;  // title of the Application whose path contains it, or empty
};

// Immutable once built; safe for any number of threads.
struct Environment {
  // The folder of the root, "." for the root folder of the repository; "FOLDER@CLUSTER" if one
  // root deploys to several clusters.
  std::string name;
  std::string root;     // the folder of the root, "" for the root folder of the repository
  std::string cluster;  // the destination's name or server; "" is the cluster of the root itself
  // All resources as rendered, in the order of the inputs. An Application belongs to the cluster
  // that it deploys to, because it determines what runs there.
  std::vector<Resource> resources;
  std::vector<ApplicationOrigin> applications;  // in the order of `resources`
  InstallView install;
  schema::Targets targets;
  // The versions in the manifests of products for which the configuration sets another target.
  schema::Targets installed;
  std::vector<PulledPath> pulled;
  // Resources whose name or namespace a kustomization changed, in order; filled by `index`.
  std::vector<Rename> renames;
  // Entries that were not followed: remote bases, charts, other repositories.
  std::vector<Unchecked> unresolved;

  const Workspace* workspace = nullptr;
  const Config* config = nullptr;
  // URLs of this repository (git remotes and the configuration's), normalized. Empty if unknown.
  std::vector<std::string> own_urls;
  // A kustomization or Application renders it as a whole. False for plain files in a folder, which
  // may be applied one by one or together with others.
  bool is_rendered = false;
  // A remote base or a chart adds resources to unknown namespaces.
  bool is_open = false;

  // Resources of a kind, in order; empty if there is none.
  const std::vector<const Resource*>& of_kind(std::string_view group, std::string_view kind) const {
    return index_.of_kind(group, kind);
  }
  // The first resource with that identity, or null.
  const Resource* find(std::string_view group, std::string_view kind, std::string_view ns,
                       std::string_view resource_name) const {
    return index_.find(group, kind, ns, resource_name);
  }

  // The hosts, labels and names by which the resources refer to each other.
  const References& references() const { return references_; }

  // Whether the environment has Services in that namespace, so that a missing Service there is a
  // mistake.
  bool owns_namespace(std::string_view ns) const;
  // Whether that namespace may have more resources than are known: the environment is not rendered
  // as a whole, or an operator or something that was not followed could add to it.
  bool may_hold_more(std::string_view ns) const;
  // Whether nothing could add to any namespace, so that a selector that applies to all namespaces
  // can be checked.
  bool is_whole() const { return is_rendered && !is_open && open_namespaces_.empty(); }
  // Whether the configuration declares that the manifests and `external` are the whole cluster
  // (`external.complete`), and the environment has no unknown parts.
  bool is_complete() const;
  // Whether a reference from this environment into that namespace can be checked: the environment
  // is rendered and owns the namespace, and nothing that was not followed could add to it.
  bool is_closed(std::string_view ns) const;

  // Whether `external.hosts` in the configuration has this full host name or a matching wildcard.
  bool is_external_host(std::string_view full_host) const;

  // Fills the indexes from `resources`; call it once.
  void index();

 private:
  using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

  ResourceIndex index_;
  References references_;
  StringSet own_namespaces_;
  StringSet open_namespaces_;  // something unknown deploys there
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_ENVIRONMENT_H_
