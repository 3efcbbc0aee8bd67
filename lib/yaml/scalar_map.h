// From the text of a scalar back to the bytes of its file.
//
//   ScalarMap map(node, source.bytes());
//   report(map.span(0, 4));  // where the first four bytes of node.text() are written
#ifndef MESHLINT_YAML_SCALAR_MAP_H_
#define MESHLINT_YAML_SCALAR_MAP_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/source.h"
#include "yaml/node.h"

namespace meshlint::yaml {

// The place in the outer file of each byte of a scalar's text, for those who look
// into a string (a path in a patch, an item of a comma list).
class ScalarMap {
 public:
  ScalarMap(Node scalar, std::string_view outer_bytes);
  // The outer span of text()[begin, end).
  text::Span span(std::size_t begin, std::size_t end) const;

 private:
  struct Piece {
    std::uint32_t inner;  // from this byte of the text on ...
    std::uint32_t outer;  // ... bytes lie here, one to one, up to the next piece
  };
  std::uint32_t outer_offset(std::size_t inner, bool is_end) const;

  std::vector<Piece> pieces_;
  text::Span whole_;
};

}  // namespace meshlint::yaml

#endif  // MESHLINT_YAML_SCALAR_MAP_H_
