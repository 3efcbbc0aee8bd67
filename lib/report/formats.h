// The writers of all formats, `json_report` and so on, as formats.inc lists them.
#ifndef MESHLINT_REPORT_FORMATS_H_
#define MESHLINT_REPORT_FORMATS_H_

#include <string>

#include "meshlint/report.h"

namespace meshlint {

#define MESHLINT_FORMAT(name, media_type, paths, what) \
  std::string name##_report(const Outcome& outcome, const TextStyle& style);
#include "report/formats.inc"
#undef MESHLINT_FORMAT

}  // namespace meshlint

#endif  // MESHLINT_REPORT_FORMATS_H_
