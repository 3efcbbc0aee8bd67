// An environment: what would be applied to one cluster together.
//
//   for (const Resource* gateway : environment.of_kind("networking.istio.io", "Gateway")) ...
//   bool can_tell = environment.is_closed("shop");
#ifndef MESHLINT_MODEL_ENVIRONMENT_H_
#define MESHLINT_MODEL_ENVIRONMENT_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "meshlint/finding.h"
#include "model/install_view.h"
#include "model/references.h"
#include "model/renames.h"
#include "model/resource.h"
#include "model/workspace.h"
#include "schema/version.h"
#include "text/problem.h"
#include "text/span.h"
#include "yaml/arena.h"

namespace meshlint {
struct Config;
}

namespace meshlint::model {

// An Argo CD Application with a source in this repository, and what became of it.
struct PulledPath {
  const Resource* application = nullptr;
  yaml::Node path;        // source.path
  std::string directory;  // normalized
  bool exists = false;    // the folder is in the workspace
  bool is_cycle = false;  // the Application is (indirectly) part of what its path renders
  // All that the path renders is known: no chart, no plugin, no remote base.
  bool is_whole = false;
  std::size_t rendered = 0;  // number of resources that the path renders, wherever they go
  // What the path renders for the environment, without what Applications among it bring. Several
  // Applications that name one folder claim the same resources.
  std::vector<const Resource*> resources;
};

// Where an Application of an environment comes from.
struct ApplicationOrigin {
  const Resource* application = nullptr;
  std::string made_by;     // title of the ApplicationSet that generates it, or empty
  std::string brought_by;  // title of the Application whose path renders it, or empty
};

// Immutable once built; safe for any number of threads.
struct Environment {
  // The root's folder, "." for the repository's own; with "@CLUSTER" behind it where one root
  // deploys to several.
  std::string name;
  std::string root;     // the root's folder, "" for the repository's own
  std::string cluster;  // the destination's name or server; "" is where the root itself is applied
  // All resources as rendered, in the order of the inputs. An Application counts to the cluster
  // that it deploys to, since it says what runs there.
  std::vector<Resource> resources;
  std::vector<ApplicationOrigin> applications;  // in the order of `resources`
  InstallView install;
  schema::Targets targets;
  // What the manifests tell of products for which the configuration names another target.
  schema::Targets installed;
  std::vector<PulledPath> pulled;
  // Resources whose name or namespace a kustomization changed, in order; filled by `index`.
  std::vector<Rename> renames;
  // Entries that were not followed: remote bases, charts, foreign repositories.
  std::vector<Unchecked> unresolved;

  const Workspace* workspace = nullptr;
  const Config* config = nullptr;
  // URLs of this repository (git remotes and the configuration's), normalized. Empty if unknown.
  std::vector<std::string> own_urls;
  // A kustomization or Application renders it as a whole. False for loose files of a folder, of
  // which nobody says that they are applied together, or alone.
  bool is_rendered = false;
  // A remote base or a chart adds resources to namespaces that nobody can tell.
  bool is_open = false;

  // Resources of a kind, in order; empty if there is none.
  const std::vector<const Resource*>& of_kind(std::string_view group, std::string_view kind) const;
  const Resource* find(std::string_view group, std::string_view kind, std::string_view ns,
                       std::string_view resource_name) const;

  // What the resources refer to each other by.
  const References& references() const { return references_; }

  // The namespaces in which something of the environment runs Services, so that a missing Service
  // there is a mistake and not somebody else's.
  bool owns_namespace(std::string_view ns) const;
  // Whether that namespace may hold more than is known: the environment is not rendered as a whole,
  // or something that is not followed, or an operator, could add to it.
  bool may_hold_more(std::string_view ns) const;
  // Whether nothing at all could add to any namespace, so that labels can be judged that may be
  // anywhere.
  bool is_whole() const { return is_rendered && !is_open && open_namespaces_.empty(); }
  // Whether the configuration says that this and what it names is the whole cluster
  // (`external.complete`), and nothing of it is left to guess.
  bool is_complete() const;
  // Whether a reference from this environment into that namespace can be judged: it is rendered,
  // the namespace is its own, and nothing that is not followed could add to it.
  bool is_closed(std::string_view ns) const;

  // The full name of a host as a resource in `ns` means it: "reviews" is
  // "reviews.shop.svc.cluster.local", a name with a dot stays.
  static std::string full_host(std::string_view host, std::string_view ns);
  // Whether the configuration's `external.hosts` has this full host name, or a wildcard for it.
  bool is_external_host(std::string_view full_host) const;

  // Fills the indexes below from `resources`; call it once.
  void index();

 private:
  using KindKey = std::pair<std::string_view, std::string_view>;
  struct Identity {
    std::string_view group;
    std::string_view kind;
    std::string_view ns;
    std::string_view name;
    bool operator==(const Identity&) const = default;
  };
  struct IdentityHash {
    std::size_t operator()(const Identity& identity) const;
  };

  using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

  References references_;
  std::map<KindKey, std::vector<const Resource*>> by_kind_;
  std::unordered_map<Identity, const Resource*, IdentityHash> by_identity_;  // the first of each
  StringSet own_namespaces_;
  StringSet open_namespaces_;  // a foreign Application deploys there
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_ENVIRONMENT_H_
