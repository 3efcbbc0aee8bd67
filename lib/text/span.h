// A place in a source: which file, and which bytes of it.
#ifndef MESHLINT_TEXT_SPAN_H_
#define MESHLINT_TEXT_SPAN_H_

#include <cstdint>

namespace meshlint::text {

// Index of a source in its `Sources`.
using SourceId = std::uint32_t;

// Bytes [begin, end) of one source. An empty span is a place between two bytes.
struct Span {
  SourceId source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_SPAN_H_
