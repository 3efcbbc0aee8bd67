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
#include "meshlint/report.h"

namespace meshlint::cli {
namespace {

constexpr std::string_view kFooter = R"(Exit codes:
  0  no findings at or above --fail-on
  1  findings at or above --fail-on (default: warning)
  2  invalid flag, path or configuration, or an internal error
  3  nothing to check: no YAML or JSON files found

Examples:
  meshlint                               check the whole repository
  meshlint shop/ --fail-on error         check a folder; warnings don't fail the run
  meshlint --diff                        show what --fix would change
  meshlint --format sarif -o out.sarif   write a report for code scanning
  kustomize build . | meshlint -         check standard input
  meshlint environments                  list what would be applied to each cluster
  meshlint explain route/weights-sum     explain a rule)";

// Each of these declares a subcommand and its flags; `flags` has to outlive the parse. Only this
// file includes CLI11, since each file that includes it adds to the start-up time.

void add_targets(CLI::App& command, std::vector<std::string>& targets) {
  command
      .add_option("--target", targets,
                  "Version to check against, such as istio=1.22.1 (comma-separated)")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_own_rules(CLI::App& command, std::vector<std::string>& rules) {
  command.add_option("--rules", rules, "File or folder with your own rules (repeatable)")
      ->allow_extra_args(false);
}

void add_config(CLI::App& command, std::string& path, bool& is_off) {
  CLI::Option* const config =
      command.add_option("--config", path, "Configuration file to use instead of .meshlint.yaml");
  command.add_flag("--no-config", is_off, "Don't read a configuration file")->excludes(config);
}

CLI::App* add_check(CLI::App& app, CheckFlags& flags) {
  CLI::App* const command = app.add_subcommand(
      "check", "Check files and folders (the default command; without PATH: the whole repository)");
  command->add_option("PATH", flags.paths, "Files and folders; `-` reads standard input");
  const auto add_list = [&](const char* name, std::vector<std::string>& list, const char* what) {
    command->add_option(name, list, what)->delimiter(',')->allow_extra_args(false);
  };
  add_list("--select", flags.select,
           "Run only these rules or families; `all` includes those that are off by default "
           "(comma-separated)");
  add_list("--ignore", flags.ignore, "Don't run these rules or families (comma-separated)");
  add_list("--severity", flags.severity,
           "Set severities of rules or families: RULE=error|warning|info (comma-separated)");
  add_targets(*command, flags.targets);
  command
      ->add_option(
          "--crd", flags.crds,
          "File or folder with CustomResourceDefinitions that replace the built-in schemas "
          "(repeatable)")
      ->allow_extra_args(false);
  add_own_rules(*command, flags.rules);
  add_config(*command, flags.config, flags.no_config);
  std::vector<std::string> names;
  std::string described;
  for (const Format& format : formats()) {
    names.emplace_back(format.name);
    described += fmt::format("{}{} ({})", names.size() == 1 ? "" : ", ", format.name, format.what);
  }
  command->add_option("--format", flags.format, "Output format: " + described)
      ->check(CLI::IsMember(names))
      ->capture_default_str();
  command->add_option("-o,--output", flags.output, "Write the report to this file");
  command->add_option("--stdin-filename", flags.stdin_filename, "Path to show for standard input")
      ->capture_default_str();
  command->add_option("-j,--jobs", flags.jobs, "Number of threads (0: one per core)")
      ->check(CLI::Range(0, 1024));
  command->add_flag("-q,--quiet", flags.is_quiet, "Print findings only, no summary");
  command->add_flag("--statistics", flags.shows_statistics,
                    "Print counts per rule instead of findings");
  command
      ->add_option(
          "--fail-on", flags.fail_on,
          "Lowest severity that fails the run (exit code 1): error, warning, info or never")
      ->check(CLI::IsMember({"error", "warning", "info", "never"}))
      ->capture_default_str();
  CLI::Option* const fix = command->add_flag("--fix", flags.fixes, "Apply safe fixes to the files");
  command
      ->add_flag("--diff", flags.shows_diff,
                 "Print what --fix would change, without changing files")
      ->excludes(fix);
  command->add_option("--color", flags.color, "Use color: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  command->add_flag("--timings", flags.shows_timings,
                    "Print the time of each stage to standard error");
  return command;
}

CLI::App* add_render(CLI::App& app, RenderFlags& flags) {
  CLI::App* const command =
      app.add_subcommand("render", "Print what a kustomization builds, like `kustomize build`");
  command->add_option("DIR", flags.directory,
                      "Folder of the kustomization (default: the working directory)");
  add_config(*command, flags.config, flags.no_config);
  command->add_option("-o,--output", flags.output, "Write the objects to this file");
  command
      ->add_option(
          "--reorder", flags.reorder,
          "Order of the objects: legacy (by kind, dependencies first) or none (as in the inputs)")
      ->check(CLI::IsMember({"legacy", "none"}))
      ->capture_default_str();
  command
      ->add_option("--load-restrictor", flags.load_restrictor,
                   "Files outside the kustomization's folder: errors (LoadRestrictionsRootOnly) or "
                   "allowed (LoadRestrictionsNone)")
      ->check(CLI::IsMember({"LoadRestrictionsRootOnly", "LoadRestrictionsNone"}))
      ->capture_default_str();
  command->add_flag("--keep-going", flags.keeps_going,
                    "Print what was built even if there are errors");
  CLI::Option* const origin = command->add_flag("--origin", flags.shows_origins,
                                                "Print file, line and column before each line");
  command
      ->add_option("--why", flags.why,
                   "Print which file set a value and what it was before, instead of the objects: "
                   "'Deployment/web spec.replicas' or 'Deployment/shop/web "
                   "spec.template.spec.containers[app].image'")
      ->excludes(origin);
  return command;
}

CLI::App* add_environments(CLI::App& app, EnvironmentsFlags& flags) {
  CLI::App* const command = app.add_subcommand(
      "environments",
      "List what would be applied to each cluster, and what cannot be determined from files");
  command->add_option("PATH", flags.paths, "Files and folders (default: the whole repository)");
  add_config(*command, flags.config, flags.no_config);
  command->add_option("--format", flags.format, "Output format: text, json, dot or mermaid")
      ->check(CLI::IsMember({"text", "json", "dot", "mermaid"}))
      ->capture_default_str();
  return command;
}

CLI::App* add_rules(CLI::App& app, RulesFlags& flags) {
  CLI::App* const command = app.add_subcommand("rules", "List all rules");
  add_own_rules(*command, flags.rules);
  command->add_flag("--test", flags.tests,
                    "Test your own rules against the examples on their pages instead");
  command->add_option("--format", flags.format, "Output format: text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  return command;
}

CLI::App* add_explain(CLI::App& app, ExplainFlags& flags) {
  CLI::App* const command =
      app.add_subcommand("explain", "Explain a rule: what it reports, why, and how to fix it");
  command->add_option("RULE", flags.rule, "Rule (family/name), family, or `all`")->required();
  add_own_rules(*command, flags.rules);
  return command;
}

CLI::App* add_schema_show(CLI::App& schema, SchemaShowFlags& flags) {
  CLI::App* const command =
      schema.add_subcommand("show", "Show the type, limits and versions of a kind, type or field");
  command
      ->add_option("PATH", flags.path,
                   "KIND[.GROUP][.FIELD...], such as VirtualService.spec.http.retries, or a type "
                   "such as MeshConfig")
      ->required();
  add_targets(*command, flags.targets);
  return command;
}

CLI::App* add_schema_import(CLI::App& schema, SchemaImportFlags& flags) {
  CLI::App* const command = schema.add_subcommand(
      "import", "Generate schema files from the CRDs or OpenAPI documents of a product's versions");
  command->add_option("--product", flags.product, "Name of the product")->required();
  command
      ->add_option("--version", flags.versions,
                   "A version and its files: VERSION FILE... (repeatable)")
      ->required()
      ->expected(2, -1)
      ->allow_extra_args();
  CLI::Option* const group =
      command->add_option("--group", flags.groups, "Import only this API group (repeatable)");
  command->add_option("--kind", flags.kinds, "Import only this kind (default: all)");
  command->add_flag("--all-groups", flags.all_groups, "Import all API groups (the default)")
      ->excludes(group);
  command->add_flag("--only-new-kinds", flags.only_new_kinds,
                    "Skip kinds that another product's files define");
  command->add_option("--suffix", flags.suffix, "Name the files GROUP.SUFFIX.yaml");
  command->add_option("--shared", flags.shared, "File for types that several groups share");
  command->add_option("--into", flags.into, "Folder of the schema files")->required();
  return command;
}

CLI::App* add_schema_export(CLI::App& schema, SchemaExportFlags& flags) {
  CLI::App* const command = schema.add_subcommand(
      "export", "Write a JSON Schema for each kind and version, for editors and kubeconform");
  command->add_option("FOLDER", flags.folder, "Folder to write to")->required();
  add_targets(*command, flags.targets);
  return command;
}

// `meshlint shop/` means `meshlint check shop/`. A folder with the name of a subcommand needs
// `./rules` or `check rules`.
bool names_subcommand(std::string_view argument) {
  static constexpr auto kFirstWords =
      std::to_array<std::string_view>({"check", "render", "environments", "rules", "explain",
                                       "schema", "-h", "--help", "--help-all", "-V", "--version"});
  return std::ranges::find(kFirstWords, argument) != kFirstWords.end();
}

// The subcommands, each with its flags. Only the subcommand that the first word names is declared:
// declaring all of them takes longer than many a build.
class Commands {
 public:
  explicit Commands(std::string_view first_word) : first_word_(first_word) {}

  // Whether the command line names that subcommand, or asks for help on all of them.
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

  // Runs the subcommand that was parsed.
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
  CLI::App app("Checks Istio, Argo CD and kustomize manifests of a repository, offline.",
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
    CLI::App& schema = *app.add_subcommand("schema", "Show, import or export the schemas of APIs");
    schema.require_subcommand(1);
    commands.add(schema, add_schema_show, run_schema_show);
    commands.add(schema, add_schema_import, run_schema_import);
    commands.add(schema, add_schema_export, run_schema_export);
  }

  try {
    std::ranges::reverse(arguments);  // CLI11 reads them from the end
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kClean : kUsageError;
  }
  return commands.run();
}

}  // namespace

void print_error(std::string_view message) { fmt::print(stderr, "meshlint: {}\n", message); }

void print_former_name(const FormerName& former) {
  const std::string where =
      former.place ? fmt::format("{}:{}: ", former.place->path, former.place->line) : "";
  print_error(fmt::format("{}`{}` is now called `{}`", where, former.name, former.rule));
}

}  // namespace meshlint::cli

int main(int argc, char** argv) {
  try {
    return meshlint::cli::run(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  } catch (const std::exception& error) {
    // Out of memory, or a bug in meshlint; the exit code must not look like a clean run.
    std::fprintf(stderr, "meshlint: internal error: %s\n", error.what());
    return meshlint::cli::kUsageError;
  }
}
