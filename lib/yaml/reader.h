// The readers behind `parse`. Each fills a File from a text; `embedding` maps the text's offsets to
// the outer file if it is the text of a scalar, and is null for a whole file.
#ifndef MESHLINT_YAML_READER_H_
#define MESHLINT_YAML_READER_H_

#include <cstddef>
#include <string_view>

#include "text/source.h"
#include "yaml/file.h"
#include "yaml/scalar_map.h"

namespace meshlint::yaml {

// Reads the documents of one chunk. `base` is where the chunk begins in `bytes`; offsets are into
// `bytes`.
void read_yaml(std::string_view bytes, std::size_t base, std::size_t length, text::SourceId source,
               const ScalarMap* embedding, const Limits& limits, File& file);

// The same for the form of most manifests, many times faster. False if the chunk has anything else;
// then the file is unchanged. The result is the same as that of read_yaml.
bool read_block_yaml(std::string_view bytes, std::size_t base, std::size_t length,
                     text::SourceId source, const ScalarMap* embedding, const Limits& limits,
                     File& file);

void read_json(std::string_view bytes, text::SourceId source, const Limits& limits, File& file);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_READER_H_
