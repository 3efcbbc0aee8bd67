#include "model/duration.h"
#include "rules/traffic/traffic.h"

namespace meshlint::rules::traffic {

// Reports a limit only if another one makes it certain that it is never reached.
void connection_pool_conflict(const Resource& resource, Report& report) {
  for_each_policy(resource, [&report](Node policy) {
    const Node tcp = policy["connectionPool"]["tcp"];
    const Node http = policy["connectionPool"]["http"];

    // A connection that ends at a certain age is never idle for longer.
    const Node age = tcp["maxConnectionDuration"];
    const std::optional<std::int64_t> age_ms = model::duration_ms(age.text());
    for (const Node idle : {tcp["idleTimeout"], http["idleTimeout"]}) {
      const std::optional<std::int64_t> idle_ms = model::duration_ms(idle.text());
      if (!age_ms || !idle_ms || *age_ms <= 0 || *idle_ms <= *age_ms) continue;
      report
          .add(idle, "`idleTimeout` {} is never reached; connections end after {}", idle.text(),
               age.text())
          .related(age, "age limit set here");
    }

    const Node requests = http["maxRequestsPerConnection"];
    const std::int64_t most_requests = requests.as_int().value_or(0);
    if (most_requests <= 0) return;
    // A connection that closes after its first request is never idle.
    if (const Node idle = http["idleTimeout"];
        most_requests == 1 && model::duration_ms(idle.text()).value_or(0) > 0) {
      report
          .add(idle, "`idleTimeout` {} has no effect; each connection serves one request",
               idle.text())
          .related(requests, "closes it after one request");
    }
    // The total of requests on a connection also limits how many it has at a time.
    if (const Node streams = http["maxConcurrentStreams"];
        streams.as_int().value_or(0) > most_requests) {
      report
          .add(streams,
               "`maxConcurrentStreams` {} is never reached; a connection serves {} requests",
               streams.text(), most_requests)
          .related(requests, "requests per connection");
    }
  });
}

}  // namespace meshlint::rules::traffic
