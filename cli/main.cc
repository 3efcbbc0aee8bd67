#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "meshlint/linter.h"

namespace meshlint::cli {
namespace {

constexpr std::string_view kFooter = R"(Exit codes:
  0  nothing found at or above --fail-on
  1  findings at or above --fail-on (default: warning)
  2  a flag, a path or the configuration is wrong
  3  nothing to check: no manifest below the paths

Examples:
  meshlint                               check the repository around you
  meshlint shop/ --fail-on error         check a folder, let warnings pass
  meshlint --diff | git apply            see what --fix would do, then do it
  meshlint --format sarif -o out.sarif   for code scanning
  kustomize build . | meshlint -         check standard input
  meshlint environments                  what would land where
  meshlint explain route/weights-sum     what a rule means)";

// Each of these declares a subcommand and where its flags go; `flags` has to live until the parse.
// CLI11 stays in this file: what each file that includes it sets up at the start is not free.

void add_targets(CLI::App& command, std::vector<std::string>& targets) {
  command.add_option("--target", targets, "Version to judge by, as in istio=1.22.1 (comma list)")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_own_rules(CLI::App& command, std::vector<std::string>& rules) {
  command
      .add_option("--rules", rules,
                  "File or folder with pages of rules of your own (may be repeated)")
      ->allow_extra_args(false);
}

CLI::App* add_check(CLI::App& app, CheckFlags& flags) {
  CLI::App* const command = app.add_subcommand(
      "check", "Check files and folders (the default command; no path: the whole repository)");
  command->add_option("PATH", flags.paths, "Files and folders; `-` is standard input");
  const auto add_list = [&](const char* name, std::vector<std::string>& list, const char* what) {
    command->add_option(name, list, what)->delimiter(',')->allow_extra_args(false);
  };
  add_list("--select", flags.select, "Rules or families to run, or `all` (comma list)");
  add_list("--ignore", flags.ignore, "Rules or families not to run (comma list)");
  add_list("--severity", flags.severity, "RULE=error|warning|info (comma list)");
  add_targets(*command, flags.targets);
  command
      ->add_option("--crd", flags.crds,
                   "File or folder with CustomResourceDefinitions to judge by (may be repeated)")
      ->allow_extra_args(false);
  add_own_rules(*command, flags.rules);
  CLI::Option* const config =
      command->add_option("--config", flags.config, "Configuration, in place of .meshlint.yaml");
  command->add_flag("--no-config", flags.no_config, "Read no configuration")->excludes(config);
  command->add_option("--format", flags.format, "Form of the report: text, json, sarif or github")
      ->check(CLI::IsMember({"text", "json", "sarif", "github"}))
      ->capture_default_str();
  command->add_option("-o,--output", flags.output, "File for the report");
  command
      ->add_option("--stdin-filename", flags.stdin_filename, "Path that standard input is to have")
      ->capture_default_str();
  command->add_option("-j,--jobs", flags.jobs, "Number of threads; 0: one per core")
      ->check(CLI::Range(0, 1024));
  command->add_flag("-q,--quiet", flags.is_quiet, "Findings only, no summary");
  command->add_flag("--statistics", flags.shows_statistics, "Counts per rule instead of findings");
  command
      ->add_option("--fail-on", flags.fail_on,
                   "Lowest severity that makes the exit code 1: error, warning, info or never")
      ->check(CLI::IsMember({"error", "warning", "info", "never"}))
      ->capture_default_str();
  CLI::Option* const fix = command->add_flag("--fix", flags.fixes, "Apply safe fixes to the files");
  command->add_flag("--diff", flags.shows_diff, "Print what --fix would change, and change nothing")
      ->excludes(fix);
  command->add_option("--color", flags.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command->add_flag("--timings", flags.shows_timings,
                    "Print the time of each stage to standard error");
  return command;
}

CLI::App* add_render(CLI::App& app, RenderFlags& flags) {
  CLI::App* const command =
      app.add_subcommand("render", "Print what a kustomization builds, as `kustomize build` does");
  command->add_option("DIR", flags.directory, "Folder of the kustomization (default: this one)");
  command->add_option("-o,--output", flags.output, "File for the objects");
  command
      ->add_option("--reorder", flags.reorder,
                   "legacy: by kind, what others need first; none: as the inputs come")
      ->check(CLI::IsMember({"legacy", "none"}))
      ->capture_default_str();
  command
      ->add_option("--load-restrictor", flags.load_restrictor,
                   "LoadRestrictionsRootOnly: files outside of a kustomization's folder are "
                   "errors; LoadRestrictionsNone: they are not")
      ->check(CLI::IsMember({"LoadRestrictionsRootOnly", "LoadRestrictionsNone"}))
      ->capture_default_str();
  command->add_flag("--keep-going", flags.keeps_going, "Print what was built in spite of errors");
  CLI::Option* const origin = command->add_flag(
      "--origin", flags.shows_origins, "Print file, line and column in front of every line");
  command
      ->add_option("--why", flags.why,
                   "Print which file set a value and what it was before, instead of the objects: "
                   "'Deployment/web spec.replicas', 'Deployment/shop/web "
                   "spec.template.spec.containers[app].image'")
      ->excludes(origin);
  return command;
}

CLI::App* add_environments(CLI::App& app, EnvironmentsFlags& flags) {
  CLI::App* const command = app.add_subcommand(
      "environments", "List what would be applied to each cluster, and what is not known");
  command->add_option("PATH", flags.paths, "Files and folders (none: the whole repository)");
  CLI::Option* const config =
      command->add_option("--config", flags.config, "Configuration, in place of .meshlint.yaml");
  command->add_flag("--no-config", flags.no_config, "Read no configuration")->excludes(config);
  command->add_option("--format", flags.format, "Form of the list: text, json, dot or mermaid")
      ->check(CLI::IsMember({"text", "json", "dot", "mermaid"}))
      ->capture_default_str();
  return command;
}

CLI::App* add_rules(CLI::App& app, RulesFlags& flags) {
  CLI::App* const command = app.add_subcommand("rules", "List all rules");
  add_own_rules(*command, flags.rules);
  command->add_flag("--test", flags.tests,
                    "Hold the rules of your own to the examples on their pages instead");
  command->add_option("--format", flags.format, "Form of the list: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  return command;
}

CLI::App* add_explain(CLI::App& app, ExplainFlags& flags) {
  CLI::App* const command =
      app.add_subcommand("explain", "Print what a rule says, why, and how to mend it");
  command->add_option("RULE", flags.rule, "Rule (family/name) or family")->required();
  add_own_rules(*command, flags.rules);
  return command;
}

CLI::App* add_schema_show(CLI::App& schema, SchemaShowFlags& flags) {
  CLI::App* const command =
      schema.add_subcommand("show", "Print the type, limits and versions of a kind, type or field");
  command
      ->add_option(
          "PATH", flags.path,
          "KIND[.GROUP][.field...], VirtualService.spec.http.retries; or a type, MeshConfig")
      ->required();
  add_targets(*command, flags.targets);
  return command;
}

CLI::App* add_schema_import(CLI::App& schema, SchemaImportFlags& flags) {
  CLI::App* const command = schema.add_subcommand(
      "import", "Make facts of the CRDs or OpenAPI documents of a product's versions");
  command->add_option("--product", flags.product, "Product that the versions are of")->required();
  command
      ->add_option("--version", flags.versions,
                   "A version and its files: VERSION FILE...; once for each version")
      ->required()
      ->expected(2, -1)
      ->allow_extra_args();
  CLI::Option* const group =
      command->add_option("--group", flags.groups, "Only this API group; may be given again");
  command->add_option("--kind", flags.kinds, "Only this kind (default: all)");
  command->add_flag("--all-groups", flags.all_groups, "All API groups, as without --group")
      ->excludes(group);
  command->add_flag("--only-new-kinds", flags.only_new_kinds,
                    "Leave out kinds that another product's facts have");
  command->add_option("--suffix", flags.suffix, "Call the files GROUP.SUFFIX.yaml");
  command->add_option("--shared", flags.shared, "File for types that several groups use");
  command->add_option("--into", flags.into, "Folder of the facts")->required();
  return command;
}

CLI::App* add_schema_export(CLI::App& schema, SchemaExportFlags& flags) {
  CLI::App* const command = schema.add_subcommand(
      "export", "Write JSON Schema per kind and version, for editors and kubeconform");
  command->add_option("FOLDER", flags.folder, "Where the files go")->required();
  add_targets(*command, flags.targets);
  return command;
}

// `meshlint shop/` means `meshlint check shop/`. A folder that bears the name of a
// subcommand is reached by `./rules` or `check rules`.
bool names_subcommand(std::string_view argument) {
  static constexpr auto kFirstWords =
      std::to_array<std::string_view>({"check", "render", "environments", "rules", "explain",
                                       "schema", "-h", "--help", "--help-all", "-V", "--version"});
  return std::ranges::find(kFirstWords, argument) != kFirstWords.end();
}

// The subcommands, each with its flags. Only what the first word can mean is declared: all of them
// take longer than many a build.
class Commands {
 public:
  explicit Commands(std::string_view first_word) : first_word_(first_word) {}

  // Whether the line names that subcommand, or asks for help on all of them.
  bool can_mean(std::string_view name) const {
    return first_word_ == name || first_word_ == "-h" || first_word_.starts_with("--help");
  }

  template <typename Flags>
  void add(CLI::App& parent, CLI::App* (*declare)(CLI::App&, Flags&),
           ExitCode (*execute)(const Flags&)) {
    auto flags = std::make_shared<Flags>();
    CLI::App* const command = declare(parent, *flags);
    offered_.push_back({command, [flags, execute] { return execute(*flags); }});
  }

  // Runs the one that was parsed.
  ExitCode run() const {
    const auto meant = std::ranges::find_if(
        offered_, [](const Offered& offered) { return offered.command->parsed(); });
    return meant == offered_.end() ? kUsageError : meant->run();
  }

 private:
  struct Offered {
    const CLI::App* command;
    std::function<ExitCode()> run;
  };

  std::string_view first_word_;
  std::vector<Offered> offered_;
};

int run(std::vector<std::string> arguments) {
  if (arguments.empty() || !names_subcommand(arguments.front())) {
    arguments.insert(arguments.begin(), "check");
  }
  CLI::App app("Checks the Istio, Argo CD and kustomize manifests of a repository, offline.",
               "meshlint");
  app.set_version_flag("-V,--version", fmt::format("meshlint {}", version()));
  app.set_help_all_flag("--help-all", "Print the help of all commands");
  app.footer(std::string(kFooter));
  app.require_subcommand(1);

  const std::string first_word = arguments.front();
  Commands commands(first_word);
  if (commands.can_mean("check")) {
    commands.add(app, add_check, run_check);
    app.get_subcommand("check")->footer(std::string(kFooter));
  }
  if (commands.can_mean("render")) commands.add(app, add_render, run_render);
  if (commands.can_mean("environments")) commands.add(app, add_environments, run_environments);
  if (commands.can_mean("rules")) commands.add(app, add_rules, run_rules);
  if (commands.can_mean("explain")) commands.add(app, add_explain, run_explain);
  if (commands.can_mean("schema")) {
    CLI::App& schema = *app.add_subcommand("schema", "What is known of the fields of APIs");
    schema.require_subcommand(1);
    commands.add(schema, add_schema_show, run_schema_show);
    commands.add(schema, add_schema_import, run_schema_import);
    commands.add(schema, add_schema_export, run_schema_export);
  }

  try {
    std::ranges::reverse(arguments);  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kClean : kUsageError;
  }
  return commands.run();
}

}  // namespace

void print_error(std::string_view message) { fmt::print(stderr, "meshlint: {}\n", message); }

}  // namespace meshlint::cli

int main(int argc, char** argv) {
  try {
    return meshlint::cli::run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  } catch (const std::exception& error) {
    // Out of memory, or a mistake of ours: never mistake it for a clean run.
    std::fprintf(stderr, "meshlint: internal error: %s\n", error.what());
    return meshlint::cli::kUsageError;
  }
}
