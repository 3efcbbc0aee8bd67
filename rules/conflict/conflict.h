// Shared by the rules on resources that conflict with each other. They check only rendered
// environments: loose files in one folder may be alternatives.
#ifndef MESHLINT_RULES_CONFLICT_CONFLICT_H_
#define MESHLINT_RULES_CONFLICT_CONFLICT_H_

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/rule.h"

namespace meshlint::rules::conflict {

// "shop/reviews", as kubectl users write it.
inline std::string title_of(const Resource& resource) {
  return resource.ns.empty() ? std::string(resource.name)
                             : fmt::format("{}/{}", resource.ns, resource.name);
}

// Sorted "key=value" pairs: equal for equal selectors.
inline std::string canonical(Node selector) {
  std::vector<std::pair<std::string_view, std::string_view>> labels;
  for (const auto& [key, value] : selector.entries()) labels.emplace_back(key.text(), value.text());
  std::ranges::sort(labels);
  std::string text;
  for (const auto& [key, value] : labels) text.append(key).append("=").append(value).append("\n");
  return text;
}

// Whether each entry of `part` is one of `whole`.
inline bool is_part_of(Node part, Node whole) { return model::selects(part, whole); }

// The traffic that clients send because of a DestinationRule.
enum class Traffic : std::uint8_t {
  kPlainText,  // no client certificate: DISABLE, SIMPLE
  kMutualTls,  // the certificates of the mesh: ISTIO_MUTUAL
};

// Compares each DestinationRule for such traffic with the PeerAuthentications of the pods that it
// goes to, and reports those that reject it.
void check_tls_against_policies(const Environment& environment, Traffic traffic, Report& report);

}  // namespace meshlint::rules::conflict

#endif  // MESHLINT_RULES_CONFLICT_CONFLICT_H_
