// Spans to the lines and columns that people read.
#ifndef MESHLINT_TEXT_PLACES_H_
#define MESHLINT_TEXT_PLACES_H_

#include <memory>
#include <unordered_map>

#include "meshlint/finding.h"
#include "text/source.h"
#include "text/span.h"

namespace meshlint::text {

// Keeps the line index of each source that it was asked about. Not for several threads.
class Places {
 public:
  explicit Places(const Sources& sources MESHLINT_LIFETIMEBOUND) : sources_(sources) {}

  Place of(Span span);
  const LineIndex& lines(SourceId source);

 private:
  const Sources& sources_;
  std::unordered_map<SourceId, std::unique_ptr<const LineIndex>> indexes_;
};

}  // namespace meshlint::text

#endif  // MESHLINT_TEXT_PLACES_H_
