// Shared code of the rules on VirtualServices.
#ifndef MESHLINT_RULES_ROUTE_ROUTE_H_
#define MESHLINT_RULES_ROUTE_ROUTE_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "check/rule.h"
#include "model/duration.h"
#include "text/ascii.h"
#include "text/placeholder.h"

namespace meshlint::rules::route {

// Calls `visit` with each list of weighted destinations: `route` of every http, tls and tcp entry.
template <typename Visit>
void for_each_destination_list(const Resource& resource, Visit visit) {
  const Node spec = resource.root["spec"];
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    for (const Node entry : spec[protocol]) {
      if (const Node destinations = entry["route"]; destinations.is_list()) visit(destinations);
    }
  }
}

// The duration of a scalar in milliseconds if it is above 0; Istio rejects all others.
inline std::optional<std::int64_t> positive_duration_ms(Node node) {
  const std::optional<std::int64_t> ms = model::duration_ms(node.text());
  return ms && *ms > 0 ? ms : std::nullopt;
}

// Present and not null, which means absent in a manifest.
inline bool is_set(Node node) { return node && !node.is_null(); }

// Whether a header is the host of the request: `host` or `:authority`.
inline bool is_authority(std::string_view header) {
  return text::equals_ignoring_case(header, "host") ||
         text::equals_ignoring_case(header, ":authority");
}

// A host that another tool or a person fills in before anything is applied, such as one with the
// label ISTIOD_HOST or $DOMAIN.
inline bool is_filled_in_later(std::string_view host) {
  if (text::has_placeholder(host)) return true;
  if (host.starts_with("outbound_")) return false;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view label = host.substr(0, dot);
    if (text::is_placeholder_word(label) || label.starts_with('$')) return true;
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
}

// Whether a VirtualService with these `gateways` counts as one for sidecars, if another gateway is
// in the list or not.
inline bool is_for_mesh(Node gateways) {
  return gateways.empty() ||
         std::ranges::any_of(gateways, [](Node gateway) { return gateway.text() == "mesh"; });
}

// A destination as messages name it, such as "reviews, subset v2".
inline std::string destination_text(Node destination) {
  std::string text(destination["host"].text());
  if (const std::string_view subset = destination["subset"].text(); !subset.empty()) {
    text.append(", subset ").append(subset);
  }
  return text;
}

// An item of the comma-separated list `retryOn`, without surrounding whitespace, and its position.
struct RetryCondition {
  std::string_view text;
  std::size_t begin = 0;  // of the trimmed item in the text of retryOn
  bool has_blanks = false;
};

// Calls `visit` with each item of a `retryOn`.
template <typename Visit>
void for_each_retry_condition(std::string_view retry_on, Visit visit) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::size_t begin = 0;
  while (begin <= retry_on.size()) {
    const std::size_t comma = std::min(retry_on.find(',', begin), retry_on.size());
    const std::string_view item = retry_on.substr(begin, comma - begin);
    const std::size_t first = item.find_first_not_of(kBlanks);
    const std::string_view trimmed =
        first == std::string_view::npos
            ? std::string_view()
            : item.substr(first, item.find_last_not_of(kBlanks) - first + 1);
    visit(RetryCondition{trimmed, begin + (first == std::string_view::npos ? 0 : first),
                         trimmed.size() != item.size()});
    begin = comma + 1;
  }
}

// The retry conditions in Istio's validation. Those with `since_minor` came with that 1.x version.
struct KnownRetryCondition {
  std::string_view name;
  std::uint16_t since_minor = 0;
};
inline constexpr auto kRetryConditions = std::to_array<KnownRetryCondition>({
    {"5xx"},
    {"cancelled"},
    {"connect-failure"},
    {"deadline-exceeded"},
    {"envoy-ratelimited"},
    {"gateway-error"},
    {"http3-post-connect-failure", 23},
    {"internal"},
    {"refused-stream"},
    {"reset"},
    {"reset-before-request", 23},
    {"resource-exhausted"},
    {"retriable-4xx"},
    {"retriable-headers"},
    {"retriable-status-codes"},
    {"unavailable"},
});

// Whether the text is an HTTP status with a name, which Istio accepts in place of a condition.
bool is_http_status(std::string_view text);

// The condition with that name, or null.
const KnownRetryCondition* known_retry_condition(std::string_view name);

// The position in the file of the bytes [begin, begin + size) of a scalar's text, or that of the
// whole scalar if escapes or folding make the two differ.
text::Span part_of(Node scalar, std::size_t begin, std::size_t size);

}  // namespace meshlint::rules::route

#endif  // MESHLINT_RULES_ROUTE_ROUTE_H_
