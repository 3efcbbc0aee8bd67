// Any bytes as a YAML or JSON file: the tree must keep its promises. The first byte chooses.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "text/source.h"
#include "unit/yaml/both_readers.h"
#include "yaml/chunks.h"
#include "yaml/document.h"
#include "yaml/problems.h"

namespace {

using meshlint::text::Source;
using meshlint::text::Span;
using meshlint::yaml::Node;

void require(bool is_true) {
  if (!is_true) std::abort();
}

void check(Node node, const Source& source) {
  const Span span = node.span();
  require(span.begin <= span.end && span.end <= source.bytes().size());
  for (const Node item : node) check(item, source);
  for (const auto [key, value] : node.entries()) {
    check(key, source);
    check(value, source);
  }
  if (!node.is_scalar()) return;
  (void)node.as_int();
  (void)node.as_double();
  (void)node.as_bool();
}

void check(const meshlint::yaml::File& file, const Source& source) {
  for (const auto& document : file.documents) check(document.root, source);
  for (const auto& problem : file.problems) {
    require(problem.at.begin <= problem.at.end && problem.at.end <= source.bytes().size());
    require(!problem.message.empty());
  }
}

// Reads the first scalars again; aliases may stand for very many.
void check_embedded(Node node, const Source& source, int& left) {
  if (left <= 0) return;
  if (node.is_scalar()) {
    --left;
    check(meshlint::yaml::parse_embedded(node, source), source);
  }
  for (const Node item : node) check_embedded(item, source, left);
  for (const auto [key, value] : node.entries()) check_embedded(value, source, left);
}

// Readers are given only what is UTF-8.
bool is_text(const meshlint::yaml::File& file) {
  return std::ranges::none_of(file.problems, [](const meshlint::text::Problem& problem) {
    return problem.kind == meshlint::yaml::kEncodingProblem;
  });
}

// Both readers see what one alone may never meet: whatever the block reader takes.
void check_readers(std::string_view bytes) {
  for (const meshlint::yaml::Chunk chunk : meshlint::yaml::chunks_of(bytes, 0)) {
    require(meshlint::yaml::read_both(bytes, chunk).difference.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool is_json = data[0] % 4 == 0;
  const Source source(is_json ? "a.json" : "a.yaml",
                      std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  const meshlint::yaml::File file = meshlint::yaml::parse(source, 0);
  if (!is_json && is_text(file)) check_readers(source.bytes());
  check(file, source);
  (void)meshlint::yaml::comments(source, 0, file);
  int left = 200;
  for (const auto& document : file.documents) check_embedded(document.root, source, left);
  return 0;
}
