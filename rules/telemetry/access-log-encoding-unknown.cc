#include <array>

#include "model/placeholder.h"
#include "rules/telemetry/telemetry.h"
#include "text/edit_distance.h"

namespace meshlint::rules::telemetry {
namespace {

constexpr auto kEncodings = std::to_array<std::string_view>({"TEXT", "JSON"});

}  // namespace

// An enum of the mesh configuration, whose decoder heeds letter case and takes the numbers 0 and 1
// for the names.
void access_log_encoding_unknown(const InstallView& install, Report& report) {
  for (const model::MeshConfig& config : install.mesh_configs) {
    const Node encoding = config.root["accessLogEncoding"];
    if (!encoding.is_scalar() || encoding.is_null() || model::has_placeholder(encoding.text())) {
      continue;
    }
    const std::string_view text = encoding.text();
    if (std::ranges::find(kEncodings, text) != kEncodings.end()) continue;
    if (encoding.type() == yaml::ScalarType::kInt && (text == "0" || text == "1")) continue;

    const std::string_view nearest = text::nearest_name(text, kEncodings);
    if (nearest.empty()) {
      report.add(config.resource, encoding, "`accessLogEncoding` {} is neither TEXT nor JSON",
                 text);
    } else {
      report.add(config.resource, encoding,
                 "`accessLogEncoding` {} is neither TEXT nor JSON; did you mean {}?", text,
                 nearest);
    }
  }
}

}  // namespace meshlint::rules::telemetry
