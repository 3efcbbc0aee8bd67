// The readers behind `parse`. Each fills a File from a text; `embedding` maps the text's
// offsets to the outer file where it is the text of a scalar, and is null for a whole file.
#ifndef MESHLINT_YAML_READER_H_
#define MESHLINT_YAML_READER_H_

#include <string_view>

#include "yaml/document.h"

namespace meshlint::yaml {

// Reads the documents of one chunk: a part of a file that begins at its start or with a `---`
// line. `base` is where the chunk begins in `bytes`; offsets count in `bytes`.
void read_yaml(std::string_view bytes, std::size_t base, std::size_t length, text::SourceId source,
               const ScalarMap* embedding, const Limits& limits, File& file);

void read_json(std::string_view bytes, text::SourceId source, const Limits& limits, File& file);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_READER_H_
