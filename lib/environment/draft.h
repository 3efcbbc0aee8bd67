// An environment while it grows: its resources still move, so that they have indexes and no
// pointers.
#ifndef MESHLINT_ENVIRONMENT_DRAFT_H_
#define MESHLINT_ENVIRONMENT_DRAFT_H_

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "environment/part.h"
#include "model/environment.h"
#include "model/resource.h"
#include "yaml/node.h"

namespace meshlint::environment {

// A source of an Application that points at a folder of this repository; see model::PulledPath.
struct PendingPull {
  std::size_t application = 0;  // index among the resources
  yaml::Node path;
  std::string directory;
  bool exists = false;
  bool is_cycle = false;
  bool is_whole = false;
  std::size_t rendered = 0;
  std::vector<std::size_t> resources;  // indexes
};

class Draft {
 public:
  model::Environment& environment() { return *environment_; }

  // Adds a resource unless it is there already; returns its index. `ns` is the namespace of a
  // namespaced resource that sets none.
  std::size_t place(const model::Resource& resource, std::string_view ns);
  // The same for an Application, with where it comes from.
  std::size_t place_application(const model::Resource& application, std::string_view ns,
                                const std::string& made_by, const std::string& brought_by);
  void add_pull(PendingPull pull) { pulls_.push_back(std::move(pull)); }

  // Whether nothing of this cluster is known, not even that something is unknown.
  bool is_empty() const {
    return environment_->resources.empty() && environment_->unresolved.empty();
  }

  // The environment, with pointers to its resources. The draft is empty then.
  std::unique_ptr<model::Environment> finish();

  std::set<PartKey> parts;             // that contributed to it
  std::set<const yaml::Record*> sets;  // ApplicationSets that contributed to it

 private:
  std::unique_ptr<model::Environment> environment_ = std::make_unique<model::Environment>();
  std::vector<PendingPull> pulls_;
  std::map<std::pair<const yaml::Record*, std::string_view>, std::size_t> placed_;
  std::vector<model::ApplicationOrigin> origins_;
  std::vector<std::size_t> origin_indexes_;
};

}  // namespace meshlint::environment

#endif  // MESHLINT_ENVIRONMENT_DRAFT_H_
