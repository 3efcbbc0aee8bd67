// Reads a text with the block reader and with the complete one: what the first takes has to come
// out the same, to the last span.
#ifndef MESHLINT_TESTS_YAML_BOTH_READERS_H_
#define MESHLINT_TESTS_YAML_BOTH_READERS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "yaml/chunks.h"
#include "yaml/document.h"
#include "yaml/reader.h"

namespace meshlint::yaml {

inline std::string spelled(text::Span span) {
  return std::to_string(span.begin) + ".." + std::to_string(span.end);
}

// The first difference between two trees, or empty.
inline std::string difference_of(Node block, Node complete, const std::string& path) {
  const auto told = [&](std::string_view what, std::string_view ours, std::string_view theirs) {
    return path + ": " + std::string(what) + " [" + std::string(ours) + "], not [" +
           std::string(theirs) + ']';
  };
  if (block.kind() != complete.kind()) return path + ": another kind";
  if (block.style() != complete.style()) return path + ": another style";
  if (block.type() != complete.type()) return path + ": another type";
  if (block.text() != complete.text()) return told("text", block.text(), complete.text());
  if (!(block.span() == complete.span())) {
    return told("span", spelled(block.span()), spelled(complete.span()));
  }
  if (block.size() != complete.size()) return path + ": another size";
  for (std::size_t i = 0; i < block.size() && block.is_list(); ++i) {
    const std::string inner = path + '[' + std::to_string(i) + ']';
    std::string found = difference_of(block.item(i), complete.item(i), inner);
    if (!found.empty()) return found;
  }
  auto theirs = complete.entries().begin();
  for (const auto [key, value] : block.entries()) {
    const std::string inner = path + '.' + std::string(key.text());
    const EntryView other = *theirs;
    std::string found = difference_of(key, other.key, inner);
    if (found.empty()) found = difference_of(value, other.value, inner);
    if (!found.empty()) return found;
    ++theirs;
  }
  return "";
}

struct BothReadings {
  bool is_taken = false;   // by the block reader
  bool is_good = false;    // for the complete one: no problems
  std::string difference;  // of what was taken
};

inline BothReadings read_both(std::string_view bytes, Chunk chunk, const Limits& limits = {}) {
  File block;
  File complete;
  BothReadings both;
  both.is_taken = read_block_yaml(bytes, chunk.begin, chunk.length, 0, nullptr, limits, block);
  read_yaml(bytes, chunk.begin, chunk.length, 0, nullptr, limits, complete);
  both.is_good = complete.problems.empty();
  if (!both.is_taken) {
    if (!block.documents.empty() || !block.problems.empty()) both.difference = "leaves a trace";
    return both;
  }
  if (block.problems.size() != complete.problems.size()) {
    both.difference = "other problems";
    if (!complete.problems.empty()) both.difference += ": " + complete.problems.front().message;
    return both;
  }
  for (std::size_t i = 0; i < block.problems.size(); ++i) {
    if (block.problems[i].message != complete.problems[i].message ||
        !(block.problems[i].at == complete.problems[i].at)) {
      both.difference = "another problem: " + complete.problems[i].message;
    }
  }
  if (block.documents.size() != complete.documents.size()) {
    both.difference = "another number of documents";
    return both;
  }
  for (std::size_t i = 0; i < block.documents.size() && both.difference.empty(); ++i) {
    const Document& ours = block.documents[i];
    const Document& theirs = complete.documents[i];
    both.difference = difference_of(ours.root, theirs.root, "");
    if (ours.is_template != theirs.is_template) both.difference = "template or not";
    if (!(ours.span == theirs.span)) both.difference = "another span of the document";
  }
  return both;
}

}  // namespace meshlint::yaml

#endif  // MESHLINT_TESTS_YAML_BOTH_READERS_H_
