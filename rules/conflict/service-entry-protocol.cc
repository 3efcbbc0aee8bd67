#include <map>
#include <tuple>

#include "rules/conflict/conflict.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::rules::conflict {

void service_entry_protocol(const Environment& environment, Report& report) {
  const auto& entries = environment.of_kind("networking.istio.io", "ServiceEntry");
  if (!environment.is_rendered || entries.size() < 2) return;
  struct Claim {
    const Resource* entry;
    Node protocol;
  };
  std::map<std::pair<std::string_view, std::string_view>, Claim> first;  // by host and port
  const model::References& references = environment.references();
  for (const Resource* const entry : entries) {
    for (const Node port : entry->at("spec.ports")) {
      const Node protocol = port["protocol"];
      if (protocol.text().empty()) continue;
      for (const Node host : entry->at("spec.hosts")) {
        if (text::has_placeholder(host.text())) continue;
        const auto [at, is_new] =
            first.try_emplace({host.text(), port["number"].text()}, Claim{entry, protocol});
        const Claim& other = at->second;
        if (is_new || other.entry->root == entry->root ||
            text::equals_ignoring_case(other.protocol.text(), protocol.text())) {
          continue;
        }
        // The namespace of at least one of them has to see both.
        if (!references.is_exported_to(*other.entry, entry->ns) &&
            !references.is_exported_to(*entry, other.entry->ns)) {
          continue;
        }
        report
            .add(entry, protocol,
                 "port {} of `{}` is {} here, but {} in ServiceEntry `{}`; use the same",
                 port["number"].text(), host.text(), protocol.text(), other.protocol.text(),
                 title_of(*other.entry))
            .related(other.protocol, "the other protocol");
        break;
      }
    }
  }
}

}  // namespace meshlint::rules::conflict
