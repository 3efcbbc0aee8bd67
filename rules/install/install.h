// Shared by the rules of this family: which charts set their own image, what counts as a release,
// and which components are in the same cluster.
#ifndef MESHLINT_RULES_INSTALL_INSTALL_H_
#define MESHLINT_RULES_INSTALL_INSTALL_H_

#include <optional>
#include <string_view>

#include "check/rule.h"
#include "schema/version.h"

namespace meshlint::rules::install {

// The last part of a path or URL: "base" of "manifests/charts/base/".
inline std::string_view last_segment(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return path.substr(path.rfind('/') + 1);
}

// Whether the chart takes its image from `hub` and `tag`. The chart `gateway` does not: its pods
// have `image: auto`, and istiod's webhook replaces it with the hub and tag of the control plane.
inline bool runs_image(const Component& component) {
  switch (component.kind) {
    case ComponentKind::kControlPlane:
    case ComponentKind::kCni:
    case ComponentKind::kZtunnel:
    case ComponentKind::kOperator:
      return true;
    case ComponentKind::kIngressGateway:
    case ComponentKind::kEgressGateway:
    case ComponentKind::kGateway:
      return !component.is_image_injected;
    case ComponentKind::kBase:
    case ComponentKind::kOther:
      return false;
  }
  return false;
}

inline bool is_gateway(ComponentKind kind) {
  return kind == ComponentKind::kIngressGateway || kind == ComponentKind::kEgressGateway ||
         kind == ComponentKind::kGateway;
}

// A value that is neither missing, null nor empty.
inline bool is_set(Node value) { return value && !value.is_null() && !value.text().empty(); }

// The name of the Helm value: the operator's chart has no `global`.
inline std::string_view hub_name(const Component& component) {
  return component.kind == ComponentKind::kOperator ? "hub" : "global.hub";
}
inline std::string_view tag_name(const Component& component) {
  return component.kind == ComponentKind::kOperator ? "tag" : "global.tag";
}

// Whether the chart gets a `hub` or `tag`. The charts of the node agents also have their own; which
// of the names is used changed between releases, so either is enough.
inline bool is_given(const Component& component, Node value, std::string_view name) {
  if (is_set(value)) return true;
  if (component.kind != ComponentKind::kCni && component.kind != ComponentKind::kZtunnel) {
    return false;
  }
  const Node values = component.values;
  return is_set(values[name]) || is_set(values["global"][name]) || is_set(values["cni"][name]) ||
         is_set(values["ztunnel"][name]);
}

// A published release with all three numbers, variants included: "1.22.1", "v1.22.1",
// "1.22.1-distroless". Nothing for "1.22", "1.22.x", or the build "1.22-alpha.0a1b2c".
inline std::optional<schema::Version> release_of(std::string_view text) {
  std::size_t dots = 0;
  for (const char c : text.substr(0, text.find_first_of("-+"))) dots += c == '.' ? 1 : 0;
  if (dots != 2) return std::nullopt;
  return schema::parse_version(text);
}

// The release that a component runs: its tag, else the default of the chart of that release.
// install/tag-missing reports git charts without a tag.
struct Running {
  schema::Version version;
  Node node;  // where it is written
};
inline std::optional<Running> running_release(const Component& component) {
  if (runs_image(component) && is_set(component.tag)) {
    const std::optional<schema::Version> version = release_of(component.tag.text());
    if (!version) return std::nullopt;
    return Running{*version, component.tag};
  }
  if (!component.is_complete) return std::nullopt;
  const std::optional<schema::Version> version = release_of(component.target_revision.text());
  if (!version) return std::nullopt;
  return Running{*version, component.target_revision};
}

// The cluster that an Application deploys to, as written; empty for an IstioOperator, which is in
// the cluster that it describes.
inline std::string_view cluster_of(const Component& component) {
  if (component.resource == nullptr || component.way == InstallWay::kIstioOperator) return {};
  const Node destination = component.resource->at("spec.destination");
  const Node server = destination["server"];
  return is_set(server) ? server.text() : destination["name"].text();
}

}  // namespace meshlint::rules::install

#endif  // MESHLINT_RULES_INSTALL_INSTALL_H_
