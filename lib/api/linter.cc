#include "meshlint/linter.h"
#include "check/problems.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>
#include <utility>

#include "api/converter.h"
#include "api/settings.h"
#include "check/checker.h"
#include "check/registry.h"
#include "check/selection.h"
#include "check/suppress.h"
#include "environment/find_environments.h"
#include "model/workspace.h"
#include "schema/facts.h"
#include "schema/version.h"
#include "text/places.h"

namespace meshlint {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t ns_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count());
}

bool is_before(const Place& a, const Place& b) {
  return std::tie(a.path, a.line, a.column) < std::tie(b.path, b.line, b.column);
}

std::vector<Unchecked> unchecked_of(const model::Workspace& workspace,
                                    const environment::EnvironmentSet& set, text::Places& places) {
  std::vector<Unchecked> result = workspace.unchecked();
  for (const auto& file : workspace.files()) {
    for (const yaml::Document& document : file->yaml.documents) {
      if (!document.is_template) continue;
      result.push_back({places.of({document.span.source, document.span.begin, document.span.begin}),
                        file->path, "a template, which needs values to become a manifest"});
    }
  }
  for (const auto& environment : set.environments) {
    result.insert(result.end(), environment->unresolved.begin(), environment->unresolved.end());
  }
  std::ranges::stable_sort(result, [](const Unchecked& a, const Unchecked& b) {
    return std::tie(a.place.path, a.place.line, a.place.column, a.what) <
           std::tie(b.place.path, b.place.line, b.place.column, b.what);
  });
  const auto rest = std::ranges::unique(result, [](const Unchecked& a, const Unchecked& b) {
    return !is_before(a.place, b.place) && !is_before(b.place, a.place) && a.what == b.what &&
           a.reason == b.reason;
  });
  result.erase(rest.begin(), rest.end());
  return result;
}

// Values that another tool fills in: all at the first.
void note_filled_in_later(std::span<const text::Span> values, const model::Workspace& workspace,
                          text::Places& places, std::vector<Unchecked>& unchecked) {
  if (values.empty()) return;
  const text::Span first = values.front();
  const std::string_view bytes = workspace.sources()[first.source].bytes();
  const std::string others = values.size() == 1 ? ""
                             : values.size() == 2
                                 ? ", as is one more such value"
                                 : fmt::format(", as are {} more such values", values.size() - 1);
  unchecked.push_back({places.of(first),
                       std::string(bytes.substr(first.begin, first.end - first.begin)),
                       fmt::format("filled in by another tool{}", others)});
}

std::vector<RuleInfo> infos_of(std::span<const check::Rule> rules) {
  std::vector<RuleInfo> infos;
  for (const check::Rule& rule : rules) {
    const check::Page& page = rule.page;
    RuleInfo info{.id = std::string(page.id),
                  .title = std::string(page.title),
                  .severity = page.severity,
                  .is_default = page.is_default,
                  .since = std::string(page.since),
                  .what = std::string(page.what),
                  .why = std::string(page.why),
                  .fix = std::string(page.fix),
                  .aliases = {page.aliases.begin(), page.aliases.end()},
                  .formerly = {page.formerly.begin(), page.formerly.end()},
                  .bad = {page.bad.begin(), page.bad.end()},
                  .good = {page.good.begin(), page.good.end()}};
    for (const check::PageOption& option : page.options) {
      info.options.push_back(
          {std::string(option.name), std::string(option.value), std::string(option.what)});
    }
    infos.push_back(std::move(info));
  }
  return infos;
}

}  // namespace

class Linter::Impl {
 public:
  static Result<std::unique_ptr<const Impl>> create(Config&& config) {
    Result<Settings> settings = Settings::create(std::move(config));
    if (!settings) return std::move(settings).error();
    return std::unique_ptr<const Impl>(new Impl(*std::move(settings)));
  }

  std::vector<RuleInfo> custom_rules() const { return infos_of(settings_.rules.rules()); }

  Outcome check(std::span<const Input> inputs) const {
    const model::LoadOptions options = load_options(*settings_.config);
    Outcome outcome;
    const model::Workspace workspace = model::Workspace::load(inputs, options);
    outcome.base = workspace.base();
    outcome.root = workspace.root();
    const auto render_start = Clock::now();
    const environment::EnvironmentSet set =
        environment::find_environments(workspace, *settings_.config, options.jobs);
    outcome.timings.render = ns_since(render_start);

    const check::Selection& selection = settings_.selection;
    check::CheckResult result =
        check::run_checks(workspace, set, selection, settings_.schemas, options.jobs);
    const auto report_start = Clock::now();
    text::Places places(workspace.sources());
    check::Suppressions suppressions(workspace, result.resources, selection.rules());
    Converter converter(workspace, selection, places);
    std::set<std::tuple<text::Span, std::size_t>> suppressed;
    for (check::Located& located : result.findings) {
      const std::size_t rule = located.finding.rule;
      if (suppressions.covers(selection.rules()[rule].page.id, located.finding)) {
        suppressed.emplace(located.finding.problem.at, rule);
      } else {
        converter.add(std::move(located));
      }
    }
    const auto unused_rule = check::rule_of(check::kUnusedSuppression);
    if (unused_rule && selection.is_on(*unused_rule)) {
      for (text::Problem& problem : suppressions.unused(selection)) {
        converter.add({.finding = {.rule = *unused_rule, .problem = std::move(problem)}});
      }
    }

    outcome.findings = converter.take();
    outcome.suppressed = suppressed.size();
    outcome.unchecked = unchecked_of(workspace, set, places);
    note_filled_in_later(result.filled_in_later, workspace, places, outcome.unchecked);
    outcome.kinds_without_schema = std::move(result.kinds_without_schema);
    for (const auto& [rule, count] : result.references_not_checked) {
      outcome.references_not_checked[std::string(selection.rules()[rule].page.id)] = count;
    }
    outcome.custom_rules = custom_rules();
    outcome.files = workspace.files().size();
    outcome.resources = result.resources.size();
    for (const auto& file : workspace.files()) outcome.documents += file->yaml.documents.size();
    add_former_names(suppressions, places, outcome);
    summarize(set, outcome);
    for (const check::Upgrade& upgrade : result.upgrades) {
      UpgradeSummary& summary = outcome.upgrades.emplace_back();
      summary.product = schema::find_product(upgrade.product)->title;
      summary.installed = upgrade.installed.written;
      summary.installed_from = upgrade.installed.from;
      for (const auto& [version, findings] : upgrade.steps) {
        summary.steps.push_back({schema::to_string(version), findings});
      }
    }
    keep_sources(workspace, outcome);
    outcome.timings.read = workspace.read_ns();
    outcome.timings.parse = workspace.parse_ns();
    outcome.timings.schema = result.schema_ns;
    outcome.timings.rules = result.rules_ns;
    outcome.timings.report = ns_since(report_start);
    return outcome;
  }

 private:
  explicit Impl(Settings settings) : settings_(std::move(settings)) {}

  void add_former_names(const check::Suppressions& suppressions, text::Places& places,
                        Outcome& outcome) const {
    const check::Selection& selection = settings_.selection;
    const auto add = [&](std::string_view name, std::optional<Place> place) {
      const std::string_view rule = selection.rules().current_name(name);
      outcome.former_names.push_back({std::string(name), std::string(rule), std::move(place)});
    };
    for (const std::string_view name : selection.former_names()) add(name, std::nullopt);
    for (const auto& [name, at] : suppressions.former_names()) add(name, places.of(at));
  }

  static void summarize(const environment::EnvironmentSet& set, Outcome& outcome) {
    for (const auto& environment : set.environments) {
      EnvironmentSummary summary{
          .name = environment->name,
          .resources = environment->resources.size(),
          .applications = environment->of_kind("argoproj.io", "Application").size(),
          .unresolved = environment->unresolved};
      if (const auto istio = environment->targets.find("istio");
          istio != environment->targets.end() && !istio->second.is_assumed) {
        summary.istio_version = schema::to_string(istio->second.version);
        summary.istio_version_from = istio->second.from;
      }
      outcome.environments.push_back(std::move(summary));
    }
  }

  const Settings settings_;
};

Result<Linter> Linter::create(Config config) {
  Result<std::unique_ptr<const Impl>> impl = Impl::create(std::move(config));
  if (!impl) return std::move(impl).error();
  return Linter(*std::move(impl));
}

Linter::Linter(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Linter::Linter(Linter&&) noexcept = default;
Linter& Linter::operator=(Linter&&) noexcept = default;
Linter::~Linter() = default;

Outcome Linter::check(std::span<const Input> inputs) const { return impl_->check(inputs); }

std::vector<RuleInfo> Linter::custom_rules() const { return impl_->custom_rules(); }

std::vector<RuleInfo> all_rules() { return infos_of(check::shipped_rules()); }

const char* version() { return MESHLINT_VERSION; }

}  // namespace meshlint
