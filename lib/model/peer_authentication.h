// What the pods of an environment demand of their clients: mTLS or plain text, by its
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

// The mode that counts, and what says so.
struct TlsDemand {
  MutualTls mode = MutualTls::kPermissive;
  const Resource* policy = nullptr;  // null where nothing says anything
  yaml::Node at;                     // the word
};

// Views the environment. A port's mode wins over the workload's, that over the namespace's, and
// that over the mesh's; UNSET leaves it to the next. Where two policies of one level compete, the
// oldest counts, and so the mode is unknown.
class PeerAuthentications {
 public:
  explicit PeerAuthentications(const Environment& environment);

  bool empty() const { return is_empty_; }
  // What holds for the whole mesh, and for the workloads of a namespace that have no policy of
  // their own.
  TlsDemand demand_of_mesh() const { return mesh_.demand; }
  TlsDemand demand_of(std::string_view ns) const;
  // Whether a policy of that namespace is for some of its workloads only.
  bool has_selectors_in(std::string_view ns) const {
    return with_selectors_.contains(or_default(ns));
  }
  // Calls visit(namespace, demand) for each namespace with a policy for all of it.
  template <typename Visit>
  void for_each_namespace(Visit visit) const {
    for (const auto& [ns, level] : by_namespace_) visit(ns, level.demand);
  }
  // What holds for a port of the pods, by its number there; nothing for a port without a number.
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
