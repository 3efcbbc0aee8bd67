// Bytes to trees: YAML and JSON files, and documents embedded in their scalars.
//
//   File file = parse(sources[id], id, Limits());
//   for (const Document& document : file.documents) use(document.root);
#ifndef MESHLINT_YAML_DOCUMENT_H_
#define MESHLINT_YAML_DOCUMENT_H_

#include <string_view>
#include <vector>

#include "text/source.h"
#include "yaml/file.h"
#include "yaml/node.h"
#include "yaml/scalar_map.h"

namespace meshlint::yaml {

// Reads YAML, or JSON if the path ends with .json. Never fails as a whole: what
// cannot be read becomes a problem at its place, what can becomes a document.
File parse(const text::Source& source, text::SourceId id, const Limits& limits = {});
File parse(text::Source&&, text::SourceId, const Limits& = {}) = delete;  // nodes view the source

// Reads the text of a scalar as YAML (or JSON, which is YAML) of its own. Spans
// of the nodes and problems are places of the outer file. `outer` is the source
// that the scalar's span points into.
File parse_embedded(Node scalar, const text::Source& outer, const Limits& limits = {});

// A comment's text after the `#`, without blanks around it, and its span from the `#`.
struct Comment {
  text::Span span;
  std::string_view text;
};

// All comments of a source, in order. `file` tells where scalars are, since a `#`
// inside of one is no comment.
std::vector<Comment> comments(const text::Source& source, text::SourceId id, const File& file);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_DOCUMENT_H_
