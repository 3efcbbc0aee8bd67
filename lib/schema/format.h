// Formats of strings and numbers: their names in schemas, and which strings have them.
#ifndef MESHLINT_SCHEMA_FORMAT_H_
#define MESHLINT_SCHEMA_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace meshlint::schema {

// The form of a string or number, in addition to its type.
enum class Format : std::uint8_t {
  kNone,
  kInt32,
  kInt64,
  kByte,            // base64
  kDuration,        // as Go's time.ParseDuration reads it
  kSpokenDuration,  // of OpenAPI: "3 days" as well
  kQuantity,        // of Kubernetes; a number is one too
  kDateTime,        // RFC 3339
  kDate,
  kUri,
  kEmail,
  kHostname,
  kIpv4,
  kIpv6,
  kCidr,
  kMac,
  kUuid,
  kOther  // one that no server checks: "double", "binary", "password"
};

// "int32", "date-time"; names that no server checks are kOther.
Format parse_format(std::string_view name);

// Whether the API server accepts the text as a string of that format. True for formats of numbers
// and those that no server checks.
bool has_format(std::string_view text, Format format);

// The nanoseconds of a duration in words, "3 days 12h"; nothing if it has no unit. Skips everything
// that isn't a number with a unit. Source: k8s.io/kube-openapi, pkg/validation/strfmt.
std::optional<std::int64_t> spoken_duration(std::string_view text);

// "a duration", with an example of how to write it: "write it like \"10s\"".
std::string_view noun_of(Format format);
std::string_view example_of(Format format);

}  // namespace meshlint::schema

#endif  // MESHLINT_SCHEMA_FORMAT_H_
