#include "api/settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "check/registry.h"
#include "schema/facts.h"
#include "text/edit_distance.h"

namespace meshlint {
namespace {

// The library doesn't know the working directory, so that one folder has to be absolute.
std::optional<Error> check_folders(const Config& config) {
  if (!config.base.empty() && !config.base.starts_with('/')) {
    return Error{fmt::format("base `{}` is a relative path; use an absolute one", config.base)};
  }
  for (const std::string* folder : {&config.root, &config.folder}) {
    if (folder->empty() || folder->starts_with('/') || !config.base.empty()) continue;
    return Error{fmt::format("{}: a relative path, but the configuration has no base", *folder)};
  }
  return std::nullopt;
}

std::string_view nearest_product(std::string_view written) {
  text::NearestName nearest(written);
  for (const schema::Product& product : schema::products()) nearest.consider(product.name);
  return nearest.best();
}

}  // namespace

Result<Settings> Settings::create(Config config) {
  // The configuration has to be where it stays before views of it are taken.
  auto kept = std::make_unique<const Config>(std::move(config));
  if (std::optional<Error> wrong = check_folders(*kept)) return *std::move(wrong);
  Result<schema::OwnSchemas> schemas = schema::OwnSchemas::load(kept->crds, kept->base);
  if (!schemas) return std::move(schemas).error();
  Result<check::CustomRules> rules = check::CustomRules::load(kept->rules, *schemas, kept->base);
  if (!rules) return std::move(rules).error();
  Result<check::Selection> selection =
      check::Selection::create(*kept, check::Registry(rules->rules()));
  if (!selection) return std::move(selection).error();
  if (Result<schema::Targets> targets = parse_targets(kept->targets); !targets) {
    return std::move(targets).error();
  }
  return Settings{std::move(kept), *std::move(schemas), *std::move(rules), *std::move(selection)};
}

Result<schema::Targets> parse_targets(const SchemaTargets& versions) {
  schema::Targets targets;
  for (const auto& [product, written] : versions) {
    if (schema::find_product(product) == nullptr) {
      return Error{fmt::format("unknown product `{}` in `targets`{}", product,
                               text::did_you_mean(nearest_product(product)))};
    }
    const std::optional<schema::Version> version = schema::parse_version(written);
    if (!version) {
      return Error{
          fmt::format("target {}: `{}` is not a version such as 1.22.1", product, written)};
    }
    targets[product] = {.version = *version, .written = written, .from = "", .is_assumed = false};
  }
  return targets;
}

model::LoadOptions load_options(const Config& config) {
  return {
      .base = config.base,
      .root = config.root,
      .folder = config.folder,
      .exclude = config.exclude,
      .jobs = config.jobs > 0 ? config.jobs : std::max(1U, std::thread::hardware_concurrency())};
}

}  // namespace meshlint
