// A configuration with everything that it names: own schemas, custom rules, and which rules run.
#ifndef MESHLINT_API_SETTINGS_H_
#define MESHLINT_API_SETTINGS_H_

#include <memory>

#include "check/custom_rules.h"
#include "check/selection.h"
#include "meshlint/config.h"
#include "meshlint/result.h"
#include "meshlint/schema.h"
#include "model/workspace.h"
#include "schema/own_schemas.h"
#include "schema/version.h"

namespace meshlint {

struct Settings {
  // Reads the files that the configuration names. Fails as Linter::create does.
  static Result<Settings> create(Config config);

  std::unique_ptr<const Config> config;  // the selection views it
  schema::OwnSchemas schemas;
  check::CustomRules rules;
  check::Selection selection;  // of the shipped rules and these
};

// The versions to check against, by product, as a configuration or the caller of a schema function
// names them. Fails for an unknown product, or for a text that is no version.
Result<schema::Targets> parse_targets(const SchemaTargets& versions);

// How a workspace is loaded for a configuration.
model::LoadOptions load_options(const Config& config);

}  // namespace meshlint

#endif  // MESHLINT_API_SETTINGS_H_
