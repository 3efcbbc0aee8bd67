// The settings of a run: rules, severities, versions, and what to exclude.
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

// The settings of `.meshlint.yaml`, with the command-line flags applied. The default values are
// those of a repository without a configuration.
struct Config {
  // Rules to run: ids, families ("route") or "all". Empty: the rules that are on by default.
  std::vector<std::string> select;
  // Rules not to run: ids or families. Wins over `select`.
  std::vector<std::string> ignore;
  // Severities that replace the default ones, by rule id or family.
  std::map<std::string, Severity, std::less<>> severity;
  // Options of rules: rule id, option name, value as written.
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> options;
  // Target versions by product: {"istio", "1.22.1"}. Without an entry, the version is read from the
  // manifests; if they don't contain it, the newest known version is used.
  std::map<std::string, std::string, std::less<>> targets;
  // Where a target version was set, as findings name it, by product: {"istio", "--target"}. Without
  // an entry it's "the configuration".
  std::map<std::string, std::string, std::less<>> target_origins;
  // Paths to exclude, as .gitignore patterns relative to `folder`.
  std::vector<std::string> exclude;
  // Files and folders with CustomResourceDefinitions. They replace the built-in schemas of their
  // kinds. Paths are absolute or relative to `base`; load_config makes them absolute.
  std::vector<std::string> crds;
  // Files and folders with pages of custom rules, `FAMILY/NAME.yaml`; see docs/rules.md. Paths are
  // relative like those of `crds`.
  std::vector<std::string> rules;
  // URLs that Argo CD uses for this repository, in addition to those of its git remotes.
  std::vector<std::string> repo_urls;
  // What exists outside the repository. Hosts may begin with `*.`.
  struct External {
    std::vector<std::string> namespaces;
    std::vector<std::string> hosts;
    std::vector<std::string> gateways;   // "namespace/name"
    std::vector<std::string> secrets;    // "namespace/name"
    std::vector<std::string> providers;  // extension providers of the mesh, by name
    std::vector<std::string> revisions;  // of control planes, and their tags
    std::vector<std::string> gateway_classes;
    // Whether the lists are complete: then a rendered environment and these lists are the whole
    // cluster, and every reference is checked.
    bool is_complete = false;
  } external;
  // Number of threads; 0: one per core.
  unsigned jobs = 0;
  // The absolute folder that relative paths of inputs, `crds` and `rules` are resolved against, and
  // that findings' paths are relative to; the path of a file outside it is absolute. Empty: paths
  // have to be absolute, and findings' paths are relative to the root. The library doesn't know the
  // working directory; a program that wants it as the base puts it here.
  std::string base;
  // The repository: no file outside it is checked. Absolute or relative to `base`. Empty: the git
  // repository of the first input. If that isn't in a repository, it's `folder` or `base` if all
  // inputs are inside, otherwise the inputs' closest common folder.
  std::string root;
  // The folder of the configuration file, absolute. Empty or outside the root: the root.
  std::string folder;
};

// Parses the text of a configuration. `path` is used in messages only. Fails on text that is not
// YAML, on an unknown key, rule or severity (with the nearest known name) and on a value of the
// wrong type. The error reads "path:line:column: what is wrong". If the configuration has the key
// `rules`, or with `has_own_rules`, rule names aren't checked here, since they may name custom
// rules; Linter::create then checks them.
MESHLINT_EXPORT Result<Config> parse_config(std::string_view text, std::string_view path,
                                            bool has_own_rules = false);

// Checks a name from `select`, `ignore` or `severity`, or an argument of `explain`: returns an
// error with the nearest known name if it is neither a rule, by its current or a former name, nor a
// family nor "all", otherwise nothing. Searches all rules on each call.
MESHLINT_EXPORT std::optional<Error> check_rule_name(std::string_view name);

// In the following functions, paths of folders are absolute.

// Looks for `.meshlint.yaml` or `.meshlint.yml` in `directory` and its parents, up to and including
// the folder that contains `.git`. Returns the path, or nothing if there is no such file.
MESHLINT_EXPORT std::optional<std::string> find_config(const std::string& directory);

// The folder at or above `directory` that contains `.git`, without `.` and `..`; nothing if there
// is none. Symbolic links in the path are not followed.
MESHLINT_EXPORT std::optional<std::string> find_repository(const std::string& directory);

// Reads and parses one configuration file. `path` is absolute or relative to `base`; messages show
// it relative to `base` if it's inside. Sets `base` and `folder` of the result.
MESHLINT_EXPORT Result<Config> load_config(const std::string& path, const std::string& base = {});

}  // namespace meshlint

#endif  // MESHLINT_CONFIG_H_
