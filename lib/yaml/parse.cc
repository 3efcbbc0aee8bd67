#include "yaml/document.h"

#include <fmt/core.h>

#include <cstdint>
#include <string>
#include <utility>

#include "yaml/chunks.h"
#include "yaml/problems.h"
#include "yaml/reader.h"

namespace meshlint::yaml {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The offset of the first byte that isn't UTF-8 or is NUL; npos if there is none.
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
      problem_at(file, kEncodingProblem, at,
                 bytes[next_bad] == '\0'
                     ? std::string("NUL byte; this document isn't text")
                     : fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8",
                                   static_cast<unsigned char>(bytes[next_bad])));
      next_bad = first_bad_byte(bytes, chunk + length);
    } else if (!read_block_yaml(bytes, chunk, length, source, embedding, limits, file)) {
      read_yaml(bytes, chunk, length, source, embedding, limits, file);
    }
  }
}

}  // namespace

File parse(const text::Source& source, text::SourceId id, const Limits& limits) {
  File file;
  const std::string_view bytes = source.bytes();
  if (bytes.size() > limits.file_bytes) {
    problem_at(file, kSizeProblem, {id, 0, 0},
               fmt::format("the file has {} bytes, but the limit is {}; split it", bytes.size(),
                           limits.file_bytes));
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problem_at(file, kEncodingProblem, {id, 0, 2}, "the file is UTF-16; save it as UTF-8");
  } else if (source.path().ends_with(".json")) {
    const std::size_t bad = first_bad_byte(bytes, 0);
    if (bad == bytes.npos) {
      read_json(bytes, id, limits, file);
    } else {
      const auto place = static_cast<std::uint32_t>(bad);
      problem_at(file, kEncodingProblem, {id, place, place + 1},
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
