// From what the stages of a run found to what the library's user gets.
#ifndef MESHLINT_API_CONVERTER_H_
#define MESHLINT_API_CONVERTER_H_

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "check/checker.h"
#include "check/report.h"
#include "check/selection.h"
#include "meshlint/linter.h"
#include "model/workspace.h"
#include "text/places.h"

namespace meshlint {

// Gives raw findings their places and words, and makes one of those that say the same.
class Converter {
 public:
  // All three must outlive the converter.
  Converter(const model::Workspace& workspace, const check::Selection& selection,
            text::Places& places)
      : workspace_(workspace), selection_(selection), places_(places) {}

  void add(check::Located&& located);

  // Sorted by path, line, column, rule and message, with the environments of each sorted as well.
  std::vector<Finding> take();

 private:
  using Key = std::tuple<text::Span, std::size_t, std::string>;

  // Whether it would put a value into the place of the template that it was made from.
  bool changes_template(const text::SpanFix& fix) const;
  Finding convert(check::RawFinding& raw);

  const model::Workspace& workspace_;
  const check::Selection& selection_;
  text::Places& places_;
  std::map<Key, std::size_t> by_key_;
  std::vector<Finding> findings_;
};

// Puts the bytes of the files that findings point into, or that their fixes change, beside them.
void keep_sources(const model::Workspace& workspace, Outcome& outcome);

}  // namespace meshlint

#endif  // MESHLINT_API_CONVERTER_H_
