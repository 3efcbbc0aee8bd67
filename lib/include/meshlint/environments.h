// The environments of a repository: what would be applied to which cluster, with the Applications.
//
//   const std::vector<meshlint::Input> inputs = {{.path = "/repository"}};
//   const meshlint::EnvironmentList list = meshlint::list_environments(inputs, config);
//   for (const meshlint::EnvironmentInfo& environment : list.environments) show(environment);
#ifndef MESHLINT_ENVIRONMENTS_H_
#define MESHLINT_ENVIRONMENTS_H_

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "meshlint/config.h"
#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/linter.h"

namespace meshlint {

// One source of an Application.
struct SourceInfo {
  std::string repo_url;
  std::string path;           // as written; empty for a chart
  std::string chart;          // empty for a path
  std::string revision;       // targetRevision as written; empty if there is none
  std::string ref;            // the name by which value files of other sources refer to it
  bool is_here = false;       // the path is a folder of this repository
  bool is_whole = false;      // and everything that it renders is known
  std::size_t resources = 0;  // rendered from it, without those of nested Applications
};

// An Application of an environment, written or generated.
struct ApplicationInfo {
  std::string name;
  std::string ns;                     // namespace of the Application object itself
  Place place;                        // where its name is written
  std::string made_by;                // what generated it: "ApplicationSet argocd/apps", or empty
  std::string brought_by;             // what deploys it: "Application argocd/root", or empty
  std::string destination;            // cluster as written: a name or a server
  std::string destination_namespace;  // empty if there is none
  std::vector<SourceInfo> sources;
};

// What would be applied to one cluster together.
struct EnvironmentInfo {
  std::string name;                          // unique, for people: "apps@staging"
  std::string root;                          // the root's folder; "." for the repository's root
  std::string cluster;                       // empty: the cluster that the root is applied to
  std::size_t resources = 0;                 // including Applications
  std::map<std::string, std::size_t> kinds;  // number by kind
  std::vector<ApplicationInfo> applications;
  std::vector<Unchecked> unresolved;  // cannot be determined from files; unique, sorted by place
  std::vector<Unchecked> mistakes;    // prevent it from being built as written
};

// Environments are sorted by name.
struct EnvironmentList {
  std::vector<EnvironmentInfo> environments;
  // Inputs and files that could not be read, with the reason.
  std::vector<Unchecked> unchecked;
  std::size_t files = 0;  // number of files read
};

// Reads `inputs` like Linter::check and finds the environments. Uses only these parts of the
// configuration: `base`, `root`, `folder`, `exclude`, `repo_urls`, `external` and `jobs`. Never
// fails as a whole.
[[nodiscard]] MESHLINT_EXPORT EnvironmentList list_environments(std::span<const Input> inputs,
                                                                const Config& config);

// For people: each environment with its counts, Applications, and what is unresolved.
MESHLINT_EXPORT std::string environments_text(const EnvironmentList& list);
// JSON as described in docs/output.md, "version": 1. Ends in a line break.
MESHLINT_EXPORT std::string environments_json(const EnvironmentList& list);
// Graphs for Graphviz and for Mermaid: roots, ApplicationSets, Applications and their sources.
MESHLINT_EXPORT std::string environments_dot(const EnvironmentList& list);
MESHLINT_EXPORT std::string environments_mermaid(const EnvironmentList& list);

}  // namespace meshlint

#endif  // MESHLINT_ENVIRONMENTS_H_
