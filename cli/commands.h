// The subcommands: each reads its flags into its own struct and gives an exit code.
#ifndef MESHLINT_CLI_COMMANDS_H_
#define MESHLINT_CLI_COMMANDS_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meshlint/config.h"
#include "meshlint/linter.h"
#include "meshlint/result.h"

namespace meshlint::cli {

// What a run says to the shell; --help and docs/output.md promise these.
enum ExitCode {
  kClean = 0,
  kFindings = 1,    // at or above --fail-on
  kUsageError = 2,  // a flag, path or configuration is wrong
  kNothingToCheck = 3,
};

struct CheckFlags {
  std::vector<std::string> paths;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> severity;  // RULE=LEVEL
  std::vector<std::string> targets;   // PRODUCT=VERSION
  std::vector<std::string> crds;
  std::vector<std::string> rules;
  std::string config;
  bool no_config = false;
  std::string format = "text";
  std::string output;
  std::string stdin_filename = "stdin.yaml";
  int jobs = -1;  // not given
  bool is_quiet = false;
  bool shows_statistics = false;
  bool shows_timings = false;
  bool fixes = false;
  bool shows_diff = false;
  std::string fail_on = "warning";
  std::string color = "auto";
};

struct RenderFlags {
  std::string directory = ".";
  std::string output;
  std::string reorder = "legacy";
  std::string load_restrictor = "LoadRestrictionsRootOnly";
  bool keeps_going = false;
  bool shows_origins = false;
  std::string why;
};

struct EnvironmentsFlags {
  std::vector<std::string> paths;
  std::string config;
  bool no_config = false;
  std::string format = "text";
};

struct RulesFlags {
  std::vector<std::string> rules;  // files and folders of the user's own
  bool tests = false;
  std::string format = "text";
};

struct ExplainFlags {
  std::string rule;
  std::vector<std::string> rules;
};

struct SchemaImportFlags {
  std::string product;
  std::vector<std::vector<std::string>> versions;  // each a version and its files
  std::vector<std::string> groups;
  std::vector<std::string> kinds;
  std::string suffix;
  std::string shared;
  std::string into;
  bool all_groups = false;
  bool only_new_kinds = false;
};

struct SchemaShowFlags {
  std::string path;
  std::vector<std::string> targets;  // PRODUCT=VERSION
};

struct SchemaExportFlags {
  std::string folder;
  std::vector<std::string> targets;  // PRODUCT=VERSION
};

ExitCode run_check(const CheckFlags& flags);
ExitCode run_render(const RenderFlags& flags);
ExitCode run_environments(const EnvironmentsFlags& flags);
ExitCode run_rules(const RulesFlags& flags);
ExitCode run_explain(const ExplainFlags& flags);

ExitCode run_schema_show(const SchemaShowFlags& flags);
ExitCode run_schema_import(const SchemaImportFlags& flags);
ExitCode run_schema_export(const SchemaExportFlags& flags);

// `key=value` of a flag.
Result<std::pair<std::string, std::string>> split_pair(std::string_view flag,
                                                       const std::string& text);
// What the values of --target say, by product.
Result<std::map<std::string, std::string, std::less<>>> parse_targets(
    const std::vector<std::string>& texts);

// The rules and CRDs of the configuration found from here, and of the flag --rules.
Result<Config> own_rules_config(const std::vector<std::string>& flag);
// The shipped rules, then those of the configuration.
Result<std::vector<RuleInfo>> known_rules(const Config& config);

// Prints "meshlint: MESSAGE" to standard error.
void print_error(std::string_view message);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_COMMANDS_H_
