// What the rules on Istio's annotations share: where they stand, and what is known of them.
#ifndef MESHLINT_RULES_ANNOTATION_ANNOTATION_H_
#define MESHLINT_RULES_ANNOTATION_ANNOTATION_H_

#include <algorithm>
#include <array>
#include <string_view>

#include "check/rule.h"
#include "schema/facts.h"

namespace meshlint::rules::annotation {

inline constexpr std::string_view kGroup = "annotations.istio.io";

// Istio's by the rule of its own analyzer: the part in front of the slash ends in istio.io.
inline bool is_istio(std::string_view name) {
  const std::string_view domain = name.substr(0, name.find('/'));
  return domain.size() < name.size() && (domain == "istio.io" || domain.ends_with(".istio.io"));
}

// Istio itself writes these wherever it likes.
inline bool is_set_by_istio(std::string_view name) {
  return name == "sidecar.istio.io/status" || name == "gateway.istio.io/controller-version" ||
         name == "istio.io/rev";
}

// The annotation on objects of that kind; false if that kind does not have it.
inline schema::Field on_kind(std::string_view kind, std::string_view name) {
  for (const std::string_view type_name : {kind, std::string_view("Any")}) {
    const schema::Type type = schema::find_type(kGroup, type_name);
    if (!type) continue;
    if (const schema::Field field = type.field(name, {})) return field;
  }
  return {};
}

// The kinds that have it, "Pod", as the facts name them.
inline constexpr auto kKinds = std::to_array<std::string_view>(
    {"Any", "AuthorizationPolicy", "Gateway", "GatewayClass", "Namespace", "Pod", "Service",
     "ServiceEntry", "WorkloadEntry"});
inline std::string_view kind_with(std::string_view name) {
  for (const std::string_view kind : kKinds) {
    const schema::Type type = schema::find_type(kGroup, kind);
    if (type && type.field(name, {})) return kind;
  }
  return {};
}

// Calls `visit` with each of Istio's annotations, key and value, and the kind of what bears it: the
// object itself, and the pods that a workload makes.
template <typename Visit>
void for_each_annotation(const Resource& resource, Visit visit) {
  const auto all_of = [&](Node metadata, std::string_view kind) {
    for (const auto [key, value] : metadata["annotations"].entries()) {
      if (is_istio(key.text())) visit(key, value, kind);
    }
  };
  all_of(resource.root["metadata"], resource.kind);
  const Node spec = resource.root["spec"];
  all_of(spec["template"]["metadata"], "Pod");
  all_of(spec["jobTemplate"]["spec"]["template"]["metadata"], "Pod");
}

}  // namespace meshlint::rules::annotation

#endif  // MESHLINT_RULES_ANNOTATION_ANNOTATION_H_
