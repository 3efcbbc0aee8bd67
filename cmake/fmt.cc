// fmt 9 as a translation unit: Debian and Ubuntu ship its headers and a shared library, but no
// archive for a static command to link. Compiling it once here is far cheaper than
// `fmt::fmt-header-only`, which compiles the formatter in every file.
#include <fmt/format-inl.h>

namespace fmt {
inline namespace v9 {
namespace detail {

// What fmt/format.h declares as `extern template`, or leaves to the library, for char.
template locale_ref::locale_ref(const std::locale& loc);
template std::locale locale_ref::get<std::locale>() const;
template thousands_sep_result<char> thousands_sep_impl(locale_ref loc);
template char decimal_point_impl(locale_ref loc);
template void buffer<char>::append(const char* begin, const char* end);
template void vformat_to(buffer<char>& buffer, string_view format,
                         basic_format_args<buffer_context<char>> arguments, locale_ref loc);
template dragonbox::decimal_fp<float> dragonbox::to_decimal(float x) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double x) noexcept;

}  // namespace detail
}  // namespace v9
}  // namespace fmt
