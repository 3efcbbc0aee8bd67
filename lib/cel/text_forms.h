// Conversion between values and strings.
#ifndef MESHLINT_CEL_TEXT_FORMS_H_
#define MESHLINT_CEL_TEXT_FORMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/value.h"

namespace meshlint::cel {

class Memory;

// These return an error if the text has another form.
// RFC 3339: "2024-02-29T12:00:00.5Z".
Value parse_timestamp(Memory& memory, std::string_view text);
// As Go's time.ParseDuration: "1h2m3.5s".
Value parse_duration(Memory& memory, std::string_view text);
// Base64 with or without padding, to bytes.
Value decode_base64(Memory& memory, std::string_view text);
// A timestamp, or an error outside of the years 1 to 9999.
Value checked_timestamp(std::int64_t seconds, std::int64_t nanoseconds);

std::string timestamp_text(const Value& timestamp);
// "60.001s".
std::string duration_text(std::int64_t nanoseconds);
// The shortest text that reads back as the same number, as Go's %g: "1e+06", "0.1", "NaN", "+Inf".
std::string double_text(double value);

// Without leading and trailing blanks and line breaks.
std::string_view trimmed(std::string_view text);
// A rule's message or expression on one line: trimmed, and each run of blanks is one blank.
std::string one_line(std::string_view text);
// The longest result of a messageExpression that the API server uses.
inline constexpr std::size_t kMaxMessageBytes = 5120;

// A map's key as error messages show it.
std::string key_text(const Value& key);
// The integer that an int, uint or double is equal to; nothing if there is none.
std::optional<std::int64_t> whole_number(const Value& value);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_TEXT_FORMS_H_
