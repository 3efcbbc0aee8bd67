// The subcommands: each has a struct for its flags and returns an exit code.
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

// Documented in --help and docs/output.md.
enum ExitCode {
  kClean = 0,
  kFindings = 1,    // at or above --fail-on
  kUsageError = 2,  // invalid flag, path or configuration, or an internal error
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
  std::string config;
  bool no_config = false;
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
  std::vector<std::string> rules;  // files and folders with custom rules
  bool tests = false;
  std::string format = "text";
};

struct ExplainFlags {
  std::string rule;
  std::vector<std::string> rules;
};

struct SchemaImportFlags {
  std::string product;
  std::vector<std::vector<std::string>> versions;  // each: a version, then its files
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

// Splits the value of a flag at its `=`.
Result<std::pair<std::string, std::string>> split_pair(std::string_view flag,
                                                       const std::string& text);
// The versions given with --target, by product.
Result<std::map<std::string, std::string, std::less<>>> parse_targets(
    const std::vector<std::string>& texts);

// The custom rules and CRDs of the configuration found from the working directory, together with
// the rules of the flag --rules.
Result<Config> own_rules_config(const std::vector<std::string>& flag);
// The built-in rules, then the custom rules of the configuration.
Result<std::vector<RuleInfo>> known_rules(const Config& config);

// Prints "meshlint: MESSAGE" to standard error.
void print_error(std::string_view message);
// Prints the current name of a rule for a former one to standard error.
void print_former_name(const FormerName& former);

}  // namespace meshlint::cli

#endif  // MESHLINT_CLI_COMMANDS_H_
