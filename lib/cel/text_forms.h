// Values as text, and texts as values.
#ifndef MESHLINT_CEL_TEXT_FORMS_H_
#define MESHLINT_CEL_TEXT_FORMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/value.h"

namespace meshlint::cel {

class Frame;

// Each gives an error if the text is none of its kind.
// RFC 3339: "2024-02-29T12:00:00.5Z".
Value parse_timestamp(Frame& frame, std::string_view text);
// As Go's time.ParseDuration: "1h2m3.5s".
Value parse_duration(Frame& frame, std::string_view text);
// Base64 with or without padding, as bytes.
Value decode_base64(Frame& frame, std::string_view text);
// A timestamp, or an error beyond the years 1 to 9999.
Value checked_timestamp(std::int64_t seconds, std::int64_t nanoseconds);

std::string timestamp_text(const Value& timestamp);
// "60.001s".
std::string duration_text(std::int64_t nanoseconds);
// The shortest that reads back as the same number, as Go's %g: "1e+06", "0.1", "NaN", "+Inf".
std::string double_text(double value);

// Without the blanks and line breaks around it.
std::string_view trimmed(std::string_view text);
// A rule's message or expression on one line: blanks in a row are one, those around it none.
std::string one_line(std::string_view text);
// The longest message that a messageExpression may give; the API server takes no other.
inline constexpr std::size_t kMaxMessageBytes = 5120;

// A map's key as error messages show it.
std::string key_text(Frame& frame, const Value& key);
// The whole number that an int, uint or double is.
std::optional<std::int64_t> whole_number(const Value& value);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_TEXT_FORMS_H_
