// What would land where: the environments of a repository, with their Applications.
//
//   meshlint::EnvironmentList list = meshlint::list_environments({{.path = "."}}, config);
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
  std::string ref;            // the name that value files of other sources use for it
  bool is_here = false;       // the path is a folder of this repository
  bool is_whole = false;      // and all that it renders is known
  std::size_t resources = 0;  // that it renders, without what Applications among them bring
};

// An Application of an environment, written or generated.
struct ApplicationInfo {
  std::string name;
  std::string ns;                     // where it lies itself, not where it deploys to
  Place place;                        // of its name, where it was written
  std::string made_by;                // "ApplicationSet argocd/apps", or empty
  std::string brought_by;             // "Application argocd/root", or empty
  std::string destination;            // cluster as written: a name or a server
  std::string destination_namespace;  // empty if there is none
  std::vector<SourceInfo> sources;
};

// What would be applied to one cluster together.
struct EnvironmentInfo {
  std::string name;                          // unique words for people: "apps@staging"
  std::string root;                          // the root's folder; "." for the repository's own
  std::string cluster;                       // empty: where the root itself is applied
  std::size_t resources = 0;                 // Applications included
  std::map<std::string, std::size_t> kinds;  // number by kind
  std::vector<ApplicationInfo> applications;
  std::vector<Unchecked> unresolved;  // in the order of places, each once
  std::vector<Unchecked> mistakes;    // that keep it from being built as it is written
};

// In order of the names.
struct EnvironmentList {
  std::vector<EnvironmentInfo> environments;
  std::size_t files = 0;  // that were read
};

// Reads what `inputs` name, as Linter::check does, and finds the environments. Uses of the
// configuration what tells the workspace: `root`, `exclude`, `repo_urls`, `external`, `jobs`. Never
// fails as a whole.
[[nodiscard]] MESHLINT_EXPORT EnvironmentList list_environments(std::span<const Input> inputs,
                                                                const Config& config);

// For people: each environment with its counts, Applications, and what is unresolved.
MESHLINT_EXPORT std::string environments_text(const EnvironmentList& list);
// JSON of the shape described in docs/output.md, "version": 1. Ends in a line break.
MESHLINT_EXPORT std::string environments_json(const EnvironmentList& list);
// A graph for Graphviz, and one for Mermaid: root folders, Applications, what they bring.
MESHLINT_EXPORT std::string environments_dot(const EnvironmentList& list);
MESHLINT_EXPORT std::string environments_mermaid(const EnvironmentList& list);

}  // namespace meshlint

#endif  // MESHLINT_ENVIRONMENTS_H_
