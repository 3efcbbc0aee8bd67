#include "yaml/chunks.h"

#include <algorithm>

namespace meshlint::yaml {
namespace {

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

}  // namespace meshlint::yaml
