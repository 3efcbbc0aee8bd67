#include "text/places.h"

namespace meshlint {

std::string to_string(const Place& place) {
  return place.path + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

}  // namespace meshlint

namespace meshlint::text {

const LineIndex& Places::lines(SourceId source) {
  std::unique_ptr<const LineIndex>& index = indexes_[source];
  if (!index) index = std::make_unique<const LineIndex>(sources_[source].bytes());
  return *index;
}

Place Places::of(Span span) {
  const LineIndex& index = lines(span.source);
  const LineColumn begin = index.at(span.begin);
  const LineColumn end = index.at(span.end);
  return {.path = sources_[span.source].path(),
          .begin = span.begin,
          .end = span.end,
          .line = begin.line,
          .column = begin.column,
          .end_line = end.line,
          .end_column = end.column,
          .utf16_column = begin.utf16_column,
          .utf16_end_column = end.utf16_column};
}

}  // namespace meshlint::text
