// Strings are UTF-8, and CEL counts their code points.
#ifndef MESHLINT_CEL_UNICODE_H_
#define MESHLINT_CEL_UNICODE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace meshlint::cel {

// The size of the first code point; at least 1, and not above the size of `text`.
std::size_t code_point_length(std::string_view text);
// The first code point; U+FFFD for invalid UTF-8.
std::uint32_t code_point(std::string_view text);
std::size_t count_code_points(std::string_view text);
// The byte offset of the code point with that index; npos if there are fewer. The offset of the
// end is that of index count_code_points().
std::size_t byte_offset(std::string_view text, std::uint64_t index);
bool is_valid_utf8(std::string_view bytes);
bool is_scalar_value(std::uint32_t code);
void append_utf8(std::string& to, std::uint32_t code);
// White space as defined by Unicode.
bool is_space(std::uint32_t code);

}  // namespace meshlint::cel

#endif  // MESHLINT_CEL_UNICODE_H_
