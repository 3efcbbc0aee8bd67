// What yaml-cpp 0.7 accepts although it isn't YAML and every other reader rejects it: documents
// without a separator, entries without a key or without any content, indentation with tabs,
// unclosed quotes.
#ifndef MESHLINT_YAML_STRICTNESS_H_
#define MESHLINT_YAML_STRICTNESS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "yaml/tree_builder.h"

namespace meshlint::yaml {

// Checks the bytes around what yaml-cpp has read. All offsets are into these bytes, which end with
// the chunk. Each check reports the first mistake and throws DocumentAborted.
class Strictness {
 public:
  // `base`: where the chunk begins.
  Strictness(std::string_view bytes, std::size_t base, TreeBuilder& builder)
      : bytes_(bytes),
        base_(base),
        builder_(builder),
        has_tabs_(bytes.find('\t', base) != bytes.npos) {}

  // Where a document begins: a chunk has only one.
  void check_document(bool has_document, std::size_t begin);
  // Where something is missing.
  void check_absence(std::size_t place);
  // Where a node begins: no tab is allowed between the start of its line and the node.
  void check_tabs(std::size_t begin);
  // Where a value begins that is not a block scalar: below its key, it has to be indented deeper.
  void check_column(std::size_t begin);
  // Where a block scalar begins: its text shows its indentation, unless its header does.
  void check_indentation(std::size_t begin);

  // The end of the text that the quote at this offset begins.
  std::size_t closed_quote(std::size_t begin);
  // For an error of yaml-cpp at this offset: reports a tab in the indentation of that line, and
  // returns whether there is one.
  bool report_indenting_tab(std::size_t at);
  // For the error of yaml-cpp that the text ends within a scalar.
  void report_open_quote();

 private:
  static constexpr std::size_t kNone = std::string_view::npos;

  void report(std::size_t begin, std::size_t end, std::string message);
  [[noreturn]] void refuse(std::size_t begin, std::size_t end, std::string message);
  void check_colon();
  std::size_t closing_quote(std::size_t begin) const;
  std::size_t line_end(std::size_t at) const;
  std::size_t column(std::size_t at) const;

  std::string_view bytes_;
  std::size_t base_;
  TreeBuilder& builder_;
  bool has_tabs_;
};

inline bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
inline bool is_one_of(char c, std::string_view set) { return set.find(c) != set.npos; }

// The first offset from `at` on that is not a space, a comment or one of `more`.
std::size_t skip_space_and_comments(std::string_view bytes, std::size_t at, std::string_view more);

// Whether `---` or `...` is there.
bool is_marker(std::string_view bytes, std::size_t at);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_STRICTNESS_H_
