#include "environment/draft.h"

#include "kustomize/scope.h"

namespace meshlint::environment {

using model::Resource;

std::size_t Draft::place(const Resource& resource, std::string_view ns) {
  const bool needs_namespace =
      resource.ns.empty() && !kustomize::is_cluster_scoped(resource.api_version, resource.kind);
  const std::string_view own = needs_namespace ? ns : resource.ns;
  auto& resources = environment_->resources;
  const auto [at, is_new] = placed_.try_emplace({resource.root.record(), own}, resources.size());
  if (is_new) {
    resources.push_back(resource);
    resources.back().ns = own;
  }
  return at->second;
}

std::size_t Draft::place_application(const Resource& application, std::string_view ns,
                                     const std::string& made_by, const std::string& brought_by) {
  const std::size_t count = environment_->resources.size();
  const std::size_t index = place(application, ns);
  if (index == count) {
    origins_.push_back({nullptr, made_by, brought_by});
    origin_indexes_.push_back(index);
  }
  return index;
}

std::unique_ptr<model::Environment> Draft::finish() {
  model::Environment& environment = *environment_;
  const auto pointer = [&](std::size_t i) { return &environment.resources[i]; };
  for (PendingPull& pull : pulls_) {
    model::PulledPath& pulled = environment.pulled.emplace_back();
    pulled = {.application = pointer(pull.application),
              .path = pull.path,
              .directory = std::move(pull.directory),
              .exists = pull.exists,
              .is_cycle = pull.is_cycle,
              .is_whole = pull.is_whole,
              .rendered = pull.rendered,
              .resources = {}};
    pulled.resources.reserve(pull.resources.size());
    for (const std::size_t i : pull.resources) pulled.resources.push_back(pointer(i));
  }
  for (std::size_t i = 0; i < origins_.size(); ++i) {
    origins_[i].application = pointer(origin_indexes_[i]);
    environment.applications.push_back(std::move(origins_[i]));
  }
  return std::move(environment_);
}

}  // namespace meshlint::environment
