#include "text/source.h"

#include <algorithm>
#include <cstring>

namespace meshlint::text {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineIndex::LineIndex(std::string_view bytes) : bytes_(bytes) {
  starts_.push_back(0);
  for (std::size_t at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

LineColumn LineIndex::at(std::uint32_t byte_offset) const {
  const auto offset = std::min<std::size_t>(byte_offset, bytes_.size());
  const auto after = std::ranges::upper_bound(starts_, offset);
  std::size_t begin = *(after - 1);
  LineColumn result{.line = static_cast<std::uint32_t>(after - starts_.begin())};
  if (begin == 0 && bytes_.starts_with(kByteOrderMark)) begin = kByteOrderMark.size();
  for (std::size_t i = begin; i < offset; ++i) {
    const auto byte = static_cast<unsigned char>(bytes_[i]);
    if ((byte & 0xC0) == 0x80) continue;  // inside of a code point
    ++result.column;
    result.utf16_column += byte >= 0xF0 ? 2 : 1;  // beyond the basic plane: a surrogate pair
  }
  return result;
}

std::string_view LineIndex::line(std::uint32_t line_number) const {
  if (line_number == 0 || line_number > starts_.size()) return {};
  const std::size_t begin = starts_[line_number - 1];
  const std::size_t end = line_number < starts_.size() ? starts_[line_number] : bytes_.size();
  std::string_view text = bytes_.substr(begin, end - begin);
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (begin == 0 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

std::string located_message(const Source& source, std::uint32_t offset, std::string_view message) {
  const LineColumn place = LineIndex(source.bytes()).at(offset);
  std::string result = source.path();
  result += ':' + std::to_string(place.line) + ':' + std::to_string(place.column) + ": ";
  return result += message;
}

}  // namespace meshlint::text
