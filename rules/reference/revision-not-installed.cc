#include <set>

#include "meshlint/config.h"
#include "rules/reference/reference.h"
#include "text/placeholder.h"

namespace meshlint::rules::reference {
namespace {

constexpr std::string_view kRevision = "istio.io/rev";
constexpr std::string_view kTag = "istio.io/tag";

// The revisions of an environment and their tags, as far as its files define them.
class Revisions {
 public:
  explicit Revisions(const Environment& environment) {
    if (environment.config != nullptr) {
      const std::vector<std::string>& external = environment.config->external.revisions;
      names_.insert(external.begin(), external.end());
    }
    for (const Component& component : environment.install.components) add_component(component);
    for (const Resource* const webhook :
         environment.of_kind("admissionregistration.k8s.io", "MutatingWebhookConfiguration")) {
      const Node labels = webhook->at("metadata.labels");
      if (!labels[kRevision]) continue;
      has_control_plane_ = true;
      add(labels[kRevision]);
      add(labels[kTag]);
    }
    for (const Resource* const deployment : environment.of_kind("apps", "Deployment")) {
      const Node labels = deployment->at("metadata.labels");
      if (labels["app"].text() != "istiod") continue;
      has_control_plane_ = true;
      add(labels[kRevision]);
    }
  }

  // Whether the environment has a control plane, and all of its values are in the repository.
  bool are_known() const { return has_control_plane_ && is_whole_; }
  // A control plane without a revision is "default", and any other may have "default" as a tag.
  bool has(std::string_view name) const { return name == "default" || names_.contains(name); }
  // "1-22-1, stable and 3 more".
  std::string list() const {
    constexpr std::size_t kMostNamed = 5;
    if (names_.empty()) return "default";
    std::string result;
    std::size_t named = 0;
    for (const std::string_view name : names_) {
      if (named == kMostNamed) break;
      if (named++ > 0) result += ", ";
      result += name;
    }
    if (names_.size() > named) result += fmt::format(" and {} more", names_.size() - named);
    return result;
  }

 private:
  void add(Node name) {
    if (text::has_placeholder(name.text())) is_whole_ = false;
    if (!name.text().empty()) names_.insert(name.text());
  }

  void add_component(const Component& component) {
    is_whole_ = is_whole_ && component.is_complete;
    add(component.values["defaultRevision"]);
    for (const Node tag : component.values["revisionTags"]) add(tag);
    if (component.kind != ComponentKind::kControlPlane) return;
    has_control_plane_ = has_control_plane_ || component.is_enabled;
    add(component.revision);
  }

  std::set<std::string_view> names_;
  bool has_control_plane_ = false;
  bool is_whole_ = true;
};

}  // namespace

void revision_not_installed(const Environment& environment, Report& report) {
  const Revisions revisions(environment);
  const bool is_checked = environment.is_rendered && !environment.is_open && revisions.are_known();
  const auto check = [&](const Resource& resource, Node labels) {
    const Node name = labels[kRevision];
    if (name.text().empty() || text::has_placeholder(name.text()) || revisions.has(name.text())) {
      return;
    }
    if (!is_checked) return report.not_checked(name);
    report.add(&resource, name, "no control plane has the revision or tag `{}` (known: {})",
               name.text(), revisions.list());
  };
  for (const Resource* const ns : environment.of_kind("", "Namespace")) {
    check(*ns, ns->at("metadata.labels"));
  }
  for (const Resource* const gateway :
       environment.of_kind("gateway.networking.k8s.io", "Gateway")) {
    check(*gateway, gateway->at("metadata.labels"));
  }
  for (const model::Workload& workload : environment.references().workloads()) {
    // The pods of a control plane have its own revision as a label.
    if (workload.labels["app"].text() == "istiod") continue;
    check(*workload.resource, workload.labels);
  }
}

}  // namespace meshlint::rules::reference
