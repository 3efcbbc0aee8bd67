#include "yaml/document.h"

#include <fmt/core.h>

#include <algorithm>

#include "yaml/reader.h"

namespace meshlint::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The offset of the first byte that is no UTF-8 or is NUL, or npos.
std::size_t first_bad_byte(std::string_view bytes, std::size_t from) {
  std::size_t at = from;
  while (at < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (lead < 0x80) {
      if (lead == 0) return at;
      ++at;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.size()) return at;
    std::uint32_t code_point = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(bytes[at + i]);
      if ((next & 0xC0) != 0x80) return at;
      code_point = code_point << 6 | (next & 0x3FU);
    }
    const bool is_overlong =
        (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
    if (is_overlong || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) {
      return at;
    }
    at += length;
  }
  return std::string_view::npos;
}

bool is_line_with(std::string_view bytes, std::size_t at, std::string_view marker) {
  if (!bytes.substr(at).starts_with(marker)) return false;
  const std::size_t after = at + marker.size();
  return after == bytes.size() || bytes[after] == ' ' || bytes[after] == '\t' ||
         bytes[after] == '\n' || bytes[after] == '\r';
}

// Whether a chunk holds nothing but directives, comments and blank lines: `%YAML 1.2` belongs to
// the document after the next `---`.
bool is_prologue(std::string_view chunk) {
  bool has_directive = false;
  while (!chunk.empty()) {
    const std::size_t end = std::min(chunk.find('\n'), chunk.size());
    const std::string_view line = chunk.substr(0, end);
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (line.starts_with('%')) {
      has_directive = true;
    } else if (first != line.npos && line[first] != '#') {
      return false;
    }
    chunk.remove_prefix(std::min(end + 1, chunk.size()));
  }
  return has_directive;
}

void problem_at(File& file, text::ProblemKind kind, text::Span at, std::string message) {
  file.problems.push_back({.kind = kind, .at = at, .message = std::move(message)});
}

void read_text(std::string_view bytes, text::SourceId source, const ScalarMap* embedding,
               const Limits& limits, File& file) {
  const std::size_t begin = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  const std::size_t bad = first_bad_byte(bytes, begin);
  std::size_t next_bad = bad;
  for (const auto [chunk, length] : chunks_of(bytes, begin)) {
    if (next_bad < chunk + length) {
      const auto place = static_cast<std::uint32_t>(next_bad);
      const text::Span at = embedding ? embedding->span(next_bad, next_bad + 1)
                                      : text::Span{source, place, place + 1};
      problem_at(file, text::ProblemKind::kBadEncoding, at,
                 bytes[next_bad] == '\0'
                     ? std::string("a NUL byte; this document is not text")
                     : fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8",
                                   static_cast<unsigned char>(bytes[next_bad])));
      next_bad = first_bad_byte(bytes, chunk + length);
    } else if (!read_block_yaml(bytes, chunk, length, source, embedding, limits, file)) {
      read_yaml(bytes, chunk, length, source, embedding, limits, file);
    }
  }
}

}  // namespace

std::vector<Chunk> chunks_of(std::string_view bytes, std::size_t begin) {
  std::vector<Chunk> chunks;
  std::size_t chunk = begin;
  std::size_t at = begin;
  while (at < bytes.size()) {
    const std::size_t newline = bytes.find("\n---", at);
    if (newline == bytes.npos) break;
    at = newline + 1;
    if (!is_line_with(bytes, at, "---") || is_prologue(bytes.substr(chunk, at - chunk))) continue;
    chunks.push_back({chunk, at - chunk});
    chunk = at;
  }
  chunks.push_back({chunk, bytes.size() - chunk});
  return chunks;
}

File parse(const text::Source& source, text::SourceId id, const Limits& limits) {
  File file;
  const std::string_view bytes = source.bytes();
  if (bytes.size() > limits.file_bytes) {
    problem_at(file, text::ProblemKind::kTooLarge, {id, 0, 0},
               fmt::format("the file has {} bytes, the limit is {}; split it", bytes.size(),
                           limits.file_bytes));
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problem_at(file, text::ProblemKind::kBadEncoding, {id, 0, 2},
               "the file is UTF-16; save it as UTF-8");
  } else if (source.path().ends_with(".json")) {
    const std::size_t bad = first_bad_byte(bytes, 0);
    if (bad == bytes.npos) {
      read_json(bytes, id, limits, file);
    } else {
      const auto place = static_cast<std::uint32_t>(bad);
      problem_at(file, text::ProblemKind::kBadEncoding, {id, place, place + 1},
                 "this byte is not UTF-8; save the file as UTF-8");
    }
  } else {
    read_text(bytes, id, nullptr, limits, file);
  }
  return file;
}

File parse_embedded(Node scalar, const text::Source& outer, const Limits& limits) {
  File file;
  const ScalarMap embedding(scalar, outer.bytes());
  read_text(scalar.text(), scalar.span().source, &embedding, limits, file);
  return file;
}

}  // namespace meshlint::yaml
