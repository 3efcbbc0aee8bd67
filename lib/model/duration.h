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

// Milliseconds of a Go duration, the form in which Istio and Argo CD read them: an optional sign,
// then numbers with a unit each (h, m, s, ms, us, ns), or "0". What is smaller than a millisecond
// is cut off. Nothing if the text has another form, or does not fit Go's 64 bits of nanoseconds.
std::optional<std::int64_t> duration_ms(std::string_view text);

// The same the other way round, for messages: "12s", "1.5s", "250ms", "1h1m1s".
std::string duration_text(std::int64_t time_ms);

}  // namespace meshlint::model

#endif  // MESHLINT_MODEL_DURATION_H_
