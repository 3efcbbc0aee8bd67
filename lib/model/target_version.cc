#include "model/target_version.h"

#include <string>
#include <string_view>

#include "model/control_plane.h"

namespace meshlint::model {
namespace {

using yaml::Node;

// The oldest of the versions that it is given.
class OldestVersion {
 public:
  OldestVersion(const Workspace& workspace, text::Places& places)
      : workspace_(workspace), places_(places) {}

  void consider(Node node, std::string_view text) {
    const auto version = schema::parse_version(text);
    if (!version) return;
    if (found_) found_->is_only_one &= found_->oldest.version == *version;
    if (found_ && found_->oldest.version <= *version) return;
    // Relative to the root, so that messages don't depend on the base.
    const std::string& path = workspace_.file_of(node.span().source).path;
    const bool is_only_one = !found_ || found_->is_only_one;
    found_ =
        InstalledIstio{.oldest = {.version = *version,
                                  .written = std::string(text),
                                  .from = path + ':' + std::to_string(places_.of(node.span()).line),
                                  .is_assumed = false},
                       .is_only_one = is_only_one};
  }

  const std::optional<InstalledIstio>& found() const { return found_; }

 private:
  const Workspace& workspace_;
  text::Places& places_;
  std::optional<InstalledIstio> found_;
};

// The version that all control planes of the environments have in common, if any.
class CommonVersion {
 public:
  void add(const InstalledIstio& installed) {
    is_common_ &=
        installed.is_only_one && (!common_ || common_->version == installed.oldest.version);
    if (!common_) common_ = installed.oldest;
  }

  const schema::Target* get() const { return common_ && is_common_ ? &*common_ : nullptr; }

 private:
  std::optional<schema::Target> common_;
  bool is_common_ = true;
};

void apply_configuration(Environment& environment, const Config& config) {
  for (const auto& [product, text] : config.targets) {
    const auto version = schema::parse_version(text);
    if (!version) continue;
    schema::Target& target = environment.targets[product];
    if (!target.is_assumed) environment.installed[product] = target;
    const auto from = config.target_origins.find(product);
    target = {.version = *version,
              .written = text,
              .from = from == config.target_origins.end() ? "the configuration" : from->second,
              .is_assumed = false};
  }
}

}  // namespace

std::optional<InstalledIstio> installed_istio(const Environment& environment,
                                              const Workspace& workspace, text::Places& places) {
  OldestVersion versions(workspace, places);
  for (const bool wants_control_plane : {true, false}) {
    for (const Component& component : environment.install.components) {
      if (wants_control_plane && component.kind != ComponentKind::kControlPlane) continue;
      const bool has_tag = schema::parse_version(component.tag.text()).has_value();
      const Node version = has_tag ? component.tag : component.target_revision;
      versions.consider(version, version.text());
    }
    if (versions.found()) return versions.found();
  }
  for (const Resource* const deployment : environment.of_kind("apps", "Deployment")) {
    const IstiodVersion version = istiod_version(*deployment);
    if (version.node) versions.consider(version.node, version.text);
  }
  return versions.found();
}

void choose_target_versions(const std::vector<std::unique_ptr<Environment>>& environments,
                            const Config& config, const Workspace& workspace,
                            text::Places& places) {
  CommonVersion common;
  for (const auto& environment : environments) {
    const auto installed = installed_istio(*environment, workspace, places);
    if (!installed) continue;
    environment->targets["istio"] = installed->oldest;
    if (!environment->install.of_kind(ComponentKind::kControlPlane).empty()) {
      common.add(*installed);
    }
  }
  for (const auto& environment : environments) {
    if (common.get() != nullptr) environment->targets.try_emplace("istio", *common.get());
    apply_configuration(*environment, config);
  }
}

}  // namespace meshlint::model
