// Durations as manifests write them: "1h2m3.5s".
//
//   std::optional<std::int64_t> timeout_ms = duration_ms(http["timeout"].text());
#ifndef MESHLINT_MODEL_DURATION_H_
#define MESHLINT_MODEL_DURATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace meshlint::model {

// The milliseconds of a Go duration, which is what Istio and Argo CD read: an optional sign, then
// numbers with a unit each (h, m, s, ms, us, ns), or "0". Fractions of a millisecond are dropped.
// Nothing if the text has another form or exceeds Go's 64 bits of nanoseconds.
std::optional<std::int64_t> duration_ms(std::string_view text);

// The reverse, for messages: "12s", "1.5s", "250ms", "1h1m1s".
std::string duration_text(std::int64_t time_ms);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_DURATION_H_
