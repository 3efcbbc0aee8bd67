#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/converter.h"
#include "api/settings.h"
#include "check/registry.h"
#include "check/selection.h"
#include "check/suppress.h"
#include "kustomize/build_kustomization.h"
#include "kustomize/history_of.h"
#include "kustomize/kustomization.h"
#include "kustomize/order.h"
#include "kustomize/print.h"
#include "meshlint/config.h"
#include "meshlint/render.h"
#include "model/real_paths.h"
#include "model/roots.h"
#include "model/workspace.h"
#include "schema/facts.h"
#include "schema/problems.h"
#include "schema/validate.h"
#include "schema/version.h"
#include "text/base_path.h"
#include "text/edit_distance.h"
#include "text/places.h"
#include "text/shown.h"
#include "yaml/any_case.h"
#include "yaml/problems.h"

namespace meshlint {
namespace {

// The file of a folder that kustomize would take; nothing if there is none.
std::optional<std::string> kustomization_file(model::RealPaths& paths, std::string_view directory) {
  for (const std::string_view name : model::kKustomizationNames) {
    const model::RealPath& file = paths.of(directory, name);
    if (file.kind == model::RealPath::Kind::kFile) return file.path;
  }
  return std::nullopt;
}

std::vector<std::string> texts_of(yaml::Node list) {
  std::vector<std::string> texts;
  for (const yaml::Node item : list) texts.emplace_back(item.text());
  return texts;
}

// Indexes of the resources in the order that they are to be printed in.
std::vector<std::uint32_t> printed_order(const kustomize::Build& build, bool is_reordered) {
  const yaml::Node options = build.sort_options;
  if (options) is_reordered = yaml::field_of(options, "order").text() == "legacy";
  if (!is_reordered) {
    std::vector<std::uint32_t> indexes(build.resources.size());
    for (std::uint32_t i = 0; i < indexes.size(); ++i) indexes[i] = i;
    return indexes;
  }
  const yaml::Node own = yaml::field_of(options, "legacySortOptions");
  return kustomize::legacy_order(
      build.resources,
      own && !own.is_null()
          ? kustomize::LegacyOrder{.first = texts_of(yaml::field_of(own, "orderFirst")),
                                   .last = texts_of(yaml::field_of(own, "orderLast"))}
          : kustomize::LegacyOrder::defaults());
}

// A value on one line.
std::string shown_value(yaml::Node value) {
  if (value.is_map()) return fmt::format("a map of {}", value.size());
  if (value.is_list()) return fmt::format("a list of {}", value.size());
  return value.is_null() ? "null" : text::shown(value.text());
}

// The resource that the first part of "Deployment/shop/web spec.replicas" names, and the rest.
struct Wanted {
  std::size_t resource = 0;
  std::string_view path;
};

class Reader {
 public:
  Reader(const RenderRequest& request, const model::Workspace& workspace,
         const kustomize::Build& build)
      : request_(request), build_(build), places_(workspace.sources()) {}

  text::Places& places() { return places_; }

  std::string origin(yaml::Node node) {
    if (!node) return {};
    return to_string(places_.of(node.span()));
  }

  Result<ValueHistory> history() {
    const Result<Wanted> wanted = find(request_.why);
    if (!wanted) return wanted.error();
    const Result<kustomize::ValuePath> path = kustomize::ValuePath::parse(wanted->path);
    if (!path) return path.error();
    const model::Resource& resource = build_.resources[wanted->resource];
    const std::span<const kustomize::Step> steps =
        wanted->resource < build_.histories.size()
            ? std::span<const kustomize::Step>(build_.histories[wanted->resource])
            : std::span<const kustomize::Step>();
    const Result<std::vector<kustomize::State>> states =
        kustomize::history_of(resource.root, steps, *path);
    if (!states) return Error{fmt::format("{}: {}", resource.title(), states.error().message)};
    ValueHistory history{.resource = resource.title(), .field = std::string(wanted->path)};
    for (const kustomize::State& state : *states) {
      ValueState& shown = history.states.emplace_back();
      shown.is_there = static_cast<bool>(state.value);
      if (state.value) {
        shown.value = shown_value(state.value);
        shown.place = places_.of(state.value.span());
      }
      if (state.step == nullptr) continue;
      shown.what = state.step->what;
      shown.cause = places_.of(state.step->cause);
    }
    return history;
  }

 private:
  // The path begins behind a blank, or else behind a dot; since names may have dots as well, the
  // longest name that is built counts.
  Result<Wanted> find(std::string_view text) const {
    const std::size_t blank = text.find(' ');
    if (blank != text.npos) return find(text.substr(0, blank), text.substr(blank + 1));
    std::string_view id = text;
    while (true) {
      Result<Wanted> found = find(id, text.substr(std::min(id.size() + 1, text.size())));
      const std::size_t dot = id.rfind('.');
      if (found || dot == id.npos || id.rfind('/') == id.npos || dot < id.rfind('/')) return found;
      id = id.substr(0, dot);
    }
  }

  Result<Wanted> find(std::string_view id, std::string_view path) const {
    const std::size_t first = id.find('/');
    const std::size_t last = id.rfind('/');
    if (first == id.npos || first == 0 || last + 1 == id.size()) {
      return Error{fmt::format("`{}` is not KIND/NAME or KIND/NAMESPACE/NAME", id)};
    }
    const std::string_view kind = id.substr(0, first);
    const std::string_view name = id.substr(last + 1);
    const std::string_view ns = first == last ? "" : id.substr(first + 1, last - first - 1);
    std::vector<std::size_t> found;
    text::NearestName nearest(name);
    for (std::size_t i = 0; i < build_.resources.size(); ++i) {
      const model::Resource& resource = build_.resources[i];
      if (resource.kind != kind || (!ns.empty() && resource.ns != ns)) continue;
      nearest.consider(resource.name);
      if (resource.name == name) found.push_back(i);
    }
    if (found.size() == 1) return Wanted{found.front(), path};
    if (found.size() > 1) {
      return Error{
          fmt::format("{} resources are named {} {}; add the namespace, as in "
                      "{}/NAMESPACE/{}",
                      found.size(), kind, name, kind, name)};
    }
    return Error{fmt::format("{} \"{}\" not found in the build{}", kind, name,
                             text::did_you_mean(nearest.best(), '"'))};
  }

  const RenderRequest& request_;
  const kustomize::Build& build_;
  text::Places places_;
};

// kustomize accepts a duplicate key in its own file and uses the last one.
bool is_tolerated(const text::Problem& problem, const model::ManifestFile& file,
                  const model::Workspace& workspace) {
  return problem.kind == yaml::kDuplicateKey &&
         workspace.kustomization(model::directory_of(file.path)) == &file;
}

// What the strict decoder of kustomize refuses: fields that its version does not have, and values
// of another type.
std::vector<text::Problem> refused_fields(yaml::Node kustomization) {
  const schema::Kind kind = kustomize::schema_of_kustomization(kustomization);
  const schema::Targets targets = {
      {"kustomize", {.version = *schema::parse_version("5.8.1"), .is_assumed = false}}};
  std::vector<text::Problem> problems;
  schema::validate(kind, kustomization, targets, schema::Part::kWhole, problems);
  std::erase_if(problems, [](const text::Problem& problem) {
    return problem.kind != schema::kUnknownField && problem.kind != schema::kWrongType &&
           problem.kind != schema::kAmbiguousScalar && problem.kind != schema::kRemovedFromTarget;
  });
  return problems;
}

// What the build, its files and the strict decoder found; counts what was read.
std::vector<text::Problem> problems_of(const model::Workspace& workspace,
                                       const kustomize::Build& build, Outcome& outcome) {
  std::vector<text::Problem> problems = build.problems;
  for (const std::string& path : build.files) {
    const model::ManifestFile* const file = workspace.file(path);
    if (file == nullptr) continue;
    ++outcome.files;
    outcome.documents += file->yaml.documents.size();
    for (const text::Problem& problem : file->yaml.problems) {
      if (!is_tolerated(problem, *file, workspace)) problems.push_back(problem);
    }
  }
  for (const std::string& directory : build.directories) {
    const model::ManifestFile* const file = workspace.kustomization(directory);
    if (file == nullptr || file->yaml.documents.empty()) continue;
    std::ranges::move(refused_fields(file->yaml.documents.front().root),
                      std::back_inserter(problems));
  }
  return problems;
}

// Those that the configuration selects and that no comment suppresses. Returns whether kustomize
// would fail, which no configuration changes.
bool add_findings(const model::Workspace& workspace, const check::Selection& selection,
                  const kustomize::Build& build, std::vector<text::Problem> problems,
                  text::Places& places, Outcome& outcome) {
  if (problems.empty()) return false;
  bool fails = false;
  check::Suppressions suppressions(workspace, build.resources, selection.rules());
  Converter converter(workspace, selection, places);
  for (text::Problem& problem : problems) {
    const std::optional<std::size_t> rule = check::rule_of(problem.kind);
    if (!rule) continue;
    const check::Page& page = selection.rules()[*rule].page;
    fails |= page.is_default && page.severity == Severity::kError;
    if (!selection.is_on(*rule)) continue;
    check::Located located{.finding = {.rule = *rule, .problem = std::move(problem)}};
    if (suppressions.covers(page.id, located.finding)) {
      ++outcome.suppressed;
    } else {
      converter.add(std::move(located));
    }
  }
  outcome.findings = converter.take();
  return fails;
}

}  // namespace

Result<Rendering> render_kustomization(const RenderRequest& request, const Config& config) {
  const Result<Settings> settings = Settings::create(config);
  if (!settings) return settings.error();
  if (const auto given = text::absolute_path(request.directory, config.base); !given) {
    return given.error();
  }
  const auto paths = std::make_shared<model::RealPaths>(config.base);
  const model::RealPath directory = paths->of(request.directory);
  if (directory.kind != model::RealPath::Kind::kFolder) {
    return Error{fmt::format("{}: no such folder", request.directory)};
  }
  const std::optional<std::string> file = kustomization_file(*paths, directory.path);
  if (!file) {
    return Error{fmt::format("{}: no kustomization.yaml, kustomization.yml or Kustomization",
                             request.directory)};
  }
  model::LoadOptions options{.base = config.base, .root = config.root, .real_paths = paths};
  if (config.root.empty()) {
    const std::optional<std::string> repository = model::repository_of(directory.path, *paths);
    options.root = repository.value_or("/");
    if (config.base.empty()) options.base = repository.value_or(directory.path);
  }
  const std::string root = paths->of(options.root).path;
  const std::string folder = model::relative_path(directory.path, root);
  if (model::leads_out(folder)) {
    return Error{fmt::format("{} is outside the root {}", request.directory, root)};
  }

  const Input input{.path = *file, .text = {}};
  const model::Workspace workspace = model::Workspace::load(std::span(&input, 1), options);
  if (workspace.kustomization(folder) == nullptr) {
    return Error{fmt::format("{}: cannot be read", *file)};
  }
  const kustomize::Build build = kustomize::build_kustomization(
      workspace, folder,
      {.keeps_history = !request.why.empty(), .is_load_restricted = request.is_load_restricted});

  Rendering rendering;
  Reader reader(request, workspace, build);
  if (!request.why.empty()) {
    Result<ValueHistory> history = reader.history();
    if (!history) return std::move(history).error();
    rendering.history = *std::move(history);
  }
  std::vector<model::Resource> resources;
  resources.reserve(build.resources.size());
  for (const std::uint32_t i : printed_order(build, request.is_reordered)) {
    resources.push_back(build.resources[i]);
  }
  yaml::ShownNodes shown;
  rendering.text = kustomize::print(resources, request.with_origins ? &shown : nullptr);
  for (const yaml::Node node : shown) rendering.origins.push_back(reader.origin(node));
  rendering.outcome.resources = resources.size();
  Outcome& outcome = rendering.outcome;
  outcome.base = workspace.base();
  outcome.root = workspace.root();
  rendering.is_failed =
      add_findings(workspace, settings->selection, build, problems_of(workspace, build, outcome),
                   reader.places(), outcome);
  for (const kustomize::Unresolved& entry : build.unresolved) {
    outcome.unchecked.push_back({reader.places().of(entry.at), entry.what, entry.reason});
  }
  keep_sources(workspace, outcome);
  rendering.is_complete = outcome.unchecked.empty() && !rendering.is_failed;
  return rendering;
}

}  // namespace meshlint
