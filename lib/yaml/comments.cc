#include <algorithm>
#include <vector>

#include "yaml/document.h"

namespace meshlint::yaml {
namespace {

void collect_scalars(Node node, text::SourceId source, std::vector<text::Span>& spans) {
  if (node.is_scalar()) {
    if (node.span().source == source && node.span().begin < node.span().end) {
      spans.push_back(node.span());
    }
  }
  for (const Node item : node) collect_scalars(item, source, spans);
  for (const auto [key, value] : node.entries()) {
    collect_scalars(key, source, spans);
    collect_scalars(value, source, spans);
  }
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == '#' || text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::vector<Comment> comments(const text::Source& source, text::SourceId id, const File& file) {
  const std::string_view bytes = source.bytes();
  std::vector<text::Span> scalars;
  for (const Document& document : file.documents) collect_scalars(document.root, id, scalars);
  std::ranges::sort(scalars);

  std::vector<Comment> result;
  auto scalar = scalars.begin();
  for (std::size_t at = bytes.find('#'); at != bytes.npos; at = bytes.find('#', at)) {
    while (scalar != scalars.end() && scalar->end <= at) ++scalar;
    if (scalar != scalars.end() && scalar->begin <= at) {
      // The header line of a block scalar can end with a comment.
      const bool is_block = bytes[scalar->begin] == '|' || bytes[scalar->begin] == '>';
      const std::size_t header_end = std::min(bytes.find('\n', scalar->begin), bytes.size());
      if (!is_block || at >= header_end) {
        at = scalar->end;
        continue;
      }
    }
    if (at > 0 && bytes[at - 1] != ' ' && bytes[at - 1] != '\t' && bytes[at - 1] != '\n') {
      ++at;
      continue;
    }
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view text = trimmed(bytes.substr(at, end - at));
    result.push_back({.span = {id, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                      .text = text});
    at = end;
  }
  return result;
}

}  // namespace meshlint::yaml
