// The annotations and labels that Istio reads: where they are in objects, and their facts in
// schemas/ (the groups annotations.istio.io and labels.istio.io).
#ifndef MESHLINT_MODEL_ISTIO_NAMES_H_
#define MESHLINT_MODEL_ISTIO_NAMES_H_

#include <functional>
#include <string_view>

#include "model/resource.h"
#include "schema/facts.h"
#include "yaml/node.h"

namespace meshlint::model {

// Istio's by the rule of its own analyzer: the prefix before the slash ends in istio.io. The one
// label without a prefix counts too.
bool is_istio_name(std::string_view name);

// Istio's annotations, or its labels.
class IstioNames {
 public:
  // The group of their facts, and the field of an object's metadata.
  constexpr IstioNames(std::string_view group, std::string_view field)
      : group_(group), field_(field) {}

  // The declaration for objects of that kind ("Pod" also for pod templates), or false.
  schema::Field on_kind(std::string_view kind, std::string_view name) const;
  // A kind whose objects may have that name, "Any" for all kinds; empty if there is none.
  std::string_view kind_with(std::string_view name) const;

  // Calls `visit(name)` for each known name, once per kind that may have it.
  template <typename Visit>
  void for_each_known(Visit visit) const {
    for_each_kind([&](schema::Type type) {
      for (const schema::Field field : type.fields()) visit(field.name());
    });
  }

  // Calls `visit(key, value, kind)` for each of Istio's names in the object and in the pod template
  // of a workload, with kind "Pod" for the latter.
  template <typename Visit>
  void for_each(const Resource& resource, Visit visit) const {
    for_each_in(resource.root["metadata"], resource.kind, visit);
    for_each_in(template_metadata(resource), "Pod", visit);
  }

  // Calls `report(value, message)` for each value that Istio doesn't accept. Values with the
  // placeholders of another tool are not checked.
  void check_values(const Resource& resource,
                    const std::function<void(yaml::Node, std::string_view)>& report) const;

  // Whether the pod template of a workload has that name.
  bool is_on_template(const Resource& resource, std::string_view name) const {
    return static_cast<bool>(template_metadata(resource)[field_][name]);
  }

  // The metadata of a workload's pod template; missing for all other objects.
  static yaml::Node template_metadata(const Resource& resource);

 private:
  // Calls `visit` for each type of the group that represents a kind.
  template <typename Visit>
  void for_each_kind(Visit visit) const {
    for (const schema::Type type : schema::types_of(group_)) {
      if (type.kind() == schema::TypeKind::kObject) visit(type);
    }
  }
  template <typename Visit>
  void for_each_in(yaml::Node metadata, std::string_view kind, Visit& visit) const {
    for (const auto [key, value] : metadata[field_].entries()) {
      if (is_istio_name(key.text())) visit(key, value, kind);
    }
  }

  std::string_view group_;
  std::string_view field_;
};

inline constexpr IstioNames kIstioAnnotations{"annotations.istio.io", "annotations"};
inline constexpr IstioNames kIstioLabels{"labels.istio.io", "labels"};

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_ISTIO_NAMES_H_
