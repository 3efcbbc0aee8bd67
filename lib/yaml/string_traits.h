// What the content of a string allows for when it's written as YAML.
#ifndef MESHLINT_YAML_STRING_TRAITS_H_
#define MESHLINT_YAML_STRING_TRAITS_H_

#include <string>
#include <string_view>

namespace meshlint::yaml {

struct StringTraits {
  bool is_multiline = false;
  bool can_be_plain = true;
  bool can_be_single_quoted = true;
  bool can_be_literal = true;

  static StringTraits of(std::string_view text);
};

// True for a word of harmless characters, which is what most strings are: it can be written plain
// (unless it reads as another type), without asking for its traits.
bool is_simple_word(std::string_view text);

// What kustomize makes of the value of a folded scalar (`>`). It writes such a scalar and reads it
// again before it prints, and by a bug of its printer doubles the break before a line that is
// indented deeper, and the trailing breaks of a scalar that keeps them (`>+`).
std::string refolded(std::string_view text);

// What kustomize makes of U+0085 in a string. It converts by way of JSON, and then reads with YAML
// 1.1, where U+0085 is a line break: a single one folds to a space, and the spaces around it go.
std::string with_folded_next_lines(std::string_view text);

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_STRING_TRAITS_H_
