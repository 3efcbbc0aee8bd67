// The readers behind `parse`. Each fills a File from a text; `embedding` maps the text's
// offsets to the outer file where it is the text of a scalar, and is null for a whole file.
#ifndef MESHLINT_YAML_READER_H_
#define MESHLINT_YAML_READER_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/source.h"
#include "yaml/file.h"
#include "yaml/scalar_map.h"

namespace meshlint::yaml {

// A part of a file that begins at its start or with a `---` line.
struct Chunk {
  std::size_t begin = 0;
  std::size_t length = 0;
};

// A syntax error must not cost the other documents, so each is read for itself. A line that begins
// with `---` always ends a document: no scalar may hold one.
std::vector<Chunk> chunks_of(std::string_view bytes, std::size_t begin);

// Reads the documents of one chunk. `base` is where the chunk begins in `bytes`; offsets count in
// `bytes`.
void read_yaml(std::string_view bytes, std::size_t base, std::size_t length, text::SourceId source,
               const ScalarMap* embedding, const Limits& limits, File& file);

// The same for the form that most manifests have, many times faster. False if the chunk has
// anything else in it; then the file is as before. What it reads, it reads as read_yaml does.
bool read_block_yaml(std::string_view bytes, std::size_t base, std::size_t length,
                     text::SourceId source, const ScalarMap* embedding, const Limits& limits,
                     File& file);

void read_json(std::string_view bytes, text::SourceId source, const Limits& limits, File& file);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_READER_H_
