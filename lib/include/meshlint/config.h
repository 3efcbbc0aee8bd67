// What a run is told: which rules, how severe, which versions, what is left out.
#ifndef MESHLINT_CONFIG_H_
#define MESHLINT_CONFIG_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meshlint/export.h"
#include "meshlint/finding.h"
#include "meshlint/result.h"

namespace meshlint {

// The settings of `.meshlint.yaml`, and of the flags laid over it. The defaults
// are those of a repository without a configuration.
struct Config {
  // Rules to run: ids, families ("route") or "all". Empty: those on by default.
  std::vector<std::string> select;
  // Rules not to run: ids or families. Wins over `select`.
  std::vector<std::string> ignore;
  // Other severities, by rule id or family.
  std::map<std::string, Severity, std::less<>> severity;
  // Options of rules: rule id, option name, value as written.
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> options;
  // Versions to judge by, by product: {"istio", "1.22.1"}. Without an entry the version
  // is read from the manifests, else the newest known one counts.
  std::map<std::string, std::string, std::less<>> targets;
  // What findings call the place where such a version was said, by product: {"istio", "--target"}.
  // Without an entry it is "the configuration".
  std::map<std::string, std::string, std::less<>> target_origins;
  // Paths not to read, as .gitignore patterns relative to the configuration's folder.
  std::vector<std::string> exclude;
  // Files and folders with CustomResourceDefinitions to judge by, in place of the facts that are
  // shipped for their kinds; relative to the working directory. load_config puts the folder of the
  // configuration in front.
  std::vector<std::string> crds;
  // Files and folders with pages of the user's own rules, `FAMILY/NAME.yaml`; see docs/rules.md.
  // Relative as `crds` are.
  std::vector<std::string> rules;
  // URLs under which Argo CD knows this repository, beside those of its git remotes.
  std::vector<std::string> repo_urls;
  // What exists although no manifest here makes it. Hosts may begin with `*.`.
  struct External {
    std::vector<std::string> namespaces;
    std::vector<std::string> hosts;
    std::vector<std::string> gateways;   // "namespace/name"
    std::vector<std::string> secrets;    // "namespace/name"
    std::vector<std::string> providers;  // names of extension providers of the mesh
    std::vector<std::string> revisions;  // of control planes, and their tags
    std::vector<std::string> gateway_classes;
    // Whether the above is all: a rendered environment and these are then the whole cluster.
    bool is_complete = false;
  } external;
  // Number of threads; 0: one per core.
  unsigned jobs = 0;
  // The folder that `exclude` and workspace paths are relative to; empty: the working directory.
  std::string root;
};

// Reads a configuration's text. `path` is used in messages only. Fails on text that is not
// YAML, an unknown key (naming the nearest one), rule or severity, or a value of the wrong
// type, with "path:line:column: what is wrong". Where there is a key `rules`, or with
// `has_own_rules`, names of rules may be those of the user's own, and Linter::create says which do
// not exist.
MESHLINT_EXPORT Result<Config> parse_config(std::string_view text, std::string_view path,
                                            bool has_own_rules = false);

// What is wrong with a name in `select`, `ignore` or `severity`, or as an argument of
// `explain`: that it is no rule, no family and not "all", and which one is nearest. Nothing
// if it is known. Costs a walk of all rules.
MESHLINT_EXPORT std::optional<Error> check_rule_name(std::string_view name);

// Looks for `.meshlint.yaml` or `.meshlint.yml` in `directory` and its parents, up to and
// with the one that holds `.git`. Gives its path, or nothing.
MESHLINT_EXPORT std::optional<std::string> find_config(const std::string& directory);

// The folder at or above `directory` that holds `.git`, as an absolute path without `.` and `..`;
// nothing if there is none. Links in the path are not followed.
MESHLINT_EXPORT std::optional<std::string> find_repository(const std::string& directory);

// Reads and parses one configuration file; its folder becomes `root`.
MESHLINT_EXPORT Result<Config> load_config(const std::string& path);

}  // namespace meshlint

#endif  // MESHLINT_CONFIG_H_
