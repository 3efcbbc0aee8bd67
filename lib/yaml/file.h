// What reading a file gives: its documents, its problems and the memory of its nodes.
#ifndef MESHLINT_YAML_FILE_H_
#define MESHLINT_YAML_FILE_H_

#include <cstddef>
#include <vector>

#include "text/problem.h"
#include "text/source.h"
#include "yaml/arena.h"
#include "yaml/node.h"

namespace meshlint::yaml {

// Bounds for hostile input. Past one of them: one problem at that place, the
// document is left out, the others go on.
struct Limits {
  std::size_t file_bytes = std::size_t{256} << 20;
  std::size_t depth = 100;
  std::size_t nodes = 20'000'000;
  // Nodes that writing out every alias of one document would add.
  std::size_t expanded_nodes = 1'000'000;
};

// One document of a file. Empty documents (comments only) are left out.
struct Document {
  Node root;
  // The document starts in the bytes of this span, `---` lines left out.
  text::Span span;
  // Contains template syntax outside of strings (Helm, Jinja): not a manifest yet.
  bool is_template = false;
};

// All documents of one file with the arena of their nodes. The source has to
// outlive it. Movable; nodes stay valid.
struct File {
  std::vector<Document> documents;
  std::vector<text::Problem> problems;
  Arena arena;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_FILE_H_
