// A Kubernetes object as a rule or a renderer sees it: its tree and its identity.
#ifndef MESHLINT_MODEL_RESOURCE_H_
#define MESHLINT_MODEL_RESOURCE_H_

#include <optional>
#include <string>
#include <string_view>

#include "yaml/node.h"

namespace meshlint::model {

// Small and copyable; every view and node belongs to the arena that owns `root`.
struct Resource {
  yaml::Node root;
  std::string_view api_version;  // "networking.istio.io/v1"
  std::string_view kind;         // "VirtualService"
  std::string_view name;         // empty if metadata has none
  std::string_view ns;           // metadata.namespace, or the one that an environment sets

  // "networking.istio.io"; empty for the core group.
  std::string_view group() const;
  // "v1".
  std::string_view version() const;
  // True for that kind of that group in any version: is("networking.istio.io", "Gateway").
  bool is(std::string_view wanted_group, std::string_view wanted_kind) const {
    return kind == wanted_kind && group() == wanted_group;
  }

  yaml::Node at(std::string_view path) const { return root.at(path); }
  // "VirtualService shop/reviews", as findings name it.
  std::string title() const;
};

// The resource of a document, if it has apiVersion and kind and both are strings.
std::optional<Resource> resource_of(yaml::Node root);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_RESOURCE_H_
