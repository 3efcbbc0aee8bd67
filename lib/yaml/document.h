// Bytes to trees: YAML and JSON files, and documents embedded in their scalars.
//
//   File file = parse(sources[id], id, Limits());
//   for (const Document& document : file.documents) use(document.root);
#ifndef MESHLINT_YAML_DOCUMENT_H_
#define MESHLINT_YAML_DOCUMENT_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/problem.h"
#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::yaml {

// Limits for hostile input. Beyond one of them: one problem at that place; the document is skipped,
// the others are read.
struct Limits {
  std::size_t file_bytes = std::size_t{256} << 20;
  std::size_t depth = 100;
  std::size_t nodes = 20'000'000;
  // Nodes that expanding every alias of one document would add.
  std::size_t expanded_nodes = 1'000'000;
};

// One document of a file. Empty documents (comments only) are skipped.
struct Document {
  Node root;
  // The document starts within the bytes of this span, without `---` lines.
  text::Span span;
  // Contains template syntax outside of strings (Helm, Jinja): not a manifest yet.
  bool is_template = false;
};

// All documents of one file, and the arena of their nodes. The source has to outlive it. Movable;
// nodes stay valid.
struct File {
  std::vector<Document> documents;
  std::vector<text::Problem> problems;
  Arena arena;
};

// Reads YAML, or JSON if the path ends with .json. Never fails as a whole: what cannot be read
// becomes a problem, what can be read a document.
File parse(const text::Source& source, text::SourceId id, const Limits& limits = {});
File parse(text::Source&&, text::SourceId, const Limits& = {}) = delete;  // nodes view the source

// Reads the text of a scalar as YAML (or JSON, which is YAML). Spans of the nodes
// and problems are places in the outer file. `outer` is the source that the
// scalar's span points into.
File parse_embedded(Node scalar, const text::Source& outer, const Limits& limits = {});

// The place in the outer file of each byte of a scalar's text, for parts of a string (a path in a
// patch, an item of a comma-separated list).
class ScalarMap {
 public:
  ScalarMap(Node scalar, std::string_view outer_bytes);
  // The outer span of text()[begin, end).
  text::Span span(std::size_t begin, std::size_t end) const;

 private:
  struct Piece {
    std::uint32_t inner;  // from this byte of the text on ...
    std::uint32_t outer;  // ... bytes are here, one to one, up to the next piece
  };
  std::uint32_t outer_offset(std::size_t inner, bool is_end) const;

  std::vector<Piece> pieces_;
  text::Span whole_;
};

// A comment's text after the `#`, without blanks around it, and its span from the `#`.
struct Comment {
  text::Span span;
  std::string_view text;
};

// All comments of a source, in order. `file` has the places of scalars, since a `#` within one
// isn't a comment.
std::vector<Comment> comments(const text::Source& source, text::SourceId id, const File& file);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_DOCUMENT_H_
