#include "yaml/scalar_map.h"

#include <algorithm>

namespace meshlint::yaml {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The length of an escape that begins at `\`, in the source.
std::size_t escape_length(std::string_view source, std::size_t at) {
  const char kind = at + 1 < source.size() ? source[at + 1] : '\0';
  switch (kind) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

std::size_t code_point_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

}  // namespace

// Compares text and source byte by byte: equal bytes form a piece, and where they differ
// (indentation, folded lines, escapes) a new piece begins. A scalar that is a whole file has the
// bytes of that file.
ScalarMap::ScalarMap(Node scalar, std::string_view outer_bytes) : whole_(scalar.span()) {
  const std::string_view text = scalar.text();
  const bool is_block = scalar.style() == Style::kLiteral || scalar.style() == Style::kFolded;
  const std::size_t end = std::min<std::size_t>(whole_.end, outer_bytes.size());
  std::size_t at = std::min<std::size_t>(whole_.begin, end);
  if (outer_bytes.substr(at, end - at) == text) {
    pieces_.push_back({0, static_cast<std::uint32_t>(at)});
    return;
  }
  if (is_block) {
    at = std::min(outer_bytes.find('\n', at) + 1, end);
    if (at == 0) at = end;  // no line break: an empty block
  } else if (scalar.is_quoted()) {
    ++at;
  }
  bool is_running = false;
  for (std::size_t inner = 0; inner < text.size();) {
    const bool is_escape =
        scalar.style() == Style::kDoubleQuoted && at < end && outer_bytes[at] == '\\';
    if (at < end && !is_escape && outer_bytes[at] == text[inner]) {
      if (!is_running) {
        pieces_.push_back({static_cast<std::uint32_t>(inner), static_cast<std::uint32_t>(at)});
      }
      // A line break in a block ends the piece: the next line is indented.
      is_running = !(is_block && text[inner] == '\n');
      const bool is_doubled_quote = scalar.style() == Style::kSingleQuoted && text[inner] == '\'';
      ++inner;
      ++at;
      if (is_doubled_quote) {
        ++at;
        is_running = false;
      }
      if (is_block && !is_running) {
        // Skip the indentation, but not blanks that belong to the text.
        std::size_t blanks = 0;
        while (at + blanks < end && outer_bytes[at + blanks] == ' ') ++blanks;
        std::size_t own = 0;
        while (inner + own < text.size() && text[inner + own] == ' ') ++own;
        at += blanks - std::min(blanks, own);
      }
      continue;
    }
    is_running = false;
    pieces_.push_back({static_cast<std::uint32_t>(inner), static_cast<std::uint32_t>(at)});
    if (is_escape) {
      const std::size_t length = escape_length(outer_bytes, at);
      if (at + 1 < end && (outer_bytes[at + 1] == '\n' || outer_bytes[at + 1] == '\r')) {
        at += 1;  // an escaped line break isn't text; its blanks are skipped below
        while (at < end && is_space(outer_bytes[at])) ++at;
        continue;
      }
      at = std::min(at + length, end);
      inner += code_point_length(text[inner]);
    } else if (at < end && is_space(outer_bytes[at])) {
      // Folded: blanks around a line break became a single space, or line breaks.
      while (at < end && is_space(outer_bytes[at])) ++at;
      while (inner < text.size() && is_space(text[inner])) ++inner;
    } else {
      break;  // the rest maps to this place
    }
  }
}

std::uint32_t ScalarMap::outer_offset(std::size_t inner, bool is_end) const {
  if (pieces_.empty()) return whole_.begin;
  // An end belongs to the piece of the byte before it.
  const std::size_t byte = is_end && inner > 0 ? inner - 1 : inner;
  auto piece = std::ranges::upper_bound(pieces_, byte, {}, &Piece::inner);
  if (piece != pieces_.begin()) --piece;
  std::size_t outer = piece->outer + (byte - piece->inner);
  const auto next = piece + 1;
  if (next != pieces_.end()) outer = std::min<std::size_t>(outer, next->outer);
  if (byte != inner) ++outer;
  return static_cast<std::uint32_t>(std::min<std::size_t>(outer, whole_.end));
}

text::Span ScalarMap::span(std::size_t begin, std::size_t end) const {
  const std::uint32_t outer_begin = outer_offset(begin, false);
  const std::uint32_t outer_end = begin == end ? outer_begin : outer_offset(end, true);
  return {whole_.source, outer_begin, std::max(outer_begin, outer_end)};
}

}  // namespace meshlint::yaml
