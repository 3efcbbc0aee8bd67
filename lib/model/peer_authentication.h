// What the pods of an environment accept from their clients, mTLS or plain text, by its
// PeerAuthentications.
//
//   const PeerAuthentications policies(environment);
//   if (policies.demand_of(workload, 8080).mode == MutualTls::kStrict) ...
#ifndef MESHLINT_MODEL_PEER_AUTHENTICATION_H_
#define MESHLINT_MODEL_PEER_AUTHENTICATION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>

#include "model/environment.h"
#include "model/references.h"
#include "yaml/node.h"

namespace meshlint::model {

enum class MutualTls : std::uint8_t { kPermissive, kStrict, kDisable, kUnknown };

// The mode that applies, and where it is set.
struct TlsDemand {
  MutualTls mode = MutualTls::kPermissive;
  const Resource* policy = nullptr;  // null if no policy sets it
  yaml::Node at;                     // the value of `mode`
};

// References the environment. The mode of a port wins over that of the workload, then the
// namespace's and the mesh's follow; UNSET defers to the next level. Of two policies at one level
// the oldest in the cluster wins, so the mode is unknown.
class PeerAuthentications {
 public:
  explicit PeerAuthentications(const Environment& environment);

  bool empty() const { return is_empty_; }
  // What applies to the whole mesh, and to the workloads of a namespace without their own policy.
  TlsDemand demand_of_mesh() const { return mesh_.demand; }
  TlsDemand demand_of(std::string_view ns) const;
  // Whether a policy of that namespace selects only some of its workloads.
  bool has_selectors_in(std::string_view ns) const {
    return with_selectors_.contains(or_default(ns));
  }
  // Calls visit(namespace, demand) for each namespace with a policy for all its workloads.
  template <typename Visit>
  void for_each_namespace(Visit visit) const {
    for (const auto& [ns, level] : by_namespace_) visit(ns, level.demand);
  }
  // What applies to a port of the pods, by its number; pass nothing if it has no number.
  TlsDemand demand_of(const Workload& workload, std::optional<std::int64_t> port) const;

 private:
  struct Level {
    const Resource* policy = nullptr;
    TlsDemand demand;
    bool is_contested = false;

    void add(const Resource& resource);
  };

  TlsDemand resolve(const Level& level, const TlsDemand& inherited) const;

  bool is_empty_ = true;
  Level mesh_;
  std::map<std::string_view, Level> by_namespace_;
  std::unordered_map<const Resource*, Level> by_workload_;
  std::set<std::string_view> with_selectors_;  // namespaces
};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_PEER_AUTHENTICATION_H_
