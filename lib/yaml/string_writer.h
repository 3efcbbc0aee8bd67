// Lines of YAML, and the strings on them, each in the style in which `kustomize build` writes it.
#ifndef MESHLINT_YAML_STRING_WRITER_H_
#define MESHLINT_YAML_STRING_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/node.h"
#include "yaml/string_traits.h"

namespace meshlint::yaml {

// Appends to one text. With `lines`, the node that was shown last is appended there at the end of
// each line.
class StringWriter {
 public:
  explicit StringWriter(std::vector<Node>* lines = nullptr) : lines_(lines) {}
  StringWriter(const StringWriter&) = delete;
  StringWriter& operator=(const StringWriter&) = delete;

  std::string take() { return std::move(out_); }

  // The node that the lines from here on belong to.
  void show(Node node) { shown_ = node; }
  void put(std::string_view text) { out_ += text; }
  void put(char c) { out_ += c; }
  void indent_to(std::size_t indent) { out_.append(indent, ' '); }
  void end_line();

  // Writes a string; its second and later lines get `indent` spaces. False if it ended its last
  // line itself, as a literal does.
  bool string(std::string_view text, std::size_t indent);
  // Writes a key and its `:`. False if the key is too long for that, or has several lines: then
  // it stands behind a `?`, and the `:` begins a new line.
  bool key(std::string_view text, std::size_t indent);

 private:
  std::size_t column() const;
  bool is_fold(std::string_view text, std::size_t at, bool follows_space) const;
  void fold(std::size_t indent);
  void quoted_or_plain(std::string_view text, const StringTraits& traits, std::size_t indent,
                       bool is_folded);
  void words(std::string_view text, std::size_t indent, bool is_folded, bool doubles_quotes);
  void double_quoted(std::string_view text, std::size_t indent, bool is_folded);
  void escape(std::uint32_t code);
  bool literal(std::string_view text, std::size_t indent);

  std::string out_;
  std::size_t line_start_ = 0;
  std::vector<Node>* lines_;
  Node shown_;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_STRING_WRITER_H_
