// Where the documents of a YAML file begin and end, found before any of them is read.
#ifndef MESHLINT_YAML_CHUNKS_H_
#define MESHLINT_YAML_CHUNKS_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace meshlint::yaml {

// A part of a file that begins at its start or with a `---` line.
struct Chunk {
  std::size_t begin = 0;
  std::size_t length = 0;
};

// The documents are read one by one, so that a syntax error doesn't affect the others. A line that
// begins with `---` always ends a document: no scalar can contain one.
std::vector<Chunk> chunks_of(std::string_view bytes, std::size_t begin);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_CHUNKS_H_
