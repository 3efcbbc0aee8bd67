// What is known about the resources of one kustomization while it is being built.
#ifndef MESHLINT_KUSTOMIZE_STAGE_H_
#define MESHLINT_KUSTOMIZE_STAGE_H_

#include <string>
#include <vector>

#include "kustomize/field_specs.h"
#include "kustomize/objects.h"
#include "yaml/node.h"

namespace meshlint::kustomize {

// An entry of `vars`, bound to the object that its value comes from.
struct Variable {
  yaml::Node entry;
  std::string_view name;
  std::size_t object = kUnbound;  // index into the objects of its stage

  static constexpr std::size_t kUnbound = static_cast<std::size_t>(-1);
};

// The objects and settings of one kustomization. A component has none; it changes the stage of the
// kustomization that includes it.
struct Stage {
  Objects objects;
  OwnPlaces places;
  bool has_shipped_places = false;  // a base, or this kustomization itself, has merged them
  std::vector<Variable> variables;
  bool may_have_more = false;  // something was not built, so missing objects may exist
  bool may_differ = false;     // something was not applied, so values may differ
  bool is_in_component = false;
};

}  // namespace meshlint::kustomize

#endif  // MESHLINT_KUSTOMIZE_STAGE_H_
